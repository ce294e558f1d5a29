// What `show` and the runbooks print can be read and typed as it stands: nothing is blotted out, every step and every needed option is there.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LOG_FORMATS } from "../../src/adapters/access-log/format/index.ts";
import { NOTIFIERS } from "../../src/adapters/notifier/index.ts";
import { PROVIDERS } from "../../src/adapters/provider/index.ts";
import { targetModules } from "../../src/adapters/target/index.ts";
import { findSecrets } from "../../src/core/redaction/redact.ts";
import { cli, tempHome } from "../support/cli.ts";
import { say } from "./say.ts";

const KINDS: readonly (readonly [string, string])[] = [
  ...targetModules.map(({ id }) => ["targets", id] as const),
  ...PROVIDERS.map(({ kind }) => ["providers", kind] as const),
  ...NOTIFIERS.map(({ kind }) => ["notifiers", kind] as const),
  ...LOG_FORMATS.map(({ id }) => ["sources", id] as const),
];

it.each(KINDS)("%s show %s holds nothing that redaction would blot out", async (group, kind) => {
  for (const json of [[], ["--json"]]) {
    const { code, out } = await say([group, "show", kind, ...json], 200);
    expect(code).toBe(0);
    expect(findSecrets(out).map(({ start, end }) => out.slice(start - 20, end))).toEqual([]);
  }
});

const RUNBOOKS = join(import.meta.dirname, "..", "..", "runbooks");

function filesBelow(folder: string, ends: RegExp): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => ends.test(name))
    .map((name) => join(folder, name));
}

const STEPS = new Set(
  filesBelow(RUNBOOKS, /(?<!\.help)\.yaml$/).flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/\b(?:id|use): ([a-z][a-z-]+)/g)].map(([, id]) => id),
  ),
);

/** All places in the sources and runbooks that name a command, by file. */
function named(command: RegExp): readonly (readonly [string, string])[] {
  const files = [
    ...filesBelow(join(RUNBOOKS, "..", "src"), /\.ts$/),
    ...filesBelow(RUNBOOKS, /\.yaml$/),
  ];
  return files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(command)].map(
      ([, what = ""]) => [file.slice(RUNBOOKS.length - 8), what] as const,
    ),
  );
}

describe("commands that the program tells people to type", () => {
  it("name steps that there are", () => {
    const steps = named(
      /claro-ir (?:run|step (?:show|start|done|skip|waive|fail|reopen)) ([a-z][a-z-]+)/g,
    );
    expect(steps.length).toBeGreaterThan(60);
    expect(steps.filter(([, step]) => !STEPS.has(step))).toEqual([]);
  });

  it.each([
    ["join", /claro-ir join\b(?! --as)(.{0,20})/g],
    ["targets add", /claro-ir targets add (?![^\n]*--kind)(.{0,20})/g],
    ["keys add", /claro-ir keys add (?![^\n]*--environment)(.{0,20})/g],
  ])("say what %s needs", (_command, without) => {
    expect(named(without)).toEqual([]);
  });

  it("have one answer where several are possible: a shell takes | for a pipe", () => {
    expect(named(/claro-ir ([a-z -]+\|[a-z|]+ [^\n]*--because)/g)).toEqual([]);
  });
});

it("next says how before it shows what only records that it was done", async () => {
  await using home = await tempHome();
  await cli(["start", "--key", "web"], { home });
  const { stdout } = await cli(["next"], { home });
  const byHand = [...stdout.matchAll(/^\d claro-ir step done (\S+)\n.*\n.*how to do it:\n(.*)$/gm)];
  expect(byHand.length).toBeGreaterThan(0);
  for (const [, step, how] of byHand)
    expect(how).toMatch(new RegExp(`^ {2}claro-ir step show ${step ?? ""}\\b`));
});
