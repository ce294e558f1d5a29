// Home of DuckDB, which is optional: rows of Parquet files, and of a query over any logs, as JSON Lines that are read like any other log.
import type { DuckDBConnection } from "@duckdb/node-api";
import { mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ClaroIrError } from "../../core/error.ts";
import { errorCode } from "../system/error-code.ts";

/** A file whose rows are in the table `logs`; a database brings tables of its own. */
export interface Table {
  readonly kind: "parquet" | "json" | "csv" | "database";
  readonly fd: number;
  /** A database is opened by its name, since what was written last may lie in a file beside it. */
  readonly name: string;
  readonly compression: "uncompressed" | "gzip" | "zstd";
}

const INSTALL = "npm install --global @duckdb/node-api@1.5.6-r.1";

/** Nothing is fetched from anywhere, and no more memory taken than a laptop has to spare. */
const OPTIONS = {
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
  allow_community_extensions: "false",
  memory_limit: "512MB",
};

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The same file that was opened, whatever its name stands for meanwhile. */
function pathOf({ fd }: Table): string {
  return `/dev/fd/${String(fd)}`;
}

/** Times and numbers that are text stay text as they stand: the reader of logs knows more of them. */
function rowsIn(table: Table): string {
  const path = quoted(pathOf(table));
  const compression = quoted(table.compression);
  if (table.kind === "parquet") return `read_parquet(${path})`;
  if (table.kind === "json")
    return `read_json(${path}, compression=${compression}, timestampformat='!', dateformat='!')`;
  return `read_csv(${path}, compression=${compression}, auto_type_candidates=['BIGINT','DOUBLE','VARCHAR'])`;
}

async function connect(): Promise<DuckDBConnection> {
  try {
    const { DuckDBInstance } = await import("@duckdb/node-api");
    const instance = await DuckDBInstance.create(":memory:", OPTIONS);
    return await instance.connect();
  } catch (error) {
    if (!["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"].includes(errorCode(error))) throw error;
    throw new ClaroIrError("found", "no-duckdb", "This needs DuckDB, which is not installed.", {
      hint: INSTALL,
      cause: error,
    });
  }
}

/** From here on it reads these files, writes into `folder`, and nothing can change that. */
async function shut(
  connection: DuckDBConnection,
  tables: readonly Table[],
  folder: string,
): Promise<void> {
  const databases = tables.filter(({ kind }) => kind === "database");
  const files = tables.filter(({ kind }) => kind !== "database");
  const views = files.map((table) => `select * from ${rowsIn(table)}`);
  const [database] = databases;
  if (databases.length > 1)
    throw new ClaroIrError("usage", "two-databases", "A query is over one database at a time.", {
      hint: "name one database, and any number of logs",
    });
  await connection.run(`set temp_directory=${quoted(folder)}`);
  await connection.run("set TimeZone='UTC'");
  if (database !== undefined) {
    await connection.run(`attach ${quoted(database.name)} as named (read_only)`);
    await connection.run("use named");
  }
  await connection.run(`set allowed_paths=[${files.map((one) => quoted(pathOf(one))).join(", ")}]`);
  await connection.run(`set allowed_directories=[${quoted(`${folder}/`)}]`);
  await connection.run("set enable_external_access=false");
  await connection.run("set lock_configuration=true");
  if (views.length > 0)
    await connection.run(`create temp view logs as ${views.join(" union all by name ")}`);
}

/** One query that only reads: anything else could write over the very logs. */
async function requireQuery(connection: DuckDBConnection, sql: string): Promise<void> {
  const { StatementType } = await import("@duckdb/node-api");
  const { statementType } = await connection.prepare(sql);
  if (statementType === StatementType.SELECT) return;
  throw new ClaroIrError("usage", "no-query", "--sql is one query, and nothing but a query.", {
    hint: "--sql 'select … from logs'",
  });
}

/** What DuckDB says of a query, in one line, with the columns that there are. */
function said(error: unknown): string {
  const [first = "", ...rest] = (error instanceof Error ? error.message : String(error)).split(
    "\n",
  );
  const columns = rest.find((line) => line.startsWith("Candidate"));
  return [first, ...(columns === undefined ? [] : [columns])]
    .join(" ")
    .replaceAll(/\/dev\/fd\/\d+/g, "the log")
    .replace(/\.$/, "");
}

/**
 * The rows of `sql` over `tables` as JSON Lines, in a file that is gone when it is closed: gives its descriptor. Throws ClaroIrError
 * `no-duckdb` where DuckDB is not installed, and `usage` for what is no query or is refused by DuckDB (`bad-query`).
 */
export async function rowsOf(
  tables: readonly Table[],
  sql: string,
  signal: AbortSignal,
): Promise<number> {
  const connection = await connect();
  function stop(): void {
    connection.interrupt();
  }
  const folder = mkdtempSync(join(tmpdir(), "claro-ir-rows-"));
  signal.addEventListener("abort", stop);
  try {
    const file = join(folder, "rows");
    await shut(connection, tables, folder);
    await requireQuery(connection, sql);
    await connection.run(`copy (${sql}\n) to ${quoted(file)} (format json)`);
    return openSync(file, "r");
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ClaroIrError || errorCode(error) !== "") throw error;
    throw new ClaroIrError("usage", "bad-query", `DuckDB refuses it: ${said(error)}.`, {
      hint: "--sql 'select … from logs': it reads the files that are named, and no other",
      cause: error,
    });
  } finally {
    signal.removeEventListener("abort", stop);
    connection.closeSync();
    rmSync(folder, { recursive: true, force: true });
  }
}
