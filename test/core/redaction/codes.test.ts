// A text as numbers: whatever its characters, and however long.
import { describe, expect, it } from "vitest";
import { codesOf } from "../../../src/core/redaction/codes.ts";

function told(text: string): readonly number[] {
  return [...codesOf(text).subarray(0, text.length)];
}

describe("codesOf", () => {
  it("gives a number for each UTF-16 unit, 255 for those beyond", () => {
    expect(told("Az09 \n\0")).toEqual([65, 122, 48, 57, 32, 10, 0]);
    expect(told("aéÿ…b")).toEqual([97, 233, 255, 255, 98]);
    expect(told("1😀2\ud8003")).toEqual([49, 255, 255, 50, 255, 51]);
    expect(told("")).toEqual([]);
  });

  it.each(["x", "é"])("takes a text longer than any before: %s", (sign) => {
    const text = `${sign.repeat(300_000)}7`;
    const codes = codesOf(text);
    expect(codes[0]).toBe(sign.charCodeAt(0));
    expect(codes[text.length - 1]).toBe(55);
    expect(told("a")).toEqual([97]);
  });
});
