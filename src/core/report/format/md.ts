// The timeline as a Markdown table: for a ticket, a wiki, the post-mortem.
import { between, HOUR, MINUTE } from "../../instant.ts";
import { forMarkdown } from "../../redaction/escape.ts";
import { dateTime, dayOf, recordedLater, sinceDeclared, spell, timeOf } from "../input.ts";
import type { TimelineRow } from "../timeline.ts";
import {
  cleanRow,
  headShort,
  markLines,
  nameOf,
  type FormatContext,
  type TimelineFormat,
} from "./format.ts";

/** A gap longer than this in the first hours is shown: somebody will ask what happened then. */
const GAP = 30 * MINUTE;
const GAP_WATCH = 4 * HOUR;

function gapRow(
  before: TimelineRow | undefined,
  row: TimelineRow,
  context: FormatContext,
): string[] {
  if (before === undefined) return [];
  const since = between(context.state.declaredAt, before.occurredAt);
  const gap = between(before.occurredAt, row.occurredAt);
  if (since < 0 || since >= GAP_WATCH || gap <= GAP) return [];
  return [`| | | | *Gap: nothing on record for ${spell(gap)}* | | | |`];
}

function tableRow(row: TimelineRow, context: FormatContext): string {
  const later = recordedLater(row);
  const cells = [
    `${dayOf(row.occurredAt)} ${timeOf(row.occurredAt, row.precision)}`,
    sinceDeclared(context.state.declaredAt, row.occurredAt, row.precision),
    row.phase ?? "",
    forMarkdown(row.text) + (later === null ? "" : ` *(${later})*`),
    forMarkdown(row.by),
    `#${String(row.seq)}`,
    row.evidence.map((sha256) => sha256.slice(0, 8)).join(" "),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** The rows as a Markdown table; gaps of more than 30 minutes in the first four hours get a row of their own. */
export function timelineTable(rows: readonly TimelineRow[], context: FormatContext): string {
  const lines = [
    "| Time (UTC) | +T | Phase | Event | By | No. | Evidence |",
    "|---|---|---|---|---|---|---|",
  ];
  for (const [index, row] of rows.entries())
    lines.push(...gapRow(rows[index - 1], row, context), tableRow(cleanRow(row, context), context));
  return lines.join("\n");
}

/** What the columns mean; nothing where only the codename may be said. */
function legend({ state, told }: FormatContext): string[] {
  if (told?.codenameOnly === true) return [];
  const declared = dateTime(state.declaredAt);
  return [
    `Times in UTC; +T since the declaration at ${declared}; \\~ means not exact. Journal to ${headShort(state.head)}.`,
  ];
}

function render(rows: readonly TimelineRow[], context: FormatContext): string {
  const blocks = [
    `# Timeline ${context.told === undefined ? context.state.id : forMarkdown(nameOf(context))}`,
    ...(context.state.drill ? ["**DRILL: a rehearsal, not a real incident.**"] : []),
    ...markLines(rows, context).map((line) => `**${forMarkdown(line)}**`),
    ...legend(context),
    ...(context.told?.codenameOnly === true ? [] : [timelineTable(rows, context)]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

export const md: TimelineFormat = {
  id: "md",
  title: "Markdown table",
  extension: "md",
  mime: "text/markdown",
  render,
};
