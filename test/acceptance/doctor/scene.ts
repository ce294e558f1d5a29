// A set-up without a fault: real files in a real repository, the live sandbox, a register, two people, a rehearsal.
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createSealer } from "../../../src/adapters/sealing/age-sealer.ts";
import type { Diagnosis } from "../../../src/app/doctor.ts";
import {
  cli,
  startSandbox,
  tempHome,
  type Home,
  type SandboxHandle,
  jsonOf,
} from "../../support/cli.ts";
import { sharedHands } from "../../support/hands.ts";
import { slowClock } from "./defects.ts";

/** Just after the runbooks were reviewed: on a later day they would be stale. */
const START = Date.parse("2026-11-25T12:00:00Z");

export interface Scene extends AsyncDisposable {
  readonly home: Home;
  readonly sandbox: SandboxHandle;
  /** Address of a vendor whose clock is slow. */
  readonly slowClock: string;
  /** The line of an env file that holds the key in use. */
  readonly line: string;
  /** Run a command that must end well, now or at an instant. */
  run(...args: readonly string[]): Promise<void>;
  runAt(now: string, ...args: readonly string[]): Promise<void>;
  /** More text below a key at the top of the configuration, which is made where it is missing. */
  add(key: string, text: string): Promise<void>;
  replace(before: string | RegExp, after: string): Promise<void>;
  /** Now, or so many days later by our clock alone. */
  diagnose(days?: number): Promise<{
    readonly code: number | null;
    readonly diagnosis: Diagnosis;
    readonly said: string;
  }>;
}

/** The recipient of an identity file, which is made. */
export async function recipientOf(identityFile: string): Promise<string> {
  const [own = ""] = await createSealer({ identityFile, recipients: [] }).recipients();
  return own;
}

export async function cleanScene(): Promise<Scene> {
  const home = await tempHome();
  const sandbox = await startSandbox({ home, speed: 1, startMs: START });
  const slow = await slowClock(() => sandbox.now());
  const config = join(sandbox.workspace, "claro-ir.yaml");
  const scene: Scene = {
    home,
    sandbox,
    slowClock: slow.url,
    line: (await readFile(join(sandbox.workspace, "deploy", "app.env"), "utf8"))
      .split("\n")
      .filter((line) => line.startsWith("BAYT_API_KEY="))
      .join(""),
    run: (...args) => scene.runAt(new Date(sandbox.now()).toISOString(), ...args),
    async runAt(now, ...args) {
      const ended = await sharedHands().run(["--now", now, ...args], { home, sandbox });
      if (ended.code !== 0) throw new Error(`${args.join(" ")}: ${ended.stderr}`);
    },
    async add(key, text) {
      const before = await readFile(config, "utf8");
      const top = `${key}:\n`;
      const after = before.includes(`\n${top}`)
        ? before.replace(top, () => top + text)
        : `${before}${top}${text}`;
      await writeFile(config, after);
    },
    async replace(before, after) {
      const text = await readFile(config, "utf8");
      const changed = text.replace(before, after);
      if (changed === text) throw new Error(`nothing to replace by ${after}`);
      await writeFile(config, changed);
    },
    async diagnose(days = 0) {
      const now = new Date(sandbox.now() + days * 86_400_000).toISOString();
      const ended = await sharedHands().run(["--now", now, "doctor", "--json"], { home, sandbox });
      const diagnosis = jsonOf<Diagnosis>(ended);
      return { code: ended.code, diagnosis, said: ended.stdout + ended.stderr };
    },
    async [Symbol.asyncDispose]() {
      slow.close();
      await sandbox.stop();
      await home[Symbol.asyncDispose]();
    },
  };
  await fill(scene);
  return scene;
}

async function fill(scene: Scene): Promise<void> {
  const { home, sandbox } = scene;
  execFileSync("git", ["init", "--quiet", sandbox.workspace]);
  const people = await Promise.all(
    ["identity.txt", "colleague.txt"].map((name) => recipientOf(join(home.folder, name))),
  );
  // Lists by POST: nothing red, and nothing that is sent.
  await scene.add(
    "providers",
    `  posting: { kind: http, baseUrl: "${sandbox.url}", auth: "file:./admin.key", list: { method: POST, path: /v1/keys, items: /data, id: /id, name: /name }, probe: { path: /v1/me } }\n`,
  );
  await scene.replace("workspace: acme\n", `workspace: acme\nrecipients: [${people.join(", ")}]\n`);
  const file = join(home.folder, "key.txt");
  await writeFile(file, scene.line.slice("BAYT_API_KEY=".length), { mode: 0o600 });
  const key = ["production-web-app", "--environment", "production", "--secret-file", file];
  const whose = [
    "--owner",
    "web",
    "--purpose",
    "prompts",
    "--consumer",
    "web-env",
    "--consumer",
    "worker-env",
  ];
  await scene.run("keys", "add", ...key, ...whose);
  // It starts the sandbox as a child of the program, so it must be one.
  const drill = await cli(["drill", "--auto", "--seed", "3"], { home });
  if (drill.code !== 0) throw new Error(drill.stderr);
}
