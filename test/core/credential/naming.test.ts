import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  belongsToIncident,
  nameProblems,
  replacementName,
} from "../../../src/core/credential/naming.ts";

const ENVIRONMENTS = ["production", "staging", "development"] as const;

describe("key names", () => {
  it.each([
    "production-web-app",
    "staging-batch",
    "development-jane",
    "production-app-2",
    `production-${"a".repeat(53)}`,
  ])("%s is well named", (name) => {
    expect(nameProblems(name)).toEqual([]);
  });

  it.each([
    ["key1", /nothing about its use/],
    ["test", /nothing about its use/],
    ["mykey", /nothing about its use/],
    ["API-key", /nothing about its use/],
    ["production-jane@acme.example", /e-mail/],
    ["Production-Web", /lower case/],
    ["production_web", /lower case/],
    ["production", /<environment>-<purpose>/],
    ["production-", /<environment>-<purpose>/],
    ["production--web", /<environment>-<purpose>/],
    ["web-production", /<environment>-<purpose>/],
    ["", /3 to 64/],
    [`production-${"a".repeat(54)}`, /3 to 64/],
    ["production-web\n", /<environment>-<purpose>/],
  ])("%j is not", (name, problem) => {
    expect(nameProblems(name).join("; ")).toMatch(problem);
  });

  it("says so when the name is another environment's", () => {
    for (const named of ENVIRONMENTS)
      for (const environment of ENVIRONMENTS)
        expect(nameProblems(`${named}-web`, environment)).toHaveLength(
          named === environment ? 0 : 1,
        );
  });
});

const anyOldName = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.string({ unit: fc.constantFrom("-", "_", "a", "Z", "9", "é", " ", "@"), maxLength: 90 }),
  fc.constantFrom("", "-", "production", "production-", "staging-web", "key1", "-ir-abcd-123456"),
  fc
    .tuple(fc.constantFrom(...ENVIRONMENTS), fc.string({ maxLength: 80 }))
    .map(([environment, rest]) => `${environment}-${rest}`),
);
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789".split("");
const letters = fc.string({
  unit: fc.constantFrom(...LETTERS),
  minLength: 4,
  maxLength: 4,
});

describe("the name of a replacement", () => {
  it("passes the naming rule whatever the old name was, and carries the incident", () => {
    fc.assert(
      fc.property(
        anyOldName,
        fc.constantFrom(...ENVIRONMENTS),
        letters,
        fc.uuid(),
        (old, environment, four, opId) => {
          const incident = `INC-20261123-${four}`;
          const name = replacementName(old, environment, incident, opId);
          expect(nameProblems(name, environment)).toEqual([]);
          expect(name.length).toBeLessThanOrEqual(64);
          expect(belongsToIncident(name, incident)).toBe(true);
          // A replacement that leaks in its turn gets a name of the same length, not a longer one each time.
          const again = replacementName(name, environment, incident, opId);
          expect(again).toBe(name);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("differs between two operations on the same key", () => {
    const [a, b] = ["0a", "0b"].map((end) =>
      replacementName(
        `production-${"x".repeat(80)}`,
        "production",
        "INC-20261123-k7f3",
        `11111111-1111-4111-8111-1111111111${end}`,
      ),
    );
    expect(a).not.toBe(b);
  });

  it("keeps what people know it by", () => {
    expect(
      replacementName(
        "Production Web_App",
        "production",
        "INC-20261123-k7f3",
        "11111111-1111-4111-8111-11111122abcd",
      ),
    ).toBe("production-web-app-ir-k7f3-22abcd");
  });

  it("is not taken for another incident's", () => {
    const name = "production-web-ir-k7f3-abcdef";
    expect(belongsToIncident(name, "INC-20261123-k7f3")).toBe(true);
    expect(belongsToIncident(name, "INC-20261123-k7f4")).toBe(false);
    expect(belongsToIncident("production-web", "INC-20261123-k7f3")).toBe(false);
  });
});
