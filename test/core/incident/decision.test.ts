// Decisions with their reasons: strategy, outage, override, ceiling, and the ends of an incident.
import { describe, expect, it } from "vitest";
import { decide, type DecideCommand } from "../../../src/core/incident/decide/decision.ts";
import { completeStep } from "../../../src/core/incident/decide/step.ts";
import { between, DAY, HOUR, MINUTE } from "../../../src/core/instant.ts";
import { fact, given, key, on, started, type Given } from "../../support/given.ts";

const c1 = on("c1");
const start = given(started());

function says(kind: DecideCommand["kind"], value: string, more: Partial<DecideCommand> = {}) {
  return (world: Given["world"]) => decide(world, { kind, value, because: "b", ...more });
}

describe("every decision", () => {
  it("carries a reason", () => {
    for (const [kind, value] of [
      ["strategy", "replace-first"],
      ["outage", "10"],
      ["severity", "P3"],
      ["personal-data", "no"],
      ["notify", "eu-gdpr:no"],
      ["notify", "us-hipaa.hhs-small:no"],
      ["override", "delete-old"],
      ["ceiling", "+15m"],
    ] as const)
      expect(
        start.when(says(kind, value, { because: " " })).thenRefused("reason-missing").exitCode,
      ).toBe(2);
  });

  it.each([
    ["strategy", "both"],
    ["outage", "soon"],
    ["outage", "-1"],
    ["outage", "1.5"],
    ["severity", "P5"],
    ["personal-data", "maybe"],
    ["notify", "eu-gdpr"],
    ["notify", "eu-gdpr.:no"],
    ["notify", "EU GDPR:yes"],
    ["override", "everything"],
    ["ceiling", "a while"],
    ["ceiling", "0m"],
  ] as const)("%s %s is no answer", (kind, value) => {
    const { exitCode, hint } = start.when(says(kind, value)).thenRefused("bad-value");
    expect([exitCode, hint]).toEqual([2, "claro-ir decide --help"]);
  });

  it("is refused once the incident has ended", () => {
    expect.hasAssertions();
    const ended = start.and(fact("incident.closed", { because: "b" }));
    ended.when(says("severity", "P3")).thenRefused("not-open");
  });
});

describe("the strategy", () => {
  it("may be switched until the old key is blocked, and not after", () => {
    const switched = start.when(says("strategy", "replace-first")).thenFacts("strategy.chosen");
    expect(switched.c1).toMatchObject({ strategy: "replace-first", recommended: "contain-first" });
    const back = switched.when(says("strategy", "contain-first")).thenFacts("strategy.chosen");
    expect(back.c1).toMatchObject({ strategy: "contain-first", ceilingAt: null });
    for (const late of [start.and(c1.blocked()), start.and(c1.blocked(), c1.died)]) {
      const error = late.when(says("strategy", "replace-first")).thenRefused("already-blocked");
      expect(error.exitCode).toBe(4);
      expect(error.message).toMatch(/by dana at 2026-11-23T02:10/);
    }
    start
      .and(c1.blocked(), c1.revived)
      .when(says("strategy", "replace-first"))
      .thenFacts("strategy.chosen");
  });

  it("keeps the work done so far", () => {
    const now = start
      .and(c1.created, c1.sealed, c1.captured)
      .when(says("strategy", "replace-first"))
      .thenFacts("strategy.chosen");
    expect(now.c1.new.state).toBe("sealed");
    expect(now.c1.steps["capture-minimum-evidence"]?.status).toBe("done");
  });

  it("against the advice still has a ceiling, the shortest", () => {
    const now = start.when(says("strategy", "replace-first")).thenFacts("strategy.chosen");
    expect(between(now.c1.strategyAt!, now.c1.ceilingAt!)).toBe(15 * MINUTE);
  });

  it.each([
    ["suspected-anomaly", HOUR],
    ["lost", DAY],
  ])("for %s lets the old key live %i ms at most", (evidenceLevel, ms) => {
    const now = given(started({ facts: { evidenceLevel, abuse: "no", data: "internal" } }));
    expect(now.c1.strategy).toBe("replace-first");
    expect(between(now.c1.strategyAt!, now.c1.ceilingAt!)).toBe(ms);
  });
});

describe("the ceiling", () => {
  const replacing = given(
    started({ facts: { evidenceLevel: "suspected-anomaly", abuse: "no", data: "internal" } }),
  );

  it("is moved twice, never a third time", () => {
    const twice = replacing
      .when(says("ceiling", "+30m"))
      .thenFacts("ceiling.extended")
      .when(says("ceiling", "15m"))
      .thenFacts("ceiling.extended");
    expect(twice.c1.extensions).toBe(2);
    const error = twice.when(says("ceiling", "+1m")).thenRefused("ceiling-spent");
    expect([error.exitCode, error.hint]).toEqual([4, expect.stringContaining("contain-first")]);
  });

  it("is moved later, never earlier, from now on when it has passed", () => {
    const before = replacing.c1.ceilingAt!;
    const early = replacing.when(says("ceiling", "+15m")).thenFacts("ceiling.extended");
    expect(between(before, early.c1.ceilingAt!)).toBe(15 * MINUTE);
    const late = replacing.later(3 * HOUR);
    const asked = late.when(says("ceiling", "+15m")).thenFacts("ceiling.extended");
    expect(between(late.world.now, asked.c1.ceilingAt!)).toBe(15 * MINUTE);
  });

  it("is moved by no more than its own length", () => {
    expect.hasAssertions();
    replacing.when(says("ceiling", "+60m")).thenFacts("ceiling.extended");
    replacing.when(says("ceiling", "+61m")).thenRefused("bad-value");
    replacing.when(says("ceiling", "7d")).thenRefused("bad-value");
    const against = start.when(says("strategy", "replace-first")).thenFacts("strategy.chosen");
    against.when(says("ceiling", "+15m")).thenFacts("ceiling.extended");
    against.when(says("ceiling", "+16m")).thenRefused("bad-value");
  });

  it("is not there under contain-first, nor once the old key is cut", () => {
    expect.hasAssertions();
    start.when(says("ceiling", "+15m")).thenRefused("no-ceiling");
    replacing.and(c1.blocked()).when(says("ceiling", "+15m")).thenRefused("already-blocked");
  });

  it("starts over with a new choice of strategy", () => {
    const moved = replacing.when(says("ceiling", "+15m")).thenFacts("ceiling.extended");
    const again = moved.when(says("strategy", "replace-first")).thenFacts("strategy.chosen");
    expect(again.c1.extensions).toBe(0);
  });
});

describe("an override", () => {
  it("opens the cut under replace-first, on record with who and why, until it has happened", () => {
    const replacing = given(started({ keys: [key({ strategy: "replace-first" })] })).and(
      c1.captured,
    );
    const cut = { step: "block-compromised-key" };
    replacing.when((world) => completeStep(world, cut)).thenRefused("needs-unmet");
    const open = replacing.when(says("override", "delete-old")).thenFacts("override.recorded");
    expect(open.c1.override).toEqual({ because: "b", by: "dana" });
    const blocked = open
      .when((world) => completeStep(world, cut))
      .thenFacts("key.blocked", "step.completed");
    blocked.when(says("override", "delete-old")).thenRefused("already-blocked");
  });

  it("is no acceptance of an outage under contain-first", () => {
    expect.hasAssertions();
    start
      .and(c1.captured, c1.override)
      .when((world) => completeStep(world, { step: "block-compromised-key" }))
      .thenRefused("needs-unmet");
  });
});
