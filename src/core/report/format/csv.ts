// The timeline as CSV (RFC 4180): for a spreadsheet, so no cell may act as a formula.
import { forCsv, forTerminal } from "../../redaction/escape.ts";
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

function field(row: TimelineRow, column: (typeof COLUMNS)[number], raw: boolean): string {
  const value = row[column];
  if (value === null) return "";
  const text = typeof value === "object" ? value.join(" ") : String(value);
  return TYPED.has(column) ? text : forCsv(forTerminal(text), raw);
}

export const csv: TimelineFormat = {
  id: "csv",
  title: "CSV for a spreadsheet",
  extension: "csv",
  mime: "text/csv",
  render(rows, context) {
    const { drill } = context.state;
    const lines = [[...COLUMNS, ...(drill ? ["drill"] : [])].join(",")];
    for (const row of rows) {
      const clean = cleanRow(row, context);
      const cells = COLUMNS.map((column) => field(clean, column, context.raw === true));
      lines.push([...cells, ...(drill ? ["DRILL"] : [])].join(","));
    }
    return lines.map((line) => `${line}\r\n`).join("");
  },
};
