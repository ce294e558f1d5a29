// Entries of the configuration that their kind does not take: told at file, line, column and path by every command that uses them.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { tempHome, type Ended, type Home } from "../../support/cli.ts";
import { sharedHands, type Hands } from "../../support/hands.ts";
import { expectCode, expectShort } from "./expect-code.ts";

// Real processes on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let home: Home;
let hands: Hands;
let file = "";

beforeAll(async () => {
  home = await tempHome();
  hands = sharedHands();
  file = join(home.folder, "claro-ir.yaml");
});

afterAll(() => home[Symbol.asyncDispose]());

function run(yaml: string, ...args: readonly string[]): Promise<Ended> {
  writeFileSync(file, `version: 1\n${yaml}`, { mode: 0o600 });
  return hands.run(["--config", file, ...args], { home, cwd: home.folder });
}

const NO_VARIABLE = "targets:\n  - { id: a, kind: dotenv, path: app/.env }\n";
const MISSPELT = "targets:\n  - id: a\n    kind: dotenv\n    path: app/.env\n    variabel: KEY\n";
const NO_ARGV = 'targets: [{ id: a, kind: exec, write: "sh -c x" }]\n';
const NO_KIND =
  "targets:\n  - { id: ok, kind: manual, note: ask kim }\n  - { id: a, kind: nokind }\n";
const NO_VENDOR = "providers:\n  acme: { kind: wrong }\n";
const NO_URL = "providers:\n  acme:\n    kind: http\n    baseUrl: 7\n";
const NO_HOOK = "notifiers:\n  - { id: sec, kind: slack }\n";

describe("a list of what is configured", () => {
  it.each<[string, string, string, RegExp]>([
    ["targets", "no variable", NO_VARIABLE, /:3:5 targets\.0\.variable: is missing\n/],
    ["targets", "a misspelt one", MISSPELT, /:6:5 targets\.0\.variabel: is not known .*1 more/],
    ["targets", "a shell line", NO_ARGV, /:2:\d+ targets\.0\.write: .*array/],
    ["targets", "an unknown kind", NO_KIND, /:4:\d+ targets\.1\.kind: .*dotenv/],
    ["providers", "an unknown kind", NO_VENDOR, /:3:\d+ providers\.acme\.kind: .*http/],
    ["providers", "a number as address", NO_URL, /:5:14 providers\.acme\.baseUrl: /],
    ["notifiers", "no webhook", NO_HOOK, /:3:5 notifiers\.0\.webhook: is missing\n/],
  ])("%s list: %s", async (list, _what, yaml, place) => {
    const ran = await run(yaml, list, "list");
    expectCode(ran, 2);
    expectShort(ran);
    expect(ran.stderr).toMatch(place);
    expect(ran.stderr).toContain(file);
    expect(ran.stderr).not.toContain(`next: claro-ir ${list} list`);
  });

  it("says it in JSON too, and quotes no key that may be a secret", async () => {
    const odd = "q7Zp0w9e8r7t6y5u4i3o2p1aXcVb";
    const yaml = `targets:\n  - { id: a, kind: manual, note: ask kim, ${odd}: x }\n`;
    const ran = await run(yaml, "targets", "list", "--json");
    expect(ran.code).toBe(2);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      error: {
        code: "bad-config",
        message: expect.stringContaining(`${file}:3:43 targets.0.(not shown)`) as string,
        hint: "claro-ir targets show manual",
      },
    });
  });
});

describe("commands that use them", () => {
  it("doctor names the line of each", async () => {
    const yaml = `${NO_VARIABLE}${NO_VENDOR}${NO_HOOK}`;
    const ran = await run(yaml, "doctor", "--json");
    const { findings } = JSON.parse(ran.stdout) as {
      findings: readonly { check: string; level: string; what: string }[];
    };
    const red = findings
      .filter(({ level }) => level === "red")
      .map(({ check, what }) => `${check}: ${what}`);
    expect(red).toContain(`target: ${file}:3:5 targets.0.variable: is missing`);
    expect(red.join("\n")).toContain(`provider: ${file}:5:17 providers.acme.kind: `);
    expect(red).toContain(`notifier: ${file}:7:5 notifiers.0.webhook: is missing`);
  });

  it("start --target refuses the place that is named, and declares nothing", async () => {
    const ran = await run(
      NO_VARIABLE,
      "start",
      "--no-input",
      "--key",
      "production-a",
      "--target",
      "a",
    );
    expectCode(ran, 2);
    expect(ran.stderr).toContain(`${file}:3:5 targets.0.variable: is missing`);
    expect((await run(NO_VARIABLE, "list")).stdout).toContain("No incident here");
  });

  it("start without one is not held up by it, and warns", async () => {
    writeFileSync(join(home.folder, "leaked.key"), "sk-made-up-0123456789abcdef", { mode: 0o600 });
    const ran = await run(NO_VARIABLE, "start", "--no-input", "--secret-file", "leaked.key");
    expectCode(ran, 0);
    expect(ran.stderr).toContain(`warning: ${file}:3:5 targets.0.variable: is missing`);
  });
});
