// The timeline for DFIR-IRIS: its CSV import takes exactly these ten columns, and splits lines before it looks at quotes.
import { forCsv, forTerminalLine } from "../../redaction/escape.ts";
import type { TimelineRow } from "../timeline.ts";
import { cleanRow, typeWords, type FormatContext, type TimelineFormat } from "./format.ts";

const COLUMNS =
  "event_date,event_tz,event_title,event_category,event_content,event_raw,event_source,event_assets,event_iocs,event_tags";

/** A title is a line in a list: longer ones go on in the content. */
const TITLE = 120;

function title(text: string, type: string): string {
  const words = text === "" ? typeWords(type) : text;
  return words.length <= TITLE ? words : `${words.slice(0, TITLE - 1)}…`;
}

function tags(row: TimelineRow, drill: boolean): string {
  const own = [row.phase, row.step, row.credential, row.type].filter((tag) => tag !== null);
  // A bar separates tags there.
  return [...own.map((tag) => tag.replaceAll("|", "/")), ...(drill ? ["DRILL"] : [])].join("|");
}

/** Date, zone and category are read by the program as they are; only cells with words of others are guarded. */
function line(row: TimelineRow, context: FormatContext): string {
  const { text, by, occurredAt, at, type, precision } = cleanRow(row, context);
  const words = forTerminalLine(text).replaceAll("\t", " ");
  const exact = precision === "second" ? "" : `, known to the ${precision}`;
  function guarded(cell: string): string {
    return forCsv(cell, context.raw);
  }
  const cells = [
    occurredAt.replace("Z", ""),
    "+00:00",
    guarded(title(words, type)),
    // Categories, assets and indicators must be in the case already.
    "Unspecified",
    guarded(`${words} (by ${forTerminalLine(by)}, recorded ${at}${exact})`),
    "",
    guarded(`claro-ir ${forTerminalLine(context.state.id)} #${String(row.seq)}`),
    "",
    "",
    guarded(forTerminalLine(tags(row, context.state.drill))),
  ];
  return cells.join(",");
}

export const iris: TimelineFormat = {
  id: "iris",
  title: "CSV for DFIR-IRIS",
  extension: "csv",
  mime: "text/csv",
  endings: [".csv"],
  render: (rows, context) =>
    [COLUMNS, ...rows.map((row) => line(row, context))].map((one) => `${one}\r\n`).join(""),
};
