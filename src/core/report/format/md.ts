// The timeline as a Markdown table: for a ticket, a wiki, the post-mortem.
import { HOUR, MINUTE, toEpoch } from "../../instant.ts";
import { forMarkdown } from "../../redaction/escape.ts";
import { remembering } from "../../remembering.ts";
import { dateTime, dayOf, elapsedWords, recordedLater, spell, timeOf } from "../input.ts";
import type { TimelineRow } from "../timeline.ts";
import {
  eachRow,
  headShort,
  markLines,
  nameOf,
  type FormatContext,
  type TimelineFormat,
} from "./format.ts";

const HEAD =
  "| Time (UTC) | +T | Phase | Event | By | No. | Evidence |\n|---|---|---|---|---|---|---|\n";

/** A gap longer than this in the first hours is shown: somebody will ask what happened then. */
const GAP = 30 * MINUTE;
const GAP_WATCH = 4 * HOUR;

/** A row that says how long nothing is on record, between two rows; both in ms since the declaration. */
function gapRow(before: number, now: number): string {
  const gap = now - before;
  if (before < 0 || before >= GAP_WATCH || gap <= GAP) return "";
  return `| | | | *Gap: nothing on record for ${spell(gap)}* | | | |\n`;
}

function tableRow(row: TimelineRow, elapsed: number, words: (text: string) => string): string {
  const later = recordedLater(row);
  const event = words(row.text) + (later === null ? "" : ` *(${later})*`);
  const evidence = row.evidence.map((sha256) => sha256.slice(0, 8)).join(" ");
  const time = `${dayOf(row.occurredAt)} ${timeOf(row.occurredAt, row.precision)}`;
  return `| ${time} | ${elapsedWords(elapsed, row.precision)} | ${row.phase ?? ""} | ${event} | ${words(row.by)} | #${String(row.seq)} | ${evidence} |\n`;
}

/** The rows as a Markdown table; gaps of more than 30 minutes in the first four hours get a row of their own. */
function timelineTable(rows: readonly TimelineRow[], context: FormatContext): string {
  const declared = toEpoch(context.state.declaredAt);
  const words = remembering((text) => forMarkdown(context.clean(text)));
  // Nothing comes before the first row.
  let before = -1;
  const lines = eachRow(rows, (row) => {
    const elapsed = toEpoch(row.occurredAt) - declared;
    const gap = gapRow(before, elapsed);
    before = elapsed;
    return gap + tableRow(row, elapsed, words);
  });
  return `${HEAD}${lines}`;
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
  const above = [
    `# Timeline ${context.told === undefined ? context.state.id : forMarkdown(nameOf(context))}`,
    ...(context.state.drill ? ["**DRILL: a rehearsal, not a real incident.**"] : []),
    ...markLines(rows, context).map((line) => `**${forMarkdown(line)}**`),
    ...legend(context),
  ].join("\n\n");
  return context.told?.codenameOnly === true
    ? `${above}\n`
    : `${above}\n\n${timelineTable(rows, context)}`;
}

export const md: TimelineFormat = {
  id: "md",
  title: "Markdown table",
  extension: "md",
  mime: "text/markdown",
  render,
};
