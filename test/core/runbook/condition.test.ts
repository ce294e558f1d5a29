import { describe, expect, it } from "vitest";
import { describe as inWords, holds } from "../../../src/core/runbook/condition.ts";
import type { Condition } from "../../../src/core/runbook/runbook.ts";

const ISA: Condition = { fact: "x", is: ["a", "b"] };
const KNOWN: Condition = { known: "x" };

function lookup(values: Readonly<Record<string, string>>) {
  return (fact: string): string | undefined => values[fact];
}

describe("holds", () => {
  it.each<[Condition, string | undefined, boolean]>([
    [ISA, "a", true],
    [ISA, "b", true],
    [ISA, "c", false],
    [ISA, "", false],
    [ISA, undefined, false],
    [KNOWN, "a", true],
    [KNOWN, "", true],
    [KNOWN, undefined, false],
    [{ not: ISA }, "a", false],
    [{ not: ISA }, "c", true],
    [{ not: ISA }, undefined, true],
    [{ not: KNOWN }, undefined, true],
    [{ not: { not: ISA } }, undefined, false],
  ])("%j with x = %j is %j", (condition, x, expected) => {
    expect(holds(condition, lookup(x === undefined ? {} : { x }))).toBe(expected);
  });

  it("joins with all and any over the whole table", () => {
    const values = [undefined, "yes", "no"];
    for (const p of values)
      for (const q of values) {
        const known = { ...(p && { p }), ...(q && { q }) };
        const parts: Condition[] = [
          { fact: "p", is: ["yes"] },
          { fact: "q", is: ["yes"] },
        ];
        expect(holds({ all: parts }, lookup(known))).toBe(p === "yes" && q === "yes");
        expect(holds({ any: parts }, lookup(known))).toBe(p === "yes" || q === "yes");
        expect(holds({ not: { any: parts } }, lookup(known))).toBe(p !== "yes" && q !== "yes");
      }
  });
});

describe("in words", () => {
  it.each<[Condition, string]>([
    [ISA, "x is one of a, b"],
    [{ known: "exposureLocation" }, "exposure location is known"],
    [{ not: { known: "x" } }, "x is not known"],
    [
      {
        all: [
          { fact: "strategy", is: ["contain-first"] },
          { not: { fact: "standbyKeyLive", is: ["yes"] } },
        ],
      },
      "strategy is contain-first and standby key live is not yes",
    ],
    [{ any: [KNOWN, { all: [ISA, KNOWN] }] }, "x is known or (x is one of a, b and x is known)"],
    [{ not: { any: [ISA, KNOWN] } }, "not (x is one of a, b or x is known)"],
  ])("%j", (condition, words) => {
    expect(inWords(condition)).toBe(words);
  });
});
