// The timeline as plain text of at most 80 columns, or of a narrower screen's: for a terminal, a chat, a mail.
import { forTerminalLine } from "../../redaction/escape.ts";
import { dateTime, dayOf, recordedLater, sinceDeclared, timeOf } from "../input.ts";
import type { TimelineRow } from "../timeline.ts";
import {
  cleanRow,
  headShort,
  markLines,
  nameOf,
  type FormatContext,
  type TimelineFormat,
} from "./format.ts";

const WIDTH = 80;
/** Time of day, elapsed time and the gaps between them. */
const INDENT = 24;
/** Where that would leave less than half for the words: time of day and a gap. */
const NARROW = { below: 72, indent: 9 } as const;

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    let rest = word;
    if (line !== "" && line.length + 1 + rest.length > width) {
      lines.push(line);
      line = "";
    }
    for (; rest.length > width; rest = rest.slice(width)) lines.push(rest.slice(0, width));
    line = line === "" ? rest : `${line} ${rest}`;
  }
  return [...lines, line];
}

function isNarrow({ width = WIDTH }: FormatContext): boolean {
  return width < NARROW.below;
}

function entry(row: TimelineRow, context: FormatContext): string[] {
  const elapsed = sinceDeclared(context.state.declaredAt, row.occurredAt, row.precision);
  const { width = WIDTH } = context;
  const time = timeOf(row.occurredAt, row.precision).padStart(8);
  const margin = isNarrow(context) ? `${time} ` : `${time} ${elapsed.padStart(13)}  `;
  const indent = isNarrow(context) ? NARROW.indent : INDENT;
  const later = recordedLater(row);
  const source = `[${row.by} #${String(row.seq)}${later === null ? "" : `, ${later}`}]`;
  const words = forTerminalLine(`${row.text} ${source}`).replaceAll("\t", " ");
  const [first, ...others] = wrap(words, width - indent);
  return [margin + (first ?? ""), ...others.map((line) => " ".repeat(indent) + line)];
}

function heading(context: FormatContext): string[] {
  const { state, told } = context;
  if (told?.codenameOnly === true) return [nameOf(context)];
  const severity = state.severity ?? (told === undefined ? "severity unknown" : "");
  return [
    `${[nameOf(context), severity].filter((part) => part !== "").join("  ")}  timeline to ${headShort(state.head)}`,
    isNarrow(context)
      ? "times in UTC; ~ = not exact"
      : `times in UTC, then time since ${dateTime(state.declaredAt)}; ~ = not exact`,
  ];
}

function drillLines({ state }: FormatContext): string[] {
  return state.drill ? ["DRILL: a rehearsal, not a real incident"] : [];
}

function render(rows: readonly TimelineRow[], context: FormatContext): string {
  const lines = [...heading(context), ...markLines(rows, context), ...drillLines(context)].flatMap(
    (line) => wrap(forTerminalLine(line), context.width ?? WIDTH),
  );
  let day = "";
  for (const row of rows) {
    if (dayOf(row.occurredAt) !== day) {
      day = dayOf(row.occurredAt);
      lines.push("", day);
    }
    lines.push(...entry(cleanRow(row, context), context));
  }
  return `${lines.join("\n")}\n`;
}

export const text: TimelineFormat = {
  id: "text",
  title: "plain text, 80 columns",
  extension: "txt",
  mime: "text/plain",
  render,
};
