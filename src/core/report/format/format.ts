// What an export format is: one file each, one list in index.ts.
import type { IncidentState } from "../../incident/state.ts";
import type { Instant } from "../../instant.ts";
import { isHidden } from "../../redaction/escape.ts";
import type { TimelineRow } from "../timeline.ts";

/** What a format may show beside the rows. A ReportInput is one. */
export interface FormatContext {
  readonly state: Pick<IncidentState, "id" | "drill" | "severity" | "declaredAt" | "head">;
  readonly now: Instant;
  readonly version: string;
  /** Columns of the screen that text goes to; 80 where it goes to a file. */
  readonly width?: number;
  /** Redaction, applied to every text that is not a typed field. */
  clean(text: string): string;
}

export interface TimelineFormat {
  /** What people type after `--format`. */
  readonly id: string;
  readonly title: string;
  /** Without a dot. */
  readonly extension: string;
  readonly mime: string;
  /** The whole document, redacted and escaped for its medium, ending in a newline; drills are marked as such. */
  render(rows: readonly TimelineRow[], context: FormatContext): string;
}

/** A row without secrets, not yet escaped. */
export function cleanRow(row: TimelineRow, context: FormatContext): TimelineRow {
  return { ...row, by: context.clean(row.by), text: context.clean(row.text) };
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
