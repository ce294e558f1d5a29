// A conversion that is asked once for each text.
import { describe, expect, it } from "vitest";
import { remembering } from "../../src/core/remembering.ts";

describe("remembering", () => {
  it("gives the same words, the empty ones too, and asks once for each text", () => {
    const asked: string[] = [];
    const shout = remembering((text) => {
      asked.push(text);
      return text.toUpperCase();
    });
    expect(["a", "b", "", "a", "", "b"].map(shout)).toEqual(["A", "B", "", "A", "", "B"]);
    expect(asked).toEqual(["a", "b", ""]);
  });

  it("keeps no more than it is told to, and asks again for what it let go", () => {
    const asked: string[] = [];
    const shout = remembering((text) => {
      asked.push(text);
      return text.toUpperCase();
    }, 2);
    expect(["a", "b", "a", "c", "a"].map(shout)).toEqual(["A", "B", "A", "C", "A"]);
    expect(asked).toEqual(["a", "b", "c", "a"]);
  });
});
