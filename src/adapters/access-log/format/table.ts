// Lines of a CSV table: its header, and the cells of a row.
import { CsvError, parse } from "csv-parse/sync";
import type { LogSample, Read } from "../../../ports/access-log.ts";
import { firstLines } from "./json.ts";

export interface Header {
  readonly names: readonly string[];
  readonly delimiter: string;
  /** The header as it stands: a file made of several has it again. */
  readonly line: string;
  /** The first lines, the header among them. */
  readonly lines: readonly string[];
}

const DELIMITERS = [",", ";", "\t"];

/** The cells of one line, or why it is no row. */
export function cellsOf(
  line: string,
  { delimiter, names }: Pick<Header, "delimiter" | "names">,
): readonly string[] | string {
  const cells = splitLine(line, delimiter);
  if (typeof cells === "string" || names.length === 0) return cells;
  return cells.length === names.length
    ? cells
    : `it has ${String(cells.length)} cells where the header has ${String(names.length)}`;
}

function splitLine(line: string, delimiter: string): readonly string[] | string {
  // Without a quote a row is what lies between the delimiters; the parser takes twenty times as long to say so.
  if (!line.includes('"')) return line.split(delimiter);
  try {
    const [record = []] = parse(line, { delimiter, relax_column_count: true });
    return record;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return "its quotes do not match (a cell with a line break in it, or no CSV)";
  }
}

/** The header in the first line that is not blank: of the delimiters the one that makes most columns; null when there are not two. */
export function headerOf(sample: LogSample): Header | null {
  const lines = firstLines(sample);
  const [line] = lines;
  if (line === undefined || line.startsWith("{") || line.startsWith("[") || line.startsWith("#"))
    return null;
  const headers = DELIMITERS.map((delimiter) => ({ delimiter, cells: splitLine(line, delimiter) }))
    .flatMap(({ delimiter, cells }) => (typeof cells === "string" ? [] : [{ delimiter, cells }]))
    .sort((a, b) => b.cells.length - a.cells.length);
  const [best] = headers;
  if (best === undefined || best.cells.length < 2) return null;
  const { delimiter, cells } = best;
  return { names: cells.map((cell) => cell.trim()), delimiter, line, lines };
}

/** A reader of lines, given one of rows. */
export function tableReader(
  header: Header | null,
  readRow: (cells: readonly string[]) => Read,
): (text: string) => Read {
  return (text) => {
    const line = text.replace(/^\uFEFF/, "").replace(/\r$/, "");
    if (line.trim() === "" || line === header?.line) return { none: true };
    if (header === null) return { rejected: "the file has no header that names its columns" };
    const cells = cellsOf(line, header);
    return typeof cells === "string" ? { rejected: cells } : readRow(cells);
  };
}
