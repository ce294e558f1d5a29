// The verdicts on labelled traffic, with a seed that neither the thresholds nor the published table have seen.
import { describe, expect, it } from "vitest";
import { measureAccuracy } from "../../bench/audit-accuracy.ts";
import { ATTACKS } from "../../support/traffic/attack.ts";
import { HARMLESS } from "../../support/traffic/harmless.ts";

/** What no log can tell apart from its counterpart: a colleague with curl abroad, a thief who looks like the service, one who only knocks. */
const ALIKE = new Set(["journey-by-hand", "slow-disguised", "refused"]);

describe("labelled traffic", () => {
  const { verdicts, ours, guide } = measureAccuracy([501]);

  function saidMisuse(names: readonly string[]): readonly string[] {
    return names.filter((name) => {
      const said = verdicts.get(name);
      return (said?.get("CONFIRMED") ?? 0) + (said?.get("PROBABLE") ?? 0) > 0;
    });
  }

  it("does not make misuse of launches, outages, deploys and the like", () => {
    const names = Object.keys(HARMLESS).filter((name) => !ALIKE.has(name));
    expect(names.length).toBeGreaterThan(12);
    expect(saidMisuse(names)).toEqual([]);
  });

  it("knows thieves for what they are", () => {
    const names = Object.keys(ATTACKS).filter((name) => !ALIKE.has(name));
    expect(names.length).toBeGreaterThan(8);
    expect(saidMisuse(names)).toEqual(names);
  });

  it("is right more often than the guide's four rules alone", () => {
    expect(ours.wrong).toBeLessThan(guide.wrong);
    expect(ours.wrong + ours.miss).toBeLessThan(guide.wrong + guide.miss);
  });
});
