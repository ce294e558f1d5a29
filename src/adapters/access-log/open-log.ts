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
import { headOf, packingOf, type LogHead } from "./head.ts";
import type { Packed } from "./unpack.ts";

/** A log of a known format, ready to be read. */
export interface OpenLog extends Packed {
  readonly format: LogFormat;
  readonly reader: LineReader;
  readonly head: LogSample;
}

/** One that cannot be read, or whose format nobody knows. */
export interface Unread {
  /** A clause; null = there is nothing in it. */
  readonly why: string | null;
  readonly bytes: number;
}

export interface Opening {
  readonly format: string | null;
  readonly options: FormatOptions;
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

async function descriptor({ name, isStream }: FoundLog, opening: Opening): Promise<number> {
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

/** Nothing in it, or nothing that could be unpacked. */
function whyBlank({ container }: Packed["packing"], { cut }: LogHead): string | null {
  return cut === null ? null : `it could not be read (${cut}): packed with ${container}`;
}

/** Open a log and tell its format. Throws ClaroIrError `usage` for a format, a column or a zone that is none. */
export async function openLog(found: FoundLog, opening: Opening): Promise<OpenLog | Unread> {
  const { name, problem } = found;
  if (problem !== null) return { why: `it could not be read: ${problem}`, bytes: 0 };
  const { signal, options } = opening;
  let fd: number;
  try {
    fd = await descriptor(found, opening);
  } catch (error) {
    signal.throwIfAborted();
    return { why: `it could not be read: ${refusal(error)}`, bytes: 0 };
  }
  const { size } = fstatSync(fd);
  if (size === 0) return { why: null, bytes: 0 };
  const packing = await packingOf({ fd, size }, signal);
  if ("closed" in packing)
    return {
      why: `it is packed as ${packing.closed}, which is not read here: unpack it first`,
      bytes: size,
    };
  const head = await headOf({ fd, size, packing }, name, signal);
  if (head.text.trim() === "") return { why: whyBlank(packing, head), bytes: size };
  const format = opening.format === null ? recogniseFormat(head) : formatById(opening.format);
  if (format === null) return { why: unknown(head.text), bytes: size };
  return { fd, size, packing, format, head, reader: format.open(head, options) };
}
