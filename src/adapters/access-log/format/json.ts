// JSON records: parsing one, reading members, and the first lines of a file that are records.
import { pointerTo } from "../../../core/pointer.ts";
import type { LogSample } from "../../../ports/access-log.ts";
import type { Get } from "./event.ts";

export type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A JSON object, or why the text is none. The parser's own words quote the text, which may hold a key: they are dropped. */
export function recordOf(text: string): Json | string {
  let value: unknown;
  try {
    // A byte-order mark is no JSON, and many exports begin with one.
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    return "is no JSON";
  }
  return isJson(value) ? value : "is no JSON object";
}

/** The first place that has something; empty text and null are nothing. */
export function firstOf(pointers: readonly string[]): Get<Json> {
  const readers = pointers.map((pointer) => pointerTo(pointer));
  const [only] = readers;
  if (readers.length === 1 && only !== undefined) return only;
  return (record) => {
    for (const read of readers) {
      const value = read(record);
      if (value !== undefined && value !== null && value !== "") return value;
    }
    return undefined;
  };
}

/** Lines looked at to tell what a file is. */
const FIRST = 20;

/** The first lines that are not blank, without a byte-order mark. */
export function firstLines({ text }: LogSample): readonly string[] {
  const lines = text.replace(/^\uFEFF/, "").split("\n", FIRST);
  return lines.map((line) => line.trim()).filter((line) => line !== "");
}

/** How many ends of records are tried in a document that was cut. */
const TRIES = 40;

/** A document as it stands, or one cut off somewhere, closed where a record ended; undefined when neither is JSON. */
function documentOf(text: string): unknown {
  let end = text.length;
  for (let tries = 0; tries < TRIES && end > 0; tries += 1) {
    for (const close of ["", "]", "]}"]) {
      try {
        return JSON.parse(text.slice(0, end) + close) as unknown;
      } catch {
        // Not an end of a record: the one before is tried.
      }
    }
    end = text.lastIndexOf("}", end - 2) + 1;
  }
  return undefined;
}

/** The first records of a file: one a line, or those of a document (which may be cut) that is an array or has one at one of `arrays`. */
export function firstRecords(sample: LogSample, arrays: readonly string[]): readonly Json[] {
  const readers = arrays.map((at) => pointerTo(at));
  function arrayIn(document: unknown): readonly unknown[] | undefined {
    return readers.map((read) => read(document)).find((value) => Array.isArray(value));
  }
  const lines = firstLines(sample);
  const first = recordOf(lines[0] ?? "");
  const isLines = typeof first !== "string" && arrayIn(first) === undefined;
  const document = isLines ? undefined : documentOf(sample.text.replace(/^\uFEFF/, "").trim());
  const records = isLines ? lines.map((line) => recordOf(line)) : (arrayIn(document) ?? [document]);
  return records.slice(0, FIRST).filter((record) => isJson(record));
}

/** `most` when at least half of the first lines can be read; a few that cannot are in every log. */
export function sureness(most: number, good: number, all: number): number {
  if (all === 0) return 0;
  return good * 2 >= all ? most : (most * good) / all;
}
