// The list of rules: each is whole, each is looked for, and its figures can be changed.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EVALUATORS } from "../../../../src/core/audit/detection/index.ts";
import { RULES } from "../../../../src/core/audit/detection/rules.ts";
import {
  FROM,
  STRANGER,
  TO,
  found,
  month,
  report,
  spread,
} from "../../../support/traffic/plain.ts";

describe("the rules", () => {
  it("each have something that looks for them, and nothing looks for others", () => {
    expect(Object.keys(EVALUATORS).sort()).toEqual(RULES.map(({ id }) => id).sort());
  });

  it.each(RULES)(
    "$id says how to refute it and where it comes from, on one line of a terminal",
    (rule) => {
      expect(rule.refute.length).toBeGreaterThan(20);
      expect(rule.source.length).toBeGreaterThan(10);
      expect(rule.title.length).toBeLessThanOrEqual(52);
    },
  );

  it("are all named in the README, and no others", () => {
    const page = readFileSync(new URL("../../../../README.md", import.meta.url), "utf8");
    const table = page.slice(
      page.indexOf("| signs of | rules |"),
      page.indexOf("Thresholds are exact"),
    );
    const named = [...table.matchAll(/`([^`]+)`/g)].map(([, id = ""]) => id);
    expect(named.sort()).toEqual(RULES.map(({ id }) => id).sort());
  });

  it("take their figures from the configuration", () => {
    const plain = { baseline: month(240), window: spread(FROM, TO, 600) };
    expect(found(plain, "spike-2x")).toHaveLength(1);
    const thresholds = { "spike-2x": { factor: 3 } };
    expect(found({ ...plain, context: { thresholds } }, "spike-2x")).toEqual([]);
  });

  it("that cannot be asked are said, once", () => {
    const of = { ip: null, country: null, asn: null, userAgent: null };
    const { limits } = report({ baseline: month(240, 28, of), window: spread(FROM, TO, 240, of) });
    expect(limits.filter((line) => line.startsWith("No "))).toEqual([
      "No addresses in the logs: where the key was used from cannot be told.",
      "No network operators in the logs: a place is judged by its address alone.",
      "No countries in the logs: a place is judged by its address alone.",
      "No user agents in the logs: what used the key cannot be told.",
    ]);
  });

  it("give the same report for the same input", () => {
    const plain = { baseline: month(240), window: spread(FROM, TO, 600, STRANGER) };
    expect(report(plain)).toEqual(report(plain));
    expect(JSON.parse(JSON.stringify(report(plain)))).toEqual(report(plain));
  });
});
