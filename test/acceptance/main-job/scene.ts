// A person at a shell in the sandbox company's checkout: command lines as typed, the vendor's side to check them against.
import { strict as assert } from "node:assert";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Status } from "../../../src/core/incident/status.ts";
import {
  cli,
  jsonOf,
  startSandbox,
  tempHome,
  type Ended,
  type Home,
  type SandboxHandle,
} from "../../support/cli.ts";
import { sharedHands } from "../../support/hands.ts";

export type Strategy = "contain-first" | "replace-first";
export const STRATEGIES: readonly Strategy[] = ["contain-first", "replace-first"];

/** One row of the timeline, as far as tests look at it. */
export interface Row {
  readonly seq: number;
  readonly at: string;
  readonly occurredAt: string;
  readonly precision: string;
  readonly type: string;
  readonly step: string | null;
  readonly credential: string | null;
  readonly text: string;
}

export interface Scene extends AsyncDisposable {
  readonly home: Home;
  readonly sandbox: SandboxHandle;
  /** Type a command line without its `claro-ir`. `as` is another person's machine. */
  type(line: string, options?: TypeOptions): Promise<Ended>;
  /** The same; see `mustExit`. */
  expectExit(codes: Codes, line: string, options?: TypeOptions): Promise<Ended>;
  /** Of the only open incident, else of the one named. */
  status(incident?: string): Promise<Status>;
  rows(incident?: string): Promise<readonly Row[]>;
  /** Write a secret to a file of mode 0600 in the workspace; gives its name. */
  secretFile(name: string, value: string): Promise<string>;
  /** Status of the vendor's answer to a key's value. */
  answerTo(value: string): Promise<number>;
  leaked(): Promise<string>;
}

export interface TypeOptions {
  readonly as?: Home;
  readonly env?: Readonly<Record<string, string>>;
  /** Default: as the scene. */
  readonly by?: By;
}

/** `program`: the built program, a process a command. `hands`: the same code in one process, which saves the start-ups. */
type By = "program" | "hands";

type Codes = number | readonly number[];

/** Fails the test with everything that was said when the exit code is none of these. */
export function mustExit(ended: Ended, codes: Codes, line: string): Ended {
  const expected: readonly (number | null)[] = typeof codes === "number" ? [codes] : codes;
  if (expected.includes(ended.code)) return ended;
  throw new Error(
    `claro-ir ${line}\nexit ${String(ended.code)}, not ${expected.join(" or ")}\n${ended.stdout}${ended.stderr}`,
  );
}

/** Words of a command line; double and single quotes group, nothing else is special. */
export function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? "",
  );
}

function named(incident: string | undefined): string {
  return incident === undefined ? "" : ` --incident ${incident}`;
}

/** Replace the sandbox's configuration of its vendor by a dashboard that only people can use. */
export async function dashboardOnly(sandbox: SandboxHandle): Promise<void> {
  const file = join(sandbox.workspace, "claro-ir.yaml");
  const before = await readFile(file, "utf8");
  const after = before.replace(
    /providers:\n[\s\S]*?\ntargets:/,
    `providers:\n  claro: { kind: claro, baseUrl: "${sandbox.url}", dashboard: "${sandbox.dashboard}" }\ntargets:`,
  );
  assert.notEqual(after, before);
  await writeFile(file, after, { mode: 0o600 });
}

/** Make a key at the vendor's, as its dashboard would. */
export async function makeKey(
  sandbox: SandboxHandle,
  name: string,
): Promise<{ readonly id: string; readonly secret: string }> {
  const made = await sandbox.admin("POST", "/v1/keys", { name });
  assert.equal(made.status, 201);
  return made.body as { id: string; secret: string };
}

export interface SceneOptions {
  readonly speed?: number;
  readonly by?: By;
}

/** A home, a sandbox in it (two minutes a second), and a shell in the sandbox's workspace. */
export async function openScene(options: SceneOptions = {}): Promise<Scene> {
  const home = await tempHome();
  const { by: usually = "program", ...sandboxOptions } = options;
  const sandbox = await startSandbox({ home, speed: 120, ...sandboxOptions });
  const leakedFile = join(sandbox.workspace, "leaked.key");
  function type(line: string, more: TypeOptions = {}): Promise<Ended> {
    const { as = home, env = {}, by = usually } = more;
    const place = { home: as, sandbox, env };
    // What a piped program prints goes past the hands: that needs a process of its own.
    if (by === "hands" && !line.startsWith("secret "))
      return sharedHands().run(wordsOf(line), place);
    return cli(wordsOf(line), place);
  }
  async function expectExit(codes: Codes, line: string, more?: TypeOptions): Promise<Ended> {
    return mustExit(await type(line, more), codes, line);
  }
  return {
    home,
    sandbox,
    type,
    expectExit,
    status: async (incident) =>
      jsonOf<Status>(await expectExit(0, `status --json${named(incident)}`)),
    rows: async (incident) =>
      jsonOf<{ timeline: readonly Row[] }>(
        await expectExit(0, `timeline --format json${named(incident)}`),
      ).timeline,
    async secretFile(name, value) {
      const path = join(sandbox.workspace, name);
      await writeFile(path, value, { mode: 0o600 });
      await chmod(path, 0o600);
      return name;
    },
    answerTo: async (value) =>
      (await sandbox.ask("GET", "/v1/prompts?limit=1", { bearer: value })).status,
    leaked: async () => (await readFile(leakedFile, "utf8")).trim(),
    async [Symbol.asyncDispose]() {
      await sandbox.stop();
      await home[Symbol.asyncDispose]();
    },
  };
}
