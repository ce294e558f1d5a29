// SIGKILL in the middle of creating, deploying and cutting: nothing acknowledged is lost, and the same end is reached with one new key.
import { unlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Hands } from "../../support/hands.ts";
import {
  judge,
  killAll,
  momentsOf,
  PLANS,
  preload,
  prepared,
  spread,
  turningPoints,
} from "./kill.ts";
import type { Planned } from "./kill.ts";
import { Stage } from "./stage.ts";

// Real processes on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const POINTS = 4;

let stage: Stage;
let team: readonly Hands[] = [];

function firstHands(): Hands {
  const [hands] = team;
  if (hands === undefined) throw new Error("nobody is there");
  return hands;
}

beforeAll(async () => {
  stage = await Stage.open(11);
  team = [new Hands(), new Hands(), new Hands()];
});

afterAll(async () => {
  for (const hands of team) await hands.close();
  await stage.close();
});

describe("a kill in the middle of", () => {
  it.each(Object.keys(PLANS) as Planned[])(
    "%s is survived at any moment",
    { timeout: 240_000 },
    async (planned) => {
      const moments = await momentsOf(stage, firstHands(), planned);
      expect(moments.length).toBeGreaterThan(100);
      const jobs = spread(turningPoints(moments), POINTS).map((moment) => ({ planned, moment }));
      const results = await killAll(stage, team, jobs);
      const faulty = results.filter((result) => result.faults.length > 0);
      expect(faulty).toEqual([]);
      expect(results.filter((result) => result.killed).length).toBeGreaterThanOrEqual(POINTS - 1);
      expect(results.some((result) => !result.settled.startsWith("nothing"))).toBe(true);
    },
  );

  it("create, at the arrival of the answer: nobody can create again before looking", async () => {
    const point = await prepared(stage, firstHands(), "create");
    const killed = await point.run(
      PLANS.create.command(point),
      preload({ CLARO_TEST_KILL_ON: "POST" }),
    );
    expect(killed.signal).toBe("SIGKILL");
    expect(await point.liveReplacements()).toHaveLength(1);
    const again = await point.run(PLANS.create.command(point));
    expect(again.code).toBe(5);
    expect(again.stdout).toContain("claro-ir reconcile");
    expect(await point.liveReplacements()).toHaveLength(1);
  });
});

describe("the judge", () => {
  it("sees a second key and a lost event", async () => {
    const point = await prepared(stage, firstHands(), "create");
    await point.follow();
    expect(await judge(point)).toEqual([]);
    const [live] = await point.liveReplacements();
    await stage.createKey(live?.name ?? "");
    expect(await judge(point)).toContain("2 new keys live");
    const last = point.journal().at(-1)?.file ?? "";
    unlinkSync(join(point.journalFolder(), last));
    expect((await judge(point)).join()).toContain("acknowledged and lost");
  });
});
