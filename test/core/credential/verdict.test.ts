import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEAD_ANSWERS, DEAD_SPAN, judge } from "../../../src/core/credential/verdict.ts";
import type { Verdict } from "../../../src/core/incident/event.ts";
import type { ProbeRecord } from "../../../src/core/incident/state.ts";
import { between, plus, SECOND } from "../../../src/core/instant.ts";

const T0 = "2026-11-23T02:10:00.000Z";

/** Answers by their second: `[0, 401], [31, 429]`. */
function answers(...given: readonly (readonly [number, number])[]): readonly ProbeRecord[] {
  return given.map(([second, status]) => ({
    verdict: verdictOf(status),
    status,
    at: plus(T0, second * SECOND),
  }));
}

function verdictOf(status: number): Verdict {
  if (status === 401) return "DEAD";
  return status === 200 || status === 403 ? "ALIVE" : "UNVERIFIABLE";
}

describe("when a key is dead", () => {
  it("takes three answers in a row over a minute, dead since the first", () => {
    const proof = judge(answers([0, 401], [31, 401], [62, 401]), true);
    expect(proof).toMatchObject({ verdict: "DEAD", firstDeadAt: T0, answers: 3 });
  });

  it.each([
    ["two answers", answers([0, 401], [61, 401]), 2],
    ["three answers within 59.999 s", answers([0, 401], [31, 401], [59.999, 401]), 3],
    ["none", answers(), 0],
    ["a 429 in between", answers([0, 401], [31, 429], [62, 401], [93, 401]), 2],
    ["a 500 in between", answers([0, 401], [31, 401], [45, 500], [62, 401]), 1],
    ["a 403 in between: it still lives", answers([0, 401], [31, 403], [62, 401], [93, 401]), 2],
    ["a 429 at the end", answers([0, 401], [31, 401], [62, 401], [93, 429]), 0],
  ])("not with %s", (_what, probes, count) => {
    const proof = judge(probes, true);
    expect(proof.verdict).toBe("UNVERIFIABLE");
    expect(proof.firstDeadAt).toBeNull();
    expect(proof.answers).toBe(count);
    expect(proof.why).not.toBe("");
  });

  it("exactly at sixty seconds", () => {
    expect(judge(answers([0, 401], [30, 401], [60, 401]), true).verdict).toBe("DEAD");
  });

  it("counts from the first answer after the last doubt", () => {
    const proof = judge(answers([0, 401], [10, 429], [20, 401], [50, 401], [80, 401]), true);
    expect(proof).toMatchObject({ verdict: "DEAD", firstDeadAt: plus(T0, 20 * SECOND) });
  });

  it("never for a value that was not seen to work: a mistyped key is rejected for ever too", () => {
    const rejected = answers([0, 401], [60, 401], [120, 401], [180, 401]);
    expect(judge(rejected, false)).toMatchObject({ verdict: "UNVERIFIABLE", answers: 4 });
    expect(judge(rejected, false).why).toMatch(/mistyped|foreign/);
  });

  it("says ALIVE for what was accepted last, even not genuine", () => {
    expect(judge(answers([0, 401], [60, 401], [90, 403]), false).verdict).toBe("ALIVE");
    expect(judge(answers([0, 401], [60, 401], [120, 401], [150, 200]), true).verdict).toBe("ALIVE");
  });
});

describe("DEAD, for any run of answers,", () => {
  const runs = fc
    .array(
      fc.record({
        // mostly dead answers, so that runs of them are met
        verdict: fc.constantFrom<Verdict>("DEAD", "DEAD", "DEAD", "DEAD", "ALIVE", "UNVERIFIABLE"),
        gap: fc.integer({ min: 0, max: 45_000 }),
      }),
      { maxLength: 12 },
    )
    .map((list) => {
      let at = T0;
      return list.map(({ verdict, gap }): ProbeRecord => {
        at = plus(at, gap);
        return { verdict, status: null, at };
      });
    });

  it("means genuine, the last three dead, and a minute between the first of the run and the last", () => {
    let dead = 0;
    fc.assert(
      fc.property(runs, fc.boolean(), (probes, genuine) => {
        const proof = judge(probes, genuine);
        const run = probes.slice(probes.findLastIndex((one) => one.verdict !== "DEAD") + 1);
        const proved =
          genuine && run.length >= DEAD_ANSWERS && between(run[0]!.at, run.at(-1)!.at) >= DEAD_SPAN;
        expect(proof.verdict === "DEAD").toBe(proved);
        expect(proof.firstDeadAt).toBe(proved ? run[0]!.at : null);
        if (!proved) return;
        dead += 1;
        expect(probes.slice(-3).map((one) => one.verdict)).toEqual(["DEAD", "DEAD", "DEAD"]);
      }),
      { numRuns: 2000, seed: 20261123 },
    );
    expect(dead).toBeGreaterThan(50);
  });
});
