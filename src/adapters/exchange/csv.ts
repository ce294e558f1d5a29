// Reading CSV that other programs wrote: any of comma, semicolon or tab, with or without a byte-order mark, LF or CRLF.
import { CsvError, parse } from "csv-parse/sync";
import { ClaroIrError } from "../../core/error.ts";

/** A table with its header; `line` is where a row begins in the file, from 1. */
export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

/** Some twenty thousand rows: no list of keys is longer, and a row costs thirty times its bytes of memory. */
const MOST_BYTES = 2 * 1024 * 1024;

/** Read a table. Exit 2 for what is no CSV: where, and why. */
export function readCsv(bytes: Uint8Array, file: string): CsvTable {
  if (bytes.length > MOST_BYTES)
    throw new ClaroIrError("usage", "too-large", `${file} is larger than 2 MB.`, {
      hint: "Import a part of it",
    });
  const [first = 0, second = 0] = bytes;
  const encoding = first === 0xff && second === 0xfe ? "utf-16le" : "utf-8";
  const text = new TextDecoder(encoding).decode(bytes);
  try {
    const records = parse(text, {
      bom: true,
      delimiter: [",", ";", "\t"],
      skip_empty_lines: true,
      relax_column_count: true,
      info: true,
    }) as unknown as readonly {
      readonly record: readonly string[];
      readonly info: { readonly lines: number };
    }[];
    const [header, ...rest] = records;
    if (header === undefined)
      throw new ClaroIrError("usage", "empty", `${file} is empty.`, {
        hint: "The first line names the columns: name,environment,owner,…",
      });
    return {
      columns: header.record.map((column) => column.trim()),
      rows: rest.map(({ record, info }) => ({ line: info.lines, cells: record })),
    };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ClaroIrError("usage", "bad-csv", `${file} is no CSV: ${error.message}`, {
      hint: "Quote cells that hold a quote or a line break",
      cause: error,
    });
  }
}
