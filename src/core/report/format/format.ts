// What an export format is: one file each, one list in index.ts.
import type { IncidentState } from "../../incident/state.ts";
import type { Instant } from "../../instant.ts";
import type { TimelineRow } from "../timeline.ts";

/** What a format may show beside the rows. A ReportInput is one. */
export interface FormatContext {
  readonly state: Pick<IncidentState, "id" | "drill" | "severity" | "declaredAt" | "head">;
  readonly now: Instant;
  readonly version: string;
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
  return JSON.stringify(value).replaceAll(
    /[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** `#19 b71e0a3c`: where the journal ended, so that a cut tail shows. */
export function headShort(head: IncidentState["head"]): string {
  return `#${String(head.seq)} ${head.hash.slice(0, 8)}`;
}
