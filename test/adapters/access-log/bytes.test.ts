// Texts and line ends found sixteen bytes at a time, held against what Buffer finds.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { searchable } from "../../../src/adapters/access-log/bytes.ts";
import { wasmText } from "../../../src/build/bytes-wasm.ts";

/** Few different bytes, so that needles and line ends are there, alone and beside each other. */
const anyText = fc
  .array(fc.constantFrom("a", "b", "\n", "ab", "key"), { maxLength: 200 })
  .map((parts) => parts.join(""));
const anyNeedle = fc
  .array(fc.constantFrom("a", "b", "key"), { minLength: 1, maxLength: 20 })
  .map((parts) => parts.join(""));

describe("the search in bytes", () => {
  it("is made of the text that people read", async () => {
    const file = join(import.meta.dirname, "../../../src/adapters/access-log/bytes-wasm.ts");
    expect(await readFile(file, "utf8")).toBe(await wasmText());
  });

  it("finds what Buffer finds, from any place to any other", () => {
    fc.assert(
      fc.property(anyText, anyNeedle, fc.nat(30), fc.nat(30), (text, needle, skip, leave) => {
        const bytes = searchable(4096, [Buffer.from(needle)], Buffer.from(text));
        bytes.buffer.write(text);
        // What lies behind the end must not count.
        bytes.buffer.write(needle.repeat(3), text.length);
        const from = Math.min(skip, text.length);
        const end = Math.max(from, text.length - leave);
        const found = bytes.find(bytes.needles[0]!, from, end);
        const part = Buffer.from(text.slice(from, end));
        const expected = part.indexOf(needle);
        expect(found).toBe(expected === -1 ? -1 : from + expected);
        expect(bytes.lines(from, end)).toBe(part.toString().split("\n").length - 1);
      }),
      { numRuns: 2_000 },
    );
  });
});
