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

/**
 * What a line or record comes to: an event, several (a usage bucket with a figure for each key), or none: `rejected` is
 * counted and shown, `none` is a header, a comment or an empty line.
 */
export type Read =
  | { readonly event: AccessEvent }
  | { readonly events: readonly AccessEvent[] }
  | { readonly none: true }
  | { readonly rejected: string };

/** Reads the lines (or records) of one file in their order from any line on, after `begin` has seen the first lines. */
export interface LineReader {
  /** As opened, with these columns and this head, its lines name the key. */
  readonly namesKeys: boolean;
  /** One line without its line break, or the JSON text of one record. Never throws. */
  read(text: string): Read;
  /** When it happened (epoch ms), where that is quicker to tell than the whole; null = read it. */
  timeOf?(text: string): number | null;
  /** What was assumed so far (zone, columns, local times that occur twice), one line each: to be asked after the last line. */
  notes(): readonly string[];
}

export interface FormatOptions {
  /** Field of the normal form to column or JSON Pointer, from a flag or the configuration. */
  readonly columns: Readonly<Record<string, string>>;
  /** IANA zone of times without one; null = UTC, and the report says so. */
  readonly zone: string | null;
}

/** A field of the normal form and where this log has it: column, JSON Pointer or words. */
export interface FieldSource {
  readonly field: string;
  readonly from: string;
}

/** One kind of log: a file in the folder and a line in its list. */
export interface LogFormat {
  readonly id: string;
  readonly title: string;
  /** Where it comes from and how to export it, for `sources show`. Lines that begin with `$ ` are typed as they stand. */
  readonly help: readonly string[];
  /** What it has of the normal form. */
  readonly fields: readonly FieldSource[];
  /** What reads well and misleads. */
  readonly traps: readonly string[];
  /** One line or record of it, made up. */
  readonly example: string;
  /**
   * `lines`: a record a line. `records`: one JSON document whose records lie in an array at one of `arrays` (JSON Pointer,
   * "" = the document); a file whose first line is a whole JSON object without any of these arrays is a record a line all the same, and any other
   * document without them is one record.
   */
  readonly framing:
    | { readonly kind: "lines" }
    | { readonly kind: "records"; readonly arrays: readonly string[] };
  /** Its lines can name the key, so that lines without any of its names need not be parsed; the reader knows whether these do. */
  readonly namesKeys: boolean;
  /** Lines of it matter whoever acts: keys made, logging switched off. They are all parsed. */
  readonly isAdministrative: boolean;
  /** Texts of which a line that changes access holds at least one as it stands; empty = any line may. */
  readonly changeWords: readonly string[];
  /** 0 = no, 1 = certainly: by what it says, never by its file's name. `columns` = those that a person named, as in the options. */
  recognise(sample: LogSample, columns?: FormatOptions["columns"]): number;
  /** `head` = the first lines of the file (headers, `#Fields:`, column names). Throws ClaroIrError `usage` for columns that are not there and a zone that is none. */
  open(head: LogSample, options: FormatOptions): LineReader;
}

export interface AuditProgress {
  readonly bytes: number;
  readonly of: number | null;
}

export interface ReadRequest {
  /** Files, folders, globs, `-`. */
  readonly paths: readonly string[];
  /** A query over what they hold (their rows are the table `logs`), whose rows are read instead; null or none = they themselves. */
  readonly sql?: string | null;
  /** Format by id; null = by content. */
  readonly format: string | null;
  readonly options: FormatOptions;
  readonly keys: readonly KeyNames[];
  readonly windows: Windows;
  /** Parse every line, even those that do not hold a name of a key as bytes. */
  readonly everyLine: boolean;
  /** SHA-256 of each file: takes longer than all the rest. */
  readonly digests?: boolean;
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
