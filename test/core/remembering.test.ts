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
});
