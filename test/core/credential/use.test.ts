// Use by another, told from a key's own figures: never from our own calls, however the vendor counts them.
import { array, assert, constantFrom, double, integer, oneof, property } from "fast-check";
import { describe, expect, it } from "vitest";
import {
  usedByAnother,
  type OwnCall,
  type UsageReading,
} from "../../../src/core/credential/use.ts";

const START = Date.UTC(2026, 10, 23, 2, 14);
const SECOND = 1000;

/** When a vendor counts the call that reads its figures: before it answers, afterwards, or never. */
type Counting = "before" | "after" | "never";

interface Told {
  readonly counting: Counting;
  /** Uses by another, in seconds after the probe. */
  readonly others: readonly number[];
  /** Vendor's clock minus ours, ms. */
  readonly skewMs?: number;
  /** Our readings, in seconds after the probe. */
  readonly at?: readonly number[];
}

/** What a vendor would answer to a probe at 0 s and readings afterwards. */
function verdict(told: Told): ReturnType<typeof usedByAnother> {
  const { counting, others, skewMs = 0, at = [0.05, 10.1, 20.2, 30.3] } = told;
  const probe: OwnCall = { sentAt: START, answeredAt: START + 20 };
  const uses = [0, ...others];
  const readings: UsageReading[] = at.map((second) => {
    const seen = [
      ...uses.filter((use) => use < second),
      ...(counting === "never" ? [] : at.filter((own) => own < second)),
      ...(counting === "before" ? [second] : []),
    ];
    const sentAt = START + second * SECOND;
    return {
      sentAt,
      answeredAt: sentAt + 20,
      lastUsedAt: START + Math.max(...seen) * SECOND + 10 + skewMs,
      requests: 1000 + seen.length,
    };
  });
  return usedByAnother(probe, readings);
}

const COUNTINGS: readonly Counting[] = ["before", "after", "never"];

describe("use by another", () => {
  it.each(COUNTINGS)("is not told from our own calls, which the vendor counts %s", (counting) => {
    expect(verdict({ counting, others: [] })).toBeUndefined();
  });

  it.each(["after", "never"] as const)(
    "is told by a last use between two of our calls, counted %s",
    (counting) => {
      expect(verdict({ counting, others: [25] })).toBe("last use");
    },
  );

  it("is told by the count where our own call hides the last use", () => {
    const others = [4, 8, 14, 18, 24, 28];
    expect(verdict({ counting: "before", others })).toBe("requests");
    expect(verdict({ counting: "before", others: [25] })).toBeUndefined();
  });

  it("is not told by a use within a second of one of our calls", () => {
    for (const use of [29.6, 20.6, 19.5])
      expect(verdict({ counting: "never", others: [use] })).toBeUndefined();
  });

  it("is not told by readings that are less than ten seconds apart", () => {
    expect(verdict({ counting: "after", others: [5], at: [0.05, 9.9] })).toBeUndefined();
    expect(verdict({ counting: "after", others: [5], at: [0.05, 10.2] })).toBe("last use");
  });

  it("is not told by the instants of a vendor whose clock differs from ours", () => {
    for (const skewMs of [5000, -5000])
      for (const counting of COUNTINGS)
        expect(verdict({ counting, others: [], skewMs })).toBeUndefined();
  });

  it("is never told without a use by another, whatever the clocks and the counting", () => {
    const second = double({ min: 0.01, max: 100, noNaN: true });
    assert(
      property(
        constantFrom(...COUNTINGS),
        oneof(integer({ min: -3000, max: 3000 }), integer({ min: -60_000, max: 60_000 })),
        array(second, { minLength: 1, maxLength: 8 }),
        (counting, skewMs, seconds) => {
          const at = seconds.toSorted((a, b) => a - b);
          expect(verdict({ counting, others: [], skewMs, at })).toBeUndefined();
        },
      ),
      { numRuns: 5000 },
    );
  });
});
