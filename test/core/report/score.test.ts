// Scores of rehearsals: milestones and waits by hand-made records, the card at every width, and one rehearsal against the one before.
import { describe, expect, it } from "vitest";
import { compareLines, compareScores } from "../../../src/core/report/compare.ts";
import { scoreCard } from "../../../src/core/report/score-card.ts";
import { scoreOf, type Score } from "../../../src/core/report/score.ts";
import { MINUTE, SECOND } from "../../../src/core/instant.ts";
import {
  at,
  done,
  eventsOf,
  fact,
  given,
  on,
  RUNBOOK,
  started,
  type Given,
  type Past,
} from "../../support/given.ts";

const c1 = on("c1");
const FACTS = {
  evidenceLevel: "public-exposure",
  data: "internal",
  drillScenario: "cold",
  drillSeed: "7",
  drillPlayed: "person",
};
const DECLARED = started({ drill: true, facts: FACTS });
const DEAD_AT = "2026-11-23T02:12:30.000Z";

/** A rehearsal of which everything on the path is on record. */
const WHOLE: readonly Past[] = [
  ...DECLARED,
  ...at(
    20 * SECOND,
    fact("evidence.added", {
      sha256: "a".repeat(64),
      name: "usage-c1.json",
      size: 10,
      file: "evidence/a.json",
      step: "capture-minimum-evidence",
      credential: "c1",
    }),
    c1.captured,
  ),
  ...at(130 * SECOND, c1.blocked(), done("block-compromised-key", "c1")),
  ...at(150 * SECOND, c1.probed("old", "DEAD")),
  ...at(181 * SECOND, c1.probed("old", "DEAD")),
  ...at(
    212 * SECOND,
    fact("key.died", { credential: "c1", firstDeadAt: DEAD_AT, proof: "probes", answers: 3 }),
  ),
  ...at(400 * SECOND, c1.created, c1.sealed, c1.probed("new", "ALIVE")),
  ...at(402 * SECOND, c1.written("web-env")),
  ...at(420 * SECOND, c1.inUse("web-env")),
  ...at(500 * SECOND, done("alert-security-team")),
];

function scored(now: Given): Score {
  return scoreOf(RUNBOOK, now.state, eventsOf(now.past));
}

describe("a score", () => {
  const score = scored(given(WHOLE));

  it("says when each milestone was reached", () => {
    expect(Object.fromEntries(score.milestones.map((one) => [one.id, one.after]))).toEqual({
      declared: 0,
      evidence: 20_000,
      cut: 130_000,
      dead: 150_000,
      created: 400_000,
      deployed: 402_000,
      "in use": 420_000,
      told: 500_000,
    });
    expect(score).toMatchObject({
      scenario: "cold",
      seed: 7,
      containedAfter: 150_000,
      restoredAfter: 420_000,
      closedAfter: null,
    });
  });

  it("names the three longest waits and what was done in them", () => {
    expect(score.waits).toEqual([
      { start: "dead", end: "created", ms: 250_000, meanwhile: "1 probe" },
      { start: "evidence", end: "cut", ms: 110_000, meanwhile: "nothing was done" },
      { start: "in use", end: "told", ms: 80_000, meanwhile: "nothing was done" },
    ]);
  });

  it("counts what is left and names what is missing, late and left", () => {
    expect(score.stepsLeft).toBeGreaterThan(20);
    expect(score.misses).toContain("review-audit-logs left locked");
    const late = scored(
      given([...WHOLE, ...at(16 * MINUTE, done("create-replacement-key", "c1"))]),
    );
    expect(late.misses[0]).toBe("Immediate actions: core steps 1:00 late");
  });

  it("of a rehearsal left half-way scores what it has", () => {
    const half = scored(given(WHOLE.slice(0, DECLARED.length + 2)));
    expect(half.milestones.filter((one) => one.after !== null).map((one) => one.id)).toEqual([
      "declared",
      "evidence",
    ]);
    expect(scoreCard(half, 40).join("\n")).toMatch(/cut +not reached$/m);
    const told = scored(given(at(0, DECLARED[0]!.fact)));
    expect(told).toMatchObject({ scenario: null, seed: null, containedAfter: null, waits: [] });
  });

  it("of several keys counts the last one", () => {
    const second = on("c2");
    const two = given([
      ...started({ drill: true, keys: [keyOf("a"), keyOf("b")] }),
      ...at(60 * SECOND, c1.blocked()),
      ...at(90 * SECOND, second.created),
    ]);
    expect(scored(two).milestones.find((one) => one.id === "cut")?.after).toBeNull();
    const cut = scored(two.and(...at(200 * SECOND, second.blocked())));
    expect(cut.milestones.find((one) => one.id === "cut")?.after).toBe(200_000);
  });
});

function keyOf(name: string) {
  return {
    name,
    environment: "production",
    provider: "claro",
    keyId: name,
    last4: null,
    prefix: null,
    fingerprint: name,
    sealed: null,
    targets: [],
    facts: {},
    strategy: undefined,
    because: undefined,
  } as const;
}

describe("the card", () => {
  it.each([
    [40, 22],
    [80, 16],
    [120, 16],
  ])("on %i columns is at most %i plain lines that fit", (width, most) => {
    for (const past of [WHOLE, DECLARED, WHOLE.slice(0, DECLARED.length + 4)]) {
      const lines = scoreCard(scored(given(past)), width);
      expect(lines.length).toBeLessThanOrEqual(most);
      for (const line of lines) expect(line).toMatch(new RegExp(`^[ -~]{1,${String(width)}}$`));
      expect(lines[0]).toContain("DRILL");
    }
  });

  it("draws each bar by its time", () => {
    const bars = scoreCard(scored(given(WHOLE)), 60).slice(1, 9);
    const lengths = bars.map((line) => /#*$/.exec(line)?.[0].length ?? 0);
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
    expect([lengths[0], lengths.at(-1)]).toEqual([0, 60 - 8 - 11 - 2]);
  });
});

describe("rehearsals side by side", () => {
  function rehearsal(id: string, day: number, score: Partial<Score>, scenario = "cold") {
    const { state } = given(WHOLE);
    const declaredAt = `2026-11-${String(day)}T02:10:00.000Z`;
    const whole = { ...scored(given(WHOLE)), scenario, misses: [], ...score };
    return { state: { ...state, id: `INC-202611${String(day)}-${id}`, declaredAt }, score: whole };
  }
  const rows = compareScores([
    rehearsal("bbbb", 24, { containedAfter: 100_000 }),
    rehearsal("aaaa", 23, {}),
    rehearsal("cccc", 25, { containedAfter: null }),
    rehearsal("dddd", 26, { misses: ["late"] }, "suspicion"),
    rehearsal("eeee", 27, { containedAfter: null, misses: ["late"] }),
  ]);

  it("are in the order of time, each against the one before of its scenario", () => {
    expect(rows.map((row) => [row.incident.slice(-4), row.trend?.verdict ?? "first"])).toEqual([
      ["aaaa", "first"],
      ["bbbb", "better"],
      ["cccc", "worse"],
      ["dddd", "first"],
      ["eeee", "worse"],
    ]);
    expect(rows[1]).toMatchObject({ who: "dana", played: "person", toldAfter: 500_000 });
    expect(rows[1]?.trend).toMatchObject({ contained: -50_000, restored: 0, misses: 0 });
    expect(rows[4]?.trend).toMatchObject({ contained: null, misses: 1 });
  });

  it("are held against their like: who played it, or that it played itself", () => {
    const [first, second] = [rehearsal("aaaa", 23, {}), rehearsal("bbbb", 24, {})];
    const played = second.state.facts["drillPlayed"];
    if (played === undefined) throw new Error("nobody played it");
    const facts = { ...second.state.facts, drillPlayed: { ...played, value: "itself" } };
    const mixed = compareScores([first, { ...second, state: { ...second.state, facts } }]);
    expect(mixed.map((row) => row.trend)).toEqual([null, null]);
    expect(compareLines(mixed, 80)[2]).toMatch(/^bbbb .* itself cold/);
  });

  it.each([40, 80, 120])("fit %i columns and name every one", (width) => {
    const lines = compareLines(rows, width);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    for (const id of ["aaaa", "bbbb", "cccc", "dddd", "eeee"])
      expect(lines.filter((line) => line.startsWith(id))).toHaveLength(1);
    expect(lines.join("\n")).toContain("(-0:50)");
  });

  it("are none without any", () => {
    expect(compareScores([])).toEqual([]);
  });
});
