// Opens what was found: a descriptor that stays the same file whatever is renamed meanwhile, how it is packed, its format.
import {
  createReadStream,
  createWriteStream,
  fstatSync,
  mkdtempSync,
  openSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { FormatOptions, LineReader, LogFormat, LogSample } from "../../ports/access-log.ts";
import { refusal, type FoundLog } from "./find-logs.ts";
import { formatById, recogniseFormat } from "./format/index.ts";
import { firstBytes } from "./first-bytes.ts";
import { headOf, packingOf, type LogHead } from "./head.ts";
import { tablesAs } from "../system/containers.ts";
import { ClaroIrError } from "../../core/error.ts";
import type { Packed } from "./unpack.ts";

/** A log of a known format, ready to be read. */
export interface OpenLog extends Packed {
  readonly format: LogFormat;
  readonly reader: LineReader;
  readonly head: LogSample;
  /** The file as it lies there; what is read may be its rows, put down as lines. */
  readonly file: Pick<Packed, "fd" | "size">;
  /** What is to be known of how it was had, one sentence each. */
  readonly notes: readonly string[];
}

/** One that cannot be read, or whose format nobody knows. */
export interface Unread {
  /** A clause; null = nothing is missed with it. */
  readonly why: string | null;
  readonly bytes: number;
  /** Text that lies among logs and is none; else, where nothing is missed, it is empty. */
  readonly isNoLog?: true;
}

export interface Opening {
  readonly format: string | null;
  readonly options: FormatOptions;
  /** What the logs may call the keys. */
  readonly names: readonly string[];
  readonly signal: AbortSignal;
  /** Descriptors to be closed when all is read. */
  readonly opened: number[];
}

/** What can be read once only is kept in a file that nobody else can open and that is gone when it is closed: logs are read twice. */
async function keep(name: string, { signal, opened }: Opening): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "claro-ir-log-"));
  try {
    const file = join(folder, "log");
    const fd = openSync(file, "wx+", 0o600);
    opened.push(fd);
    const from = name === "-" ? process.stdin : createReadStream(name);
    await pipeline(from, createWriteStream(file, { fd, autoClose: false }), { signal });
    return fd;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same file for as long as it is read. */
export async function descriptor({ name, isStream }: FoundLog, opening: Opening): Promise<number> {
  if (name === "-" && fstatSync(0).isFile()) return 0;
  if (isStream) return keep(name, opening);
  const fd = openSync(name, "r");
  opening.opened.push(fd);
  return fd;
}

function unknown(text: string): string {
  return /\0/.test(text)
    ? "it is no text: not recognised"
    : "its format was not recognised: name it with --source (claro-ir sources list), or its columns with --column field=name";
}

/** A text that lies among logs and is none: nothing in it names a key or a time, as every line of a log would. */
function isNoLog(text: string, { names }: Opening): boolean {
  return !/\0|\d:\d\d|\d{4}-\d\d|\d{9}/.test(text) && !names.some((name) => text.includes(name));
}

/** Nothing in it, or nothing that could be unpacked. */
function whyBlank({ container }: Packed["packing"], { cut }: LogHead): string | null {
  return cut === null ? null : `it could not be read (${cut}): packed with ${container}`;
}

/** Open a log and tell its format. Throws ClaroIrError `usage` for a format, a column or a zone that is none. */
export async function openLog(found: FoundLog, opening: Opening): Promise<OpenLog | Unread> {
  const { problem } = found;
  if (problem !== null) return { why: `it could not be read: ${problem}`, bytes: 0 };
  let fd: number;
  try {
    fd = await descriptor(found, opening);
  } catch (error) {
    opening.signal.throwIfAborted();
    return { why: `it could not be read: ${refusal(error)}`, bytes: 0 };
  }
  const { size } = fstatSync(fd);
  if (size === 0) return { why: null, bytes: 0 };
  const kind = tablesAs(firstBytes(fd));
  return kind === undefined
    ? openLines({ fd, size }, found, opening)
    : openTables(kind, { fd, size }, found, opening);
}

type File = OpenLog["file"];
type Named = Pick<FoundLog, "name" | "isNamed">;

const ROWS = "Its rows were read through DuckDB: the number of a line is that of its row.";

/** Its rows as lines, read as any others are. */
async function openTables(
  kind: "parquet" | "database",
  file: File,
  found: Named,
  opening: Opening,
): Promise<OpenLog | Unread> {
  if (kind === "database") return { why: "it is a database: ask it with --sql", bytes: file.size };
  const { rowsOf } = await import("./duckdb.ts");
  try {
    const table = { kind, fd: file.fd, name: found.name, compression: "uncompressed" } as const;
    const rows = await rowsOf([table], "from logs", opening.signal);
    opening.opened.push(rows);
    const lines = await openLines({ fd: rows, size: fstatSync(rows).size }, found, opening);
    return "fd" in lines ? { ...lines, file, notes: [ROWS] } : { ...lines, bytes: file.size };
  } catch (error) {
    if (!(error instanceof ClaroIrError)) throw error;
    const hint = error.code === "no-duckdb" ? ` (${error.hint ?? ""})` : "";
    return { why: `it is Parquet: ${error.message.replace(/\.$/, "")}${hint}`, bytes: file.size };
  }
}

/** Lines or documents, by their content. Throws ClaroIrError `usage` for a format, a column or a zone that is none. */
export async function openLines(
  { fd, size }: File,
  { name, isNamed }: Named,
  opening: Opening,
): Promise<OpenLog | Unread> {
  const { signal, options } = opening;
  const packing = await packingOf({ fd, size }, signal);
  if ("closed" in packing)
    return {
      why: `it is packed as ${packing.closed}, which is not read here: unpack it first`,
      bytes: size,
    };
  const head = await headOf({ fd, size, packing }, name, signal);
  if (head.text.trim() === "") return { why: whyBlank(packing, head), bytes: size };
  const format =
    opening.format === null ? recogniseFormat(head, options.columns) : formatById(opening.format);
  if (format === null && !isNamed && isNoLog(head.text, opening))
    return { why: null, bytes: size, isNoLog: true };
  if (format === null) return { why: unknown(head.text), bytes: size };
  return {
    fd,
    size,
    packing,
    format,
    head,
    file: { fd, size },
    notes: [],
    reader: format.open(head, options),
  };
}
