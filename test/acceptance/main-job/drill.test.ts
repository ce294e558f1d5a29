// A rehearsal that plays itself: the same seed gives the same score, one key is made and one is cut, and everything says DRILL.
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Rehearsal } from "../../../src/cli/rehearsal.ts";
import type { Status } from "../../../src/core/incident/status.ts";
import { cli, jsonOf, tempHome, type Home, type LoggedRequest } from "../../support/cli.ts";
import { mustExit, type Row } from "./scene.ts";

const TIMEOUT = 180_000;

interface Played extends Pick<Rehearsal, "incident" | "requestLog" | "postmortem"> {
  readonly home: Home;
}

type Scored = Played & Rehearsal;

async function say(home: Home, ...args: readonly string[]): Promise<string> {
  return mustExit(await cli(args, { home }), 0, args.join(" ")).stdout;
}

const DRILL = ["drill", "--auto", "--seed", "7"] as const;

async function play(): Promise<Scored> {
  const home = await tempHome();
  return { ...(JSON.parse(await say(home, ...DRILL, "--json")) as Rehearsal), home };
}

interface Told extends Played {
  readonly said: string;
}

async function playInWords(): Promise<Told> {
  const home = await tempHome();
  const said = await say(home, ...DRILL, "--strategy", "replace-first");
  function found(pattern: RegExp): string {
    return pattern.exec(said)?.[1] ?? "";
  }
  return {
    home,
    said,
    incident: found(/(INC-\d{8}-\w{4})/),
    requestLog: found(/^request log +(\S+)$/m),
    postmortem: found(/^post-mortem +(\S+)$/m),
  };
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
  let first: Scored;
  let second: Scored;
  let replacing: Told;

  beforeAll(async () => {
    [first, second, replacing] = await Promise.all([play(), play(), playInWords()]);
  }, TIMEOUT);

  afterAll(async () => {
    for (const one of [first, second, replacing]) await one.home[Symbol.asyncDispose]();
  });

  it("gives the same score twice, with nothing missed", () => {
    console.log("drill score", JSON.stringify(first.score));
    expect(second.score).toEqual(first.score);
    expect(second.incident).not.toBe(first.incident);
    expect(first.score).toMatchObject({ seed: 7, strategy: "contain-first", misses: [] });
    expect(first.score.containedAfter).toBeGreaterThan(0);
    expect(first.score.restoredAfter).toBeGreaterThan(0);
    expect(replacing.said).toMatch(/^DRILL public-leak seed 7 replace-first$/m);
    expect(replacing.said).toMatch(/^missed nothing$/m);
  });

  it("makes one key and cuts one key, the leaked one", async () => {
    for (const one of [first, second, replacing]) {
      const effects = (await logged(one)).filter((request) => request.effect !== null);
      const order = ["key.deleted", "key.created"];
      expect(effects.map((request) => request.effect)).toEqual(
        one === replacing ? order.toReversed() : order,
      );
      // The same seed: the same keys at the vendor's.
      const cut = effects.find((request) => request.effect === "key.deleted");
      expect(cut?.keyId).toBe(first.oldKeyId);
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
    const { home, said, incident } = replacing;
    const steps = said.split("\n").filter((line) => /\+\d|declared,/.test(line));
    expect(steps.length).toBeGreaterThan(30);
    for (const line of steps) expect(line).toMatch(/^DRILL/);
    await say(home, "reopen", "--incident", incident, "--because", "to leave a drill open");

    const without = await cli(["status", "--json"], { home });
    expect(without.code).toBe(2);
    expect(JSON.parse(without.stdout)).toMatchObject({ error: { code: "which-incident" } });
    const started = await cli(["start", "--no-input", "--key", "staging-web", "--json"], { home });
    const real = jsonOf<{ incident: string }>(started).incident;
    expect((JSON.parse(await say(home, "status", "--json")) as Status).incident).toBe(real);
  });
});
