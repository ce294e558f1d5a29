// The timeline as CSV (RFC 4180): for a spreadsheet, so no cell may act as a formula.
import { forCsv, forTerminal } from "../../redaction/escape.ts";
import { remembering } from "../../remembering.ts";
import type { TimelineRow } from "../timeline.ts";
import { cleanRow, type TimelineFormat } from "./format.ts";

const COLUMNS = [
  "seq",
  "at",
  "occurredAt",
  "precision",
  "type",
  "by",
  "phase",
  "step",
  "credential",
  "text",
  "evidence",
] as const satisfies readonly (keyof TimelineRow)[];

/** Ours, and of a form that no spreadsheet takes for anything else: written as they are. */
const TYPED: ReadonlySet<keyof TimelineRow> = new Set([
  "seq",
  "at",
  "occurredAt",
  "precision",
  "type",
  "evidence",
]);

function field(
  row: TimelineRow,
  column: (typeof COLUMNS)[number],
  cell: (text: string) => string,
): string {
  const value = row[column];
  if (value === null) return "";
  const text = typeof value === "object" ? value.join(" ") : String(value);
  return TYPED.has(column) ? text : cell(text);
}

export const csv: TimelineFormat = {
  id: "csv",
  title: "CSV for a spreadsheet",
  extension: "csv",
  mime: "text/csv",
  render(rows, context) {
    const { drill } = context.state;
    const cell = remembering((text) => forCsv(forTerminal(text), context.raw === true));
    const lines = [[...COLUMNS, ...(drill ? ["drill"] : [])].join(",")];
    for (const row of rows) {
      const clean = cleanRow(row, context);
      const cells = COLUMNS.map((column) => field(clean, column, cell));
      lines.push([...cells, ...(drill ? ["DRILL"] : [])].join(","));
    }
    return lines.map((line) => `${line}\r\n`).join("");
  },
};
