// The decision table by enumeration: every combination of facts has exactly one answer, and every row is somebody's answer.
import { describe, expect, it } from "vitest";
import {
  ADVICE,
  advise,
  deriveSeverity,
  type AdviceFacts,
} from "../../../src/core/credential/advise.ts";
import { DAY, HOUR, MINUTE } from "../../../src/core/instant.ts";

const VALUES: { readonly [Fact in keyof AdviceFacts]: readonly AdviceFacts[Fact][] } = {
  evidence: [
    "confirmed-abuse",
    "public-exposure",
    "suspected-anomaly",
    "internal-exposure",
    "lost",
    "unknown",
  ],
  environment: ["production", "staging", "development"],
  data: ["none", "internal", "personal", "regulated", "unknown"],
  keyCan: ["read", "write", "spend", "delete", "unknown"],
  tolerance: ["none", "minutes", "hours"],
  standby: ["yes", "no"],
  canDisable: ["yes", "no"],
  severity: ["P1", "P2", "P3", "P4"],
};

function combinations(): readonly AdviceFacts[] {
  let all: readonly Record<string, string>[] = [{}];
  for (const [name, values] of Object.entries(VALUES))
    all = all.flatMap((one) => values.map((value) => ({ ...one, [name]: value })));
  return all as unknown as readonly AdviceFacts[];
}

const ALL = combinations();

type Row = readonly [rule: string, strategy: string, ceiling: number];

function contain(rule: string): Row {
  return [rule, "contain-first", 0];
}

function replace(rule: string, ceiling: number): Row {
  return [rule, "replace-first", ceiling];
}

/** The table as the reference writes it, by hand and independent of the rows as data. */
function expected(facts: AdviceFacts): Row {
  const confirmed = facts.evidence === "confirmed-abuse";
  const isPublic = facts.evidence === "public-exposure";
  if (facts.environment !== "production" && (confirmed || isPublic)) return contain("D1");
  if (facts.standby === "yes") return contain("D2");
  if (facts.canDisable === "yes" && (confirmed || isPublic)) return contain("D3");
  if (confirmed) return confirmedAbuse(facts);
  if (isPublic) return facts.tolerance === "none" ? replace("D6", 15 * MINUTE) : contain("D5");
  if (facts.evidence === "suspected-anomaly") return replace("D9", HOUR);
  if (facts.evidence !== "unknown") return replace("D10", DAY);
  return ["P1", "P2"].includes(facts.severity) ? contain("D11") : replace("D11", HOUR);
}

function confirmedAbuse(facts: AdviceFacts): Row {
  const reaches = ["personal", "regulated", "unknown"].includes(facts.data);
  const harms = ["write", "spend", "delete"].includes(facts.keyCan);
  if (reaches || harms) return contain("D4");
  return facts.tolerance === "none" ? replace("D7", 15 * MINUTE) : contain("D8");
}

describe("the decision table", () => {
  it(`is total and as the reference says, over all ${String(ALL.length)} combinations`, () => {
    expect(ALL).toHaveLength(6 * 3 * 5 * 5 * 3 * 2 * 2 * 4);
    const wrong = ALL.filter((facts) => {
      const { rule, strategy, ceilingMs } = advise(facts);
      const [r, s, c] = expected(facts);
      return rule !== r || strategy !== s || ceilingMs !== c;
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  it("has no row that nobody ever reaches", () => {
    const fired = new Set(
      ALL.map((facts) =>
        ADVICE.findIndex((row) =>
          Object.entries(row.when).every(([name, values]) =>
            (values as readonly string[]).includes(facts[name as keyof AdviceFacts]),
          ),
        ),
      ),
    );
    expect([...fired].sort((a, b) => a - b)).toEqual(ADVICE.map((_row, index) => index));
  });

  it("gives a reason, and a ceiling to every replace-first and to nothing else", () => {
    for (const facts of ALL) {
      const { why, strategy, ceilingMs } = advise(facts);
      expect([why === "", ceilingMs > 0]).toEqual([false, strategy === "replace-first"]);
    }
  });
});

describe("severity", () => {
  it.each([
    // confirmed abuse on production, or abuse in progress there
    ["confirmed-abuse", "production", "internal", "yes", 1, "P1"],
    ["confirmed-abuse", "production", "internal", "unknown", 1, "P1"],
    ["suspected-anomaly", "production", "none", "yes", 1, "P1"],
    // public: unknown activity counts as active, excluded activity is one lower
    ["public-exposure", "production", "internal", "unknown", 1, "P1"],
    ["public-exposure", "production", "internal", "no", 1, "P2"],
    ["public-exposure", "production", "internal", "no", 2, "P1"],
    // regulated data and abuse not excluded
    ["internal-exposure", "production", "regulated", "unknown", 1, "P1"],
    ["internal-exposure", "production", "regulated", "no", 1, "P3"],
    // nothing confirmed
    ["suspected-anomaly", "production", "internal", "unknown", 1, "P3"],
    ["internal-exposure", "production", "internal", "unknown", 1, "P3"],
    ["lost", "production", "personal", "no", 1, "P3"],
    // unsure: the higher one
    ["unknown", "production", "unknown", "unknown", 1, "P2"],
    // outside production without people's data: one lower
    ["public-exposure", "staging", "internal", "unknown", 1, "P3"],
    ["confirmed-abuse", "development", "none", "yes", 1, "P3"],
    ["lost", "development", "none", "no", 1, "P4"],
    ["confirmed-abuse", "staging", "personal", "yes", 1, "P2"],
    ["public-exposure", "development", "internal", "unknown", 3, "P2"],
  ] as const)("%s %s %s, abuse %s, %i keys: %s", (evidence, environment, data, abuse, n, level) => {
    expect(deriveSeverity({ evidence, environment, data }, abuse, n)).toBe(level);
  });

  it.each(VALUES.evidence)(
    "%s: never lower for more abuse, more keys or production",
    (evidence) => {
      const abuses = ["no", "unknown", "yes"] as const;
      const situations = VALUES.data.flatMap((data) =>
        VALUES.environment.map((environment) => ({ evidence, data, environment })),
      );
      for (const facts of situations) {
        const levels = abuses.map((abuse) => deriveSeverity(facts, abuse, 1));
        expect(levels).toEqual(levels.toSorted().reverse());
        for (const [index, abuse] of abuses.entries()) {
          const more = deriveSeverity(facts, abuse, 2);
          const there = deriveSeverity({ ...facts, environment: "production" }, abuse, 1);
          const one = levels[index] ?? "";
          // as text P1 comes before P2
          expect([more <= one, there <= one]).toEqual([true, true]);
        }
      }
    },
  );
});
