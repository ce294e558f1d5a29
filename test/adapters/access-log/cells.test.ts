// Lines read by their shape, without being parsed: exactly what parsing them gives, or not at all.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { searchable } from "../../../src/adapters/access-log/bytes.ts";
import { cellMemory, CELLS_MEMORY } from "../../../src/adapters/access-log/cell-memory.ts";
import { cellReader, type CellReader } from "../../../src/adapters/access-log/cells.ts";
import { LOG_FORMATS } from "../../../src/adapters/access-log/format/index.ts";
import type { AccessEvent } from "../../../src/core/audit/access-event.ts";
import type { LineReader, LogFormat } from "../../../src/ports/access-log.ts";
import { SAMPLES } from "../../support/log-sample/index.ts";
import { framed, UTC } from "../../support/log-sample/sample.ts";

const ROOM = 64 * 1024;

interface Both {
  readonly reader: LineReader;
  /** By its shape; undefined = it has to be parsed. */
  byShape(line: string | Buffer): AccessEvent | undefined;
  learn: CellReader["learn"];
}

function both(format: LogFormat, head: string, options: object = {}): Both {
  const sample = { text: head, name: "" };
  // One reader each: neither may know what the other read.
  const reader = format.open(sample, { ...UTC, ...options });
  const bytes = searchable(ROOM, [], Buffer.from(head), CELLS_MEMORY);
  const cells = cellReader(cellMemory(bytes), format.open(sample, { ...UTC, ...options }));
  return {
    reader,
    learn: cells.learn,
    byShape(line) {
      const length = Buffer.from(line).copy(bytes.buffer);
      // What lies behind a line must not count.
      bytes.buffer.write('\n"}1,"x', length);
      return cells.read(0, length) ?? undefined;
    },
  };
}

function parsed(reader: LineReader, line: string | Buffer): AccessEvent | undefined {
  const read = reader.read(line.toString());
  return "event" in read ? read.event : undefined;
}

/** Values that JSON has as they stand, and such that are no JSON. */
const anyToken = fc.oneof(
  fc.constantFrom(
    "true",
    "false",
    "null",
    "0",
    "-0",
    "007",
    "1.",
    ".5",
    "-",
    "1e3",
    "1.50",
    "tru",
    "nul",
    "[]",
    "{}",
    '"',
    "\\",
    "\n",
    "\u0000",
  ),
  fc.integer().map(String),
  fc.double({ noNaN: true }).map(String),
  fc.string({ maxLength: 40, unit: "binary" }).map((text) => JSON.stringify(text)),
  fc.string({ maxLength: 300 }).map((text) => `"${text}"`),
  fc.constantFrom(
    '"2026-11-23T13:05:07.120Z"',
    '"203.0.113.9"',
    '"GET"',
    '"/v1/prompts/prm_1a2b3c"',
    '""',
    '"-"',
    "200",
  ),
);

const JSON_LINE =
  '{"time":"2026-11-23T13:05:07.120Z","key_id":"key_1","last4":"c123","method":"GET","path":"/v1/prompts","status":200,"ip":"203.0.113.9","country":"NL","user_agent":"x/1","bytes":18,"more":[1,"a",{"b":null}]}';

function formatOf(id: string): LogFormat {
  return LOG_FORMATS.find((format) => format.id === id)!;
}

describe("a line of a known shape", () => {
  it.each(["claro-access", "jsonl"])("says what parsing it says, whatever its values: %s", (id) => {
    const { reader, byShape, learn } = both(formatOf(id), JSON_LINE);
    learn(JSON_LINE);
    expect(byShape(JSON_LINE)).toEqual(parsed(reader, JSON_LINE));
    const tokens = [...JSON_LINE.matchAll(/"[^"]*"(?!:)|\b\d+|null/g)];
    let seen = 0;
    fc.assert(
      fc.property(fc.nat(tokens.length - 1), anyToken, (which, token) => {
        const { 0: old, index } = tokens[which]!;
        const line = JSON_LINE.slice(0, index) + token + JSON_LINE.slice(index + old.length);
        const event = byShape(line);
        if (event === undefined) return;
        seen += 1;
        expect(event).toEqual(parsed(reader, line));
      }),
      { numRuns: 3_000 },
    );
    expect(seen).toBeGreaterThan(100);
  });

  it("says what parsing it says when bytes of it are no UTF-8", () => {
    const { reader, byShape, learn } = both(formatOf("claro-access"), JSON_LINE);
    learn(JSON_LINE);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 8 }), fc.nat(JSON_LINE.length), (some, at) => {
        const line = Buffer.concat([
          Buffer.from(JSON_LINE.slice(0, at)),
          some,
          Buffer.from(JSON_LINE.slice(at)),
        ]);
        const event = byShape(line);
        expect(event ?? parsed(reader, line)).toEqual(parsed(reader, line));
      }),
      { numRuns: 2_000 },
    );
  });

  it("is the same after many thousand different texts", () => {
    const { reader, byShape, learn } = both(formatOf("claro-access"), JSON_LINE);
    learn(JSON_LINE);
    const wrong: string[] = [];
    for (let at = 0; at < 12_000; at += 1) {
      const agent = `agent/${String(at % 7_000)}`;
      if (byShape(JSON_LINE.replace("x/1", agent))?.userAgent !== agent) wrong.push(agent);
    }
    expect(wrong).toEqual([]);
    expect(byShape(JSON_LINE)).toEqual(parsed(reader, JSON_LINE));
  });

  it.each(SAMPLES)("of the samples says what parsing it says: $format, $what", (sample) => {
    const format = formatOf(sample.format);
    const lines = framed(format, sample.text);
    const { reader, byShape, learn } = both(format, sample.text, sample.options);
    for (const line of lines) learn(line);
    const short = lines.filter((line) => Buffer.byteLength(line) < ROOM - 8);
    const expected = short.map((line) => parsed(reader, line));
    expect(short.map((line, at) => byShape(line) ?? expected[at])).toEqual(expected);
  });
});
