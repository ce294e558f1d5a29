// What an export format is: one file each, one list in index.ts.
import type { IncidentEvent } from "../../incident/event.ts";
import type { IncidentState } from "../../incident/state.ts";
import type { Instant } from "../../instant.ts";
import { isHidden } from "../../redaction/escape.ts";
import type { Audience } from "../audience/audience.ts";
import type { Deadline } from "../deadlines.ts";
import type { TimelineRow } from "../timeline.ts";

/** To whom a document is told; absent: to the people who work on it, as on their own screen. */
export interface Told {
  readonly audience: Audience;
  /** Rows of the whole record; the audience may be told fewer. */
  readonly of: number;
  /** A restricted incident, told to somebody outside: its codename and nothing else. */
  readonly codenameOnly: boolean;
  /** Sentences that answer what the audience asks first. */
  readonly statements: readonly string[];
}

/** What a format may show beside the rows. A ReportInput is one. */
export interface FormatContext {
  readonly state: Pick<
    IncidentState,
    "id" | "drill" | "severity" | "declaredAt" | "head" | "codename" | "restricted"
  >;
  readonly now: Instant;
  readonly version: string;
  /** The events that the rows were made of, by whatever the audience may know of them. */
  readonly events: readonly IncidentEvent[];
  /** Columns of the screen that text goes to; 80 where it goes to a file. */
  readonly width?: number;
  readonly told?: Told;
  /** What is due; only calendars show it. */
  readonly deadlines?: readonly Deadline[];
  /** For machines: no apostrophe in front of what a spreadsheet would take for a formula. */
  readonly raw?: boolean;
  /** Redaction, applied to every text that is not a typed field. */
  clean(text: string): string;
}

/** An entry of a calendar. */
export interface CalendarDeadline {
  readonly uid: string;
  readonly title: string;
  readonly at: Instant;
  /** A reminder comes so long before, in ms. */
  readonly remind: number;
  readonly cancelled: boolean;
  /** Rises with every change, so that an import replaces the entry. */
  readonly sequence: number;
}

/** What formats need of the world outside the core: digests, ids made of names, another program's format. */
export interface FormatTools {
  /** SHA-256 of a text, base64. */
  digest(text: string): string;
  /** The UUID of a name (RFC 9562, version 5). */
  uuid(namespace: string, name: string): string;
  /** An iCalendar file (RFC 5545) with a stamp of `now`. */
  calendar(title: string, entries: readonly CalendarDeadline[], now: Instant): string;
}

export interface TimelineFormat {
  /** What people type after `--format`. */
  readonly id: string;
  readonly title: string;
  /** Without a dot. */
  readonly extension: string;
  readonly mime: string;
  /** Endings that the reading program insists on; absent: any. */
  readonly endings?: readonly string[];
  /** The whole document, redacted and escaped for its medium, ending in a newline; drills are marked as such. */
  render(rows: readonly TimelineRow[], context: FormatContext, tools: FormatTools): string;
}

/** A row without secrets, not yet escaped. */
export function cleanRow(row: TimelineRow, context: FormatContext): TimelineRow {
  return { ...row, by: context.clean(row.by), text: context.clean(row.text) };
}

/** So many rows are made into one text at a time: the pieces of ten thousand would be carried from one garbage collection to the next. */
const TOGETHER = 256;

/** A line for each row, with its end. */
export function eachRow(rows: readonly TimelineRow[], line: (row: TimelineRow) => string): string {
  let result = "";
  for (let from = 0; from < rows.length; from += TOGETHER)
    result += rows
      .slice(from, from + TOGETHER)
      .map(line)
      .join("");
  return result;
}

/** JSON on one line, with the characters that steer a terminal as `\uXXXX`, so that printing it is harmless. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[^\x20-\x7e]/g, (char) =>
    isHidden(char.charCodeAt(0)) ? `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}` : char,
  );
}

/** `#19 b71e0a3c`: where the journal ended, so that a cut tail shows. */
export function headShort(head: IncidentState["head"]): string {
  return `#${String(head.seq)} ${head.hash.slice(0, 8)}`;
}

/** How the incident is called in a document: `INC-… (sapphire)`; for its own people just the id; where only the codename may be said, that. Not escaped. */
export function nameOf({ state, told, clean }: FormatContext): string {
  if (told === undefined || state.codename === null) return state.id;
  return told.codenameOnly ? clean(state.codename) : `${state.id} (${clean(state.codename)})`;
}

/** What stands over the rows for an audience: who may read it, and how much of the record it is. None for the own screen. */
export function markLines(rows: readonly TimelineRow[], { told }: FormatContext): string[] {
  if (told === undefined) return [];
  const { tlp, mark } = told.audience;
  const part = `Holds ${String(rows.length)} of the record's ${String(told.of)} entries.`;
  return [
    `${tlp} ${mark}`,
    ...(told.codenameOnly ? ["This incident is restricted: nothing else is told."] : []),
    ...told.statements,
    ...(told.codenameOnly || rows.length === told.of ? [] : [part]),
  ];
}

/** `step.completed` in words, `Step completed`. */
export function typeWords(type: string): string {
  const words = type.replaceAll(/[.-]/g, " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
