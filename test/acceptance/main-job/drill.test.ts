// A rehearsal that plays itself: the same seed gives the same score, one key is made and one is cut, and everything says DRILL.
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Rehearsal } from "../../../src/cli/rehearsal.ts";
import type { Status } from "../../../src/core/incident/status.ts";
import { cli, jsonOf, tempHome, type Home, type LoggedRequest } from "../../support/cli.ts";
import { mustExit, type Row } from "./scene.ts";

const TIMEOUT = 60_000;

interface Played extends Rehearsal {
  readonly home: Home;
}

async function say(home: Home, ...args: readonly string[]): Promise<string> {
  return mustExit(await cli(args, { home }), 0, args.join(" ")).stdout;
}

async function play(...more: readonly string[]): Promise<Played> {
  const home = await tempHome();
  const said = await say(home, "drill", "--auto", "--seed", "7", "--json", ...more);
  return { ...(JSON.parse(said) as Rehearsal), home };
}

async function logged({ requestLog }: Played): Promise<readonly LoggedRequest[]> {
  const log = await readFile(requestLog, "utf8");
  return log
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as LoggedRequest);
}

async function rows({ home, incident }: Played): Promise<readonly Row[]> {
  const said = await say(home, "timeline", "--incident", incident, "--format", "json");
  return (JSON.parse(said) as { timeline: readonly Row[] }).timeline;
}

/** Each type at its first place in the record, in that order. */
function orderOf(all: readonly Row[], types: readonly string[]): readonly string[] {
  return [...new Set(all.map((row) => row.type))].filter((type) => types.includes(type));
}

describe("drill --auto --seed 7", { timeout: TIMEOUT }, () => {
  let first: Played;
  let second: Played;
  let replacing: Played;

  beforeAll(async () => {
    [first, second] = await Promise.all([play(), play()]);
    replacing = await play("--strategy", "replace-first");
  }, TIMEOUT);

  afterAll(async () => {
    for (const one of [first, second, replacing]) await one.home[Symbol.asyncDispose]();
  });

  it("gives the same score twice, with nothing missed", () => {
    console.log("drill scores", JSON.stringify([first.score, replacing.score]));
    expect(second.score).toEqual(first.score);
    expect(second.incident).not.toBe(first.incident);
    expect(first.score).toMatchObject({ seed: 7, strategy: "contain-first", misses: [] });
    expect(first.score.containedAfter).toBeGreaterThan(0);
    expect(first.score.restoredAfter).toBeGreaterThan(0);
    expect(replacing.score).toMatchObject({ strategy: "replace-first", misses: [] });
    expect(replacing.score.restoredAfter).toBeLessThan(replacing.score.containedAfter ?? 0);
  });

  it("makes one key and cuts one key, the leaked one", async () => {
    for (const one of [first, second, replacing]) {
      const effects = (await logged(one)).filter((request) => request.effect !== null);
      const order = ["key.deleted", "key.created"];
      expect(effects.map((request) => request.effect)).toEqual(
        one === replacing ? order.toReversed() : order,
      );
      const cut = effects.find((request) => request.effect === "key.deleted");
      expect(cut?.keyId).toBe(one.oldKeyId);
    }
  });

  it("proves the cut before it replaces (contain-first)", async () => {
    const types = ["key.blocked", "key.died", "key.created", "target.in-use"];
    expect(orderOf(await rows(first), types)).toEqual(types);
  });

  it("proves the new key in every place before the cut (replace-first)", async () => {
    const all = await rows(replacing);
    const types = ["key.created", "target.in-use", "key.blocked", "key.died"];
    expect(orderOf(all, types)).toEqual(types);
    const cut = all.find((row) => row.type === "key.blocked")?.seq ?? 0;
    const proved = all.filter((row) => row.type === "target.in-use" && row.seq < cut);
    expect(proved).toHaveLength(2);
    const requests = await logged(replacing);
    const deleted = requests.findIndex((request) => request.effect === "key.deleted");
    const created = requests.find((request) => request.effect === "key.created");
    const uses = requests.slice(0, deleted).filter((request) => request.keyId === created?.keyId);
    expect(uses.length).toBeGreaterThan(0);
  });

  it("stamps DRILL on everything it leaves", async () => {
    const { home, incident, postmortem } = first;
    const document = await readFile(postmortem, "utf8");
    expect(document).toContain("DRILL");
    expect(document).toContain(incident);
    const at = ["--incident", incident] as const;
    for (const format of ["text", "md"])
      expect(await say(home, "timeline", ...at, "--format", format)).toContain("DRILL");
    expect(await say(home, "status", ...at)).toContain("DRILL");
    expect(await say(home, "list")).toMatch(new RegExp(`${incident}.*DRILL`));
    const status = JSON.parse(await say(home, "status", ...at, "--json")) as Status;
    expect(status).toMatchObject({ drill: true, state: "closed" });
    await say(home, "verify", ...at);
  });

  it("says DRILL on every line while it plays, and is never the default incident", async () => {
    await using home = await tempHome();
    const told = (await say(home, "drill", "--auto", "--seed", "8")).split("\n");
    const steps = told.filter((line) => /\+\d/.test(line) || /INC-/.test(line));
    expect(steps.length).toBeGreaterThan(30);
    for (const line of steps.filter((one) => !one.includes("/") && !one.startsWith("look")))
      expect(line).toMatch(/^DRILL/);
    const [, incident = ""] = /(INC-\d{8}-\w{4})/.exec(told.join("\n")) ?? [];
    await say(home, "reopen", "--incident", incident, "--because", "to leave a drill open");

    const without = await cli(["status", "--json"], { home });
    expect(without.code).toBe(2);
    expect(without.stdout).not.toContain(incident);
    const started = await cli(["start", "--no-input", "--key", "staging-web", "--json"], { home });
    const real = jsonOf<{ incident: string }>(started).incident;
    expect((JSON.parse(await say(home, "status", "--json")) as Status).incident).toBe(real);
  });
});
