// What one reading of logs is made of: plain data, so that it can be sent to every thread.
import type { KeyNames, Windows } from "../../core/audit/activity.ts";
import type { FormatOptions } from "../../ports/access-log.ts";

/** How the bytes of a log are packed; `utf-16` is told by a byte-order mark, or by its zeros. */
export interface Packing {
  readonly container: "plain" | "gzip" | "zstd";
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be";
}

/** Whose events of a log count: those of the keys that its lines name; all, where no log names any; or nobody's, where others do. */
export type Whose = "keys" | "callers" | "nobody";

export interface SourcePlan {
  /** Place in the report's sources. */
  readonly index: number;
  /** The same in all threads of a process. */
  readonly fd: number;
  /** Of the file when it was opened: what is written later is not read. */
  readonly size: number;
  readonly packing: Packing;
  /** Format by id. */
  readonly format: string;
  readonly name: string;
  /** Null = a record a line; else one document with its records at one of these places (JSON Pointer). */
  readonly arrays: readonly string[] | null;
  readonly whose: Whose;
  /** What everybody else did is kept too: the log tells who changed access. */
  readonly keepsOthers: boolean;
  /** Every line is parsed. */
  readonly every: boolean;
  /** A line every so many bytes is looked at whatever it says, to know when the log was written at all (`sampling.ts`). */
  readonly stride: number;
  /** The bytes that are read, where only a part of them can hold what is asked for. */
  readonly from: number;
  readonly to: number;
}

/** It can be read from any place on: a plain file of a record a line. */
export function isPart({ packing, arrays }: Pick<SourcePlan, "packing" | "arrays">): boolean {
  return packing.container === "plain" && packing.encoding === "utf-8" && arrays === null;
}

/** Of events that are there more than once: the one place where it counts. `line` -1 = anywhere in that source. */
export interface Winner {
  readonly source: number;
  readonly line: number;
}

export interface Plan {
  readonly sources: readonly SourcePlan[];
  readonly keys: readonly KeyNames[];
  /** Users and roles count as names too: what was made with a key is followed. */
  readonly byPrincipal: boolean;
  readonly options: FormatOptions;
  readonly windows: Windows;
  /** By mark; empty in a first reading. */
  readonly winners: ReadonlyMap<number, Winner>;
  /** Of events that also stand in logs of another format: by format, in ascending order, the marks of those that count there. */
  readonly elsewhere: ReadonlyMap<string, Float64Array>;
  /** Logs of several formats are read, so that the same event may stand in two of them. */
  readonly comparesFormats: boolean;
  /** Marks of events are kept, so that those that are there twice can be told. */
  readonly keepsMarks: boolean;
  /** Lines without an id are the same when they are the same text in another file. */
  readonly comparesLines: boolean;
}

/** A part of a plain file, or a whole packed one (`to` = its size). */
export interface Job {
  readonly source: number;
  /** Number of the part within its source, from 0. */
  readonly block: number;
  readonly from: number;
  readonly to: number;
}
