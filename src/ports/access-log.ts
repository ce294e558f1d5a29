// Access logs: the formats they come in, and reading them at the speed of the disk.
import type { AccessEvent } from "../core/audit/access-event.ts";
import type { KeyNames, Windows } from "../core/audit/activity.ts";
import type { AuditInput } from "../core/audit/context.ts";

/** The beginning of a file, unpacked and decoded. */
export interface LogSample {
  /** At most 64 KiB, whole lines where there are any. */
  readonly text: string;
  readonly name: string;
}

/** A line or record that is no event: `rejected` is counted and shown, `none` is a header, a comment or an empty line. */
export type Read =
  | { readonly event: AccessEvent }
  | { readonly none: true }
  | { readonly rejected: string };

/** Reads the lines (or records) of one file in their order from any line on, after `begin` has seen the first lines. */
export interface LineReader {
  /** One line without its line break, or the JSON text of one record. */
  read(text: string): Read;
}

export interface FormatOptions {
  /** Field of the normal form to column or JSON Pointer, from a flag or the configuration. */
  readonly columns: Readonly<Record<string, string>>;
  /** IANA zone of times without one; null = UTC, and the report says so. */
  readonly zone: string | null;
}

/** One kind of log: a file in the folder and a line in its list. */
export interface LogFormat {
  readonly id: string;
  readonly title: string;
  /** Where it comes from and how to export it, for `sources show`. */
  readonly help: readonly string[];
  /** `lines`: a record a line. `records`: one JSON document whose records lie in an array at one of `arrays` (JSON Pointer, "" = the document). */
  readonly framing:
    | { readonly kind: "lines" }
    | { readonly kind: "records"; readonly arrays: readonly string[] };
  /** Its lines name the key, so that lines without any of its names need not be parsed. */
  readonly namesKeys: boolean;
  /** Lines of it matter whoever acts: keys made, logging switched off. They are all parsed. */
  readonly isAdministrative: boolean;
  /** 0 = no, 1 = certainly: by what it says, never by its file's name. */
  recognise(sample: LogSample): number;
  /** `head` = the first lines of the file (headers, `#Fields:`, column names). */
  open(head: LogSample, options: FormatOptions): LineReader;
}

export interface AuditProgress {
  readonly bytes: number;
  readonly of: number | null;
}

export interface ReadRequest {
  /** Files, folders, globs, `-`. */
  readonly paths: readonly string[];
  /** Format by id; null = by content. */
  readonly format: string | null;
  readonly options: FormatOptions;
  readonly keys: readonly KeyNames[];
  readonly windows: Windows;
  /** Parse every line, even those that do not hold a name of a key as bytes. */
  readonly everyLine: boolean;
  readonly signal: AbortSignal;
  progress(now: AuditProgress): void;
}

/**
 * What was read: for each key its activity in the window and in the baseline (`newActivity(false)`), the same in the window
 * of what was made with it, of everybody else what changes access, and the minutes in which the logs were written at all.
 */
export type ReadLogs = AuditInput;

/** What cannot be read is in the sources' notes; throws ClaroIrError `usage` when a named path is not there. */
export type ReadAccessLogs = (request: ReadRequest) => Promise<ReadLogs>;
