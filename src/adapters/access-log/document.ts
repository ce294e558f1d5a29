// Whether a log is one JSON document with a list of records, or a record a line.
import { atPointer } from "../../core/pointer.ts";
import type { LogFormat, LogSample } from "../../ports/access-log.ts";

/** JSON, or undefined. The parser's own error quotes its input, which may hold a key: it is dropped. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The records of a document: itself when it is a list, else the list at one of `arrays` (JSON Pointer). */
export function listIn(
  document: unknown,
  arrays: readonly string[],
): readonly unknown[] | undefined {
  if (Array.isArray(document)) return document;
  return arrays.map((at) => atPointer(document, at)).find((value) => Array.isArray(value));
}

function isRecord(line: string | undefined, arrays: readonly string[]): boolean {
  const value = parsedJson(line ?? "");
  return typeof value === "object" && value !== null && listIn(value, arrays) === undefined;
}

/** Where the records of a document lie, or null when it is a record a line: one of its first two lines is a whole record. */
export function arraysOf({ framing }: LogFormat, { text }: LogSample): readonly string[] | null {
  if (framing.kind === "lines") return null;
  const { arrays } = framing;
  const lines = text.split("\n", 20).filter((line) => line.trim() !== "");
  const [first = "", second] = lines;
  if (/^\s*\[/.test(first)) return arrays;
  if (!/^\s*\{/.test(first)) return null;
  return isRecord(first, arrays) || isRecord(second, arrays) ? null : arrays;
}
