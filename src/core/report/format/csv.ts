// The timeline as CSV (RFC 4180): for a spreadsheet, so no cell may act as a formula.
import { forCsv, forTerminal } from "../../redaction/escape.ts";
import { remembering } from "../../remembering.ts";
import type { TimelineRow } from "../timeline.ts";
import { eachRow, type TimelineFormat } from "./format.ts";

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

/** A row's cells. `clean` is for what people wrote, `cell` for names; the others are ours, of a form that no spreadsheet takes for anything else. */
function cells(
  row: TimelineRow,
  clean: (text: string) => string,
  cell: (text: string) => string,
): string[] {
  return [
    String(row.seq),
    row.at,
    row.occurredAt,
    row.precision,
    row.type,
    clean(row.by),
    cell(row.phase ?? ""),
    cell(row.step ?? ""),
    cell(row.credential ?? ""),
    clean(row.text),
    row.evidence.join(" "),
  ];
}

export const csv: TimelineFormat = {
  id: "csv",
  title: "CSV for a spreadsheet",
  extension: "csv",
  mime: "text/csv",
  render(rows, context) {
    const { drill } = context.state;
    const raw = context.raw === true;
    const cell = remembering((text) => forCsv(forTerminal(text), raw));
    const clean = remembering((text) => forCsv(forTerminal(context.clean(text)), raw));
    const end = drill ? ",DRILL\r\n" : "\r\n";
    const head = `${[...COLUMNS, ...(drill ? ["drill"] : [])].join(",")}\r\n`;
    return head + eachRow(rows, (row) => cells(row, clean, cell).join(",") + end);
  },
};
