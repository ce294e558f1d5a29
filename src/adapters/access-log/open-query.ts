// Opens the rows of a query over logs, as one log.
import { fstatSync } from "node:fs";
import { ClaroIrError } from "../../core/error.ts";
import { tablesAs } from "../system/containers.ts";
import type { Table } from "./duckdb.ts";
import type { FoundLog } from "./find-logs.ts";
import { firstBytes } from "./first-bytes.ts";
import { headOf, packingOf } from "./head.ts";
import { descriptor, openLines, type Opening, type OpenLog, type Unread } from "./open-log.ts";

function noTable(name: string, why: string): ClaroIrError {
  return new ClaroIrError("usage", "no-table", `${name} cannot be asked: ${why}.`, {
    hint: "--sql reads JSON Lines, CSV, Parquet and a DuckDB database",
  });
}

async function tableOf(found: FoundLog, opening: Opening): Promise<Table> {
  const { name, problem } = found;
  if (problem !== null) throw noTable(name, problem);
  const fd = await descriptor(found, opening);
  const { size } = fstatSync(fd);
  const kind = tablesAs(firstBytes(fd));
  if (kind !== undefined) return { kind, fd, name, compression: "uncompressed" };
  const packing = await packingOf({ fd, size }, opening.signal);
  if ("closed" in packing) throw noTable(name, `it is packed as ${packing.closed}`);
  if (packing.encoding !== "utf-8") throw noTable(name, "its text is not UTF-8");
  const { text } = await headOf({ fd, size, packing }, name, opening.signal);
  const compression = packing.container === "plain" ? "uncompressed" : packing.container;
  return { kind: /^\s*[[{]/.test(text) ? "json" : "csv", fd, name, compression };
}

/**
 * The rows of `sql` over the files, whose own rows are the table `logs`. Throws ClaroIrError `usage` for a file that has no rows and for
 * what is no query, `no-duckdb` where DuckDB is not installed.
 */
export async function openQuery(
  found: readonly FoundLog[],
  sql: string,
  opening: Opening,
): Promise<OpenLog | Unread> {
  const { rowsOf } = await import("./duckdb.ts");
  const tables: Table[] = [];
  for (const one of found) tables.push(await tableOf(one, opening));
  const fd = await rowsOf(tables, sql, opening.signal);
  opening.opened.push(fd);
  const named = { name: nameOf(found), isNamed: true };
  const log = await openLines({ fd, size: fstatSync(fd).size }, named, opening);
  return "fd" in log ? { ...log, notes: [`Its lines are the rows of: ${sql}`] } : log;
}

/** What the report calls the rows. */
export function nameOf(found: readonly FoundLog[]): string {
  return `rows of ${found.map(({ name }) => name).join(", ")}`;
}
