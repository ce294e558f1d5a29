// Bad input: the exit code of the contract, three short lines at most, nothing lost, nothing half done.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { jsonOf, PROGRAM } from "../../support/cli.ts";
import { expectCode, expectShort } from "./expect-code.ts";
import { sharedHands, type Hands } from "../../support/hands.ts";
import { PLANS } from "./kill.ts";
import type { Point } from "./point.ts";
import { Stage } from "./stage.ts";

// Real processes on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let stage: Stage;
let hands: Hands;
let point: Point;

beforeAll(async () => {
  stage = await Stage.open(19);
  hands = sharedHands();
  point = await stage.point({ hands });
  await point.start("--strategy", "contain-first", "--because", "it is public");
});

afterAll(async () => {
  await stage.close();
});

describe("a command that cannot be", () => {
  it.each<[string, readonly string[], number, RegExp]>([
    [
      "bad new name",
      ["run", "create-replacement-key", "--name", "key1"],
      2,
      /name is refused.*next: /s,
    ],
    ["unknown step", ["step", "done", "preserve-log"], 2, /preserve-logs/],
    ["unknown command", ["statsu"], 2, /status/],
    ["unknown flag", ["status", "--jsn"], 2, /--json|--jsn/],
    ["no such incident", ["status", "--incident", "zzzz"], 2, /claro-ir list/],
    ["no such credential", ["run", "create-replacement-key", "--credential", "c9"], 2, /c9|c1/],
    ["none to advise on", ["advise", "--credential", "c9"], 2, /c9/],
    ["none to run on", ["run", "verify-recovery", "--credential", "c9"], 2, /c9/],
    ["op id", ["note", "x", "--op-id", "x"], 2, /uuid/i],
    ["bad instant", ["note", "x", "--occurred-at", "yesterday"], 2, /--occurred-at/],
    ["future", ["note", "x", "--occurred-at", "2126-01-01T00:00:00Z"], 2, /future/],
    ["seen ahead", ["start", "--key", "b", "--detected-at", "2126-01-01T00:00:00Z"], 2, /future/],
    ["bad severity", ["decide", "severity", "P9", "--because", "x"], 2, /P1/],
    ["missing reason", ["decide", "severity", "P1"], 2, /--because/],
    ["unknown fact", ["fact", "colour", "red"], 2, /colour/],
    ["cut without confirm", ["run", "block-compromised-key"], 3, /outage|capture/],
    [
      "two secrets",
      ["start", "--key", "a", "--secret-file", "old.key", "--secret-fd", "0"],
      2,
      /not both/,
    ],
    ["no such target", ["run", "deploy-replacement-key", "--target", "nowhere"], 3, /replacement/],
    ["evidence that is not there", ["evidence", "add", "nothing.txt"], 2, /nothing\.txt/],
    ["no format", ["postmortem", "--format", "docx"], 2, /--format/],
    ["bad anchor", ["verify", "--anchor", "soon"], 2, /anchor/],
    ["missing runbook", ["start", "--key", "b", "--runbook", "nope"], 2, /nope/],
    ["second incident for the key", ["start", "--key", "production-web-p1"], 4, /INC-.*dana/],
  ])("%s", async (_name, args, code, words) => {
    const before = point.journal();
    const ran = await point.by(args);
    expectCode(ran, code);
    expect(ran.stderr).toMatch(words);
    expectShort(ran);
    expect(point.journal()).toEqual(before);
    const json = await point.by([...args, "--json"]);
    expect(json.code).toBe(code);
    const { error } = jsonOf<{ error: Record<string, unknown> }>(json);
    expect(Object.keys(error).slice(0, 3)).toEqual(["code", "message", "hint"]);
    expect(json.stderr).toBe("");
  });

  it("moving the clock without leave", async () => {
    const ran = await point.run(["note", "x"], { env: { CLARO_IR_TEST_CLOCK: "" } });
    expect(ran.code).toBe(2);
    expectShort(ran);
  });
});

it("the same operation id twice gives the same answer and adds nothing", async () => {
  const op = ["--op-id", "0b6f1f6e-4c2e-4d0b-9a57-6d1c8a3c1e55", "--json"];
  const first = jsonOf<Record<string, unknown>>(await point.ok(["note", "once", ...op]));
  const journal = point.journal();
  await point.ok(["note", "in between"]);
  const again = jsonOf<Record<string, unknown>>(await point.ok(["note", "once", ...op]));
  expect({ ...again, lines: 0 }).toEqual({ ...first, lines: 0 });
  expect(point.journal()).toHaveLength(journal.length + 1);
});

it("a second cut is told who was first and when", async () => {
  const other = await stage.point({ hands });
  await other.start("--strategy", "contain-first", "--because", "it is public");
  for (const command of PLANS.block.before) await other.ok(command);
  await other.ok(PLANS.block.command(other));
  const deletes = (await stage.sandbox.requests()).filter((one) => one.method === "DELETE").length;
  const second = await other.by(PLANS.block.command(other));
  expect(second.code).toBe(4);
  expect(second.stdout).toMatch(/dana at \d{4}-/);
  expect((await stage.sandbox.requests()).filter((one) => one.method === "DELETE")).toHaveLength(
    deletes,
  );
});

describe("a runbook file", () => {
  const HEAD = "id: mine\nversion: 1\n";
  it.each([
    ["unknown kind", `${HEAD}steps:\n  - id: a\n    kind: magic\n`],
    ["no mapping", "- just\n- a list\n"],
    ["no YAML", `${HEAD}steps: [\n`],
  ])("%s: refused with line and column", async (_name, text) => {
    point.write("mine.yaml", text);
    const started = await point.by(["start", "--key", "c", "--runbook", "mine.yaml"]);
    expect(started.code).toBe(2);
    expect(started.stderr).toMatch(/mine\.yaml:\d+:\d+/);
    expectShort(started);
    expect((await point.by(["runbook", "validate", "mine.yaml"])).code).toBe(1);
  });

  it("with steps that wait for each other: refused", async () => {
    const shipped = readFileSync(join(PROGRAM, "../../runbooks/compromised-key.yaml"), "utf8");
    const cyclic = shipped.replace(
      "use: preserve-logs",
      "use: preserve-logs, needs: [preserve-logs]",
    );
    expect(cyclic).not.toBe(shipped);
    point.write("loop.yaml", cyclic);
    const started = await point.by(["start", "--key", "c", "--runbook", "loop.yaml"]);
    expectCode(started, 2);
    expect(started.stderr).toMatch(/loop\.yaml:\d+:\d+/);
    expect((await point.by(["runbook", "validate", "loop.yaml"])).code).toBe(1);
  });
});

it(
  "a variable that is missing fails only what needs it, by name",
  { timeout: 20_000 },
  async () => {
    const two = await stage.point({
      hands,
      configure: (yaml) =>
        `${yaml}  - { id: other, kind: dotenv, path: other.env, variable: BAYT_API_KEY, key: ${/key: (production-\S+)/.exec(yaml)?.[1] ?? ""}, inUse: { url: "\${NOT_SET_HERE}", last4: /last4 } }\n`,
    });
    two.write("other.env", `BAYT_API_KEY=${two.old.secret}\n`);
    await two.start("--strategy", "contain-first", "--because", "it is public");
    await two.ok(PLANS.create.command(two));
    const ran = await two.by(PLANS.deploy.command(two));
    expectCode(ran, 8);
    expect(ran.stdout + ran.stderr).toContain("NOT_SET_HERE");
    const targets = (await two.status()).credentials[0]?.targets ?? [];
    expect(targets.find((target) => target.id === "web")?.state).toBe("in-use");
  },
);
