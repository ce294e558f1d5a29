// The multi-needle search against the plainest search there is, and on streams cut anywhere.
import { array, assert, constantFrom, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { compileNeedles } from "../../../src/core/search/needles.ts";

/** Few letters, so that needles overlap, repeat and nearly match. */
const letters = array(constantFrom(97, 98, 99), { maxLength: 60 });
const needle = array(constantFrom(97, 98, 99), { minLength: 2, maxLength: 6 });

function plainly(text: Buffer, needles: readonly Buffer[], from: number): number | undefined {
  const found = needles.map((one) => text.indexOf(one, from)).filter((at) => at >= 0);
  return found.length === 0 ? undefined : Math.min(...found);
}

describe("needles", () => {
  it("are found where indexOf finds the first of them, from any start", () => {
    assert(
      property(letters, array(needle, { minLength: 1, maxLength: 5 }), (text, all) => {
        const bytes = Buffer.from(text);
        const needles = all.map((one) => Buffer.from(one));
        const { find } = compileNeedles(needles);
        for (let from = 0; from <= bytes.length; from += 1)
          expect(find(bytes, from, bytes.length)?.at).toBe(plainly(bytes, needles, from));
      }),
      { numRuns: 500 },
    );
  });

  it("name the one that matches, and never reach over the end", () => {
    const { find } = compileNeedles([Buffer.from("long needle"), Buffer.from("short")]);
    const text = Buffer.from("a short and a long needle");
    expect(find(text, 0, text.length)).toEqual({ at: 2, needle: 1 });
    expect(find(text, 3, text.length)).toEqual({ at: 14, needle: 0 });
    expect(find(text, 3, text.length - 1)).toBeUndefined();
  });

  it("that are longer than any shift can say are found", () => {
    const long = Buffer.alloc(1000, "abcdefghij");
    const text = Buffer.concat([Buffer.alloc(5000, "x"), long, Buffer.alloc(50, "x")]);
    expect(compileNeedles([long]).find(text, 0, text.length)?.at).toBe(5000);
  });
});
