// Lines out of bytes that come in pieces of any size.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { searchable } from "../../../src/adapters/access-log/bytes.ts";
import {
  lineScan,
  LONGEST_LINE,
  PIECE,
  SCANNED,
} from "../../../src/adapters/access-log/line-scan.ts";

interface Seen {
  readonly picked: (readonly [line: number, text: string])[];
  readonly tooLong: number[];
  readonly lines: number;
}

interface How {
  readonly needles?: readonly string[];
  readonly every?: boolean;
  readonly stride?: number;
  readonly picksLast?: boolean;
  /** Sizes of the pieces, again and again. */
  readonly pieces?: readonly number[];
}

function scanned(text: string | Buffer, how: How): Seen {
  const { needles = [], every = false, stride = Infinity, pieces = [PIECE] } = how;
  const content = Buffer.from(text as string);
  const picked: [number, string][] = [];
  const tooLong: number[] = [];
  const scan = lineScan({
    bytes: searchable(
      SCANNED,
      needles.map((one) => Buffer.from(one)),
      content.subarray(0, 1000),
    ),
    every,
    offset: 0,
    picksLast: how.picksLast === true,
    sample: (from) => (stride === Infinity ? Infinity : Math.ceil(from / stride) * stride),
    pick: (line, number) => picked.push([number, line]),
    tooLong: (number) => tooLong.push(number),
  });
  for (let at = 0, turn = 0; at < content.length; turn += 1) {
    const size = pieces[turn % pieces.length]!;
    scan.push(content.copy(scan.room(), 0, at, at + size));
    at += size;
  }
  scan.end();
  return { picked, tooLong, lines: scan.lines };
}

/** The same, the slow way. */
function expected(
  text: string,
  { needles = [], every = false, stride = Infinity, picksLast = false }: How,
): Seen {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const picked: [number, string][] = [];
  let at = 0;
  for (const [index, line] of lines.entries()) {
    const end = at + line.length;
    const isSample = stride !== Infinity && Math.floor(end / stride) * stride >= at;
    const isLast = picksLast && index === lines.length - 1;
    if (every || isSample || isLast || needles.some((needle) => line.includes(needle)))
      picked.push([index + 1, line.replace(/\r$/, "")]);
    at = end + 1;
  }
  return { picked, tooLong: [], lines: lines.length };
}

const anyText = fc
  .array(fc.constantFrom("a", "b", "\n", "\r\n", "key", "needle", " "), { maxLength: 300 })
  .map((parts) => parts.join(""));

describe("a scan of lines", () => {
  it("picks the same lines with the same numbers, however the bytes come", () => {
    fc.assert(
      fc.property(
        anyText,
        fc.constantFrom<How>(
          { needles: ["key"] },
          { needles: ["key", "needle"], stride: 16 },
          { needles: [], stride: 7 },
          { needles: ["key"], picksLast: true },
          { every: true },
        ),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
        (text, how, pieces) => {
          expect(scanned(text, { ...how, pieces })).toEqual(expected(text, how));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ["alone", "", ""],
    ["among others", "key 1\n", "\nkey 3\n"],
    ["at the end, without its own end", "key 1\n", ""],
  ])("counts a line that is longer than a mebibyte and passes over it: %s", (_, before, after) => {
    const text = `${before}key ${"x".repeat(LONGEST_LINE + 1)}${after}`;
    const line = before === "" ? 1 : 2;
    const whole = scanned(text, { needles: ["key"] });
    expect(whole.tooLong).toEqual([line]);
    expect(whole.picked.map(([number]) => number)).toEqual([
      ...(before === "" ? [] : [1]),
      ...(after === "" ? [] : [3]),
    ]);
    expect(scanned(text, { needles: ["key"], pieces: [10_007] })).toEqual(whole);
  });

  it("reads a line of just a mebibyte", () => {
    const line = `key ${"x".repeat(LONGEST_LINE - 4)}`;
    for (const every of [true, false])
      expect(scanned(`a\n${line}\nb\n`, { needles: ["key"], every }).picked).toContainEqual([
        2,
        line,
      ]);
  });
});
