// Reading event files. Synchronous calls on purpose: measured on 5,000 small files they take a quarter of the time of asynchronous ones,
// and every command waits for its journal anyway.
import { lstatSync, opendirSync, readdirSync, readFileSync, type Dir } from "node:fs";
import { join, sep } from "node:path";
import { setImmediate } from "node:timers/promises";
import { ClaroIrError } from "../../core/error.ts";
import { eventFileName, eventNumber } from "../../core/journal/chain.ts";
import type { StoredFile } from "../../core/journal/check.ts";
import { EMPTY_HEAD } from "../../core/journal/event.ts";
import type { Head } from "../../core/journal/event.ts";
import type { Sha256 } from "../../ports/system.ts";
import { READ_FLAGS } from "../system/durable-file.ts";
import { isShortage } from "../../core/machine-trouble.ts";
import { errorCode } from "../system/error-code.ts";
import { TEMP_PREFIX } from "../system/durable-file.ts";

/** Files between two pauses, so that a clock on the screen goes on during a long read. */
const PAUSE_EVERY = 500;

/** Bytes of a file, undefined when there is none. Links are not followed. */
export function readBytes(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path, { flag: READ_FLAGS });
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** What stands for a byte that is no UTF-8; a text may hold it of its own. */
const REPLACEMENT = "\ufffd";

/**
 * The content of an event file as text where that is what it is, so that its digest and its reading need no second pass; else its bytes, to
 * be judged. Undefined when there is none. Thousands are read in a row: Node reads a text at three quarters of the cost of its bytes.
 */
function readContent(path: string): string | Uint8Array | undefined {
  try {
    const text = readFileSync(path, { flag: READ_FLAGS, encoding: "utf8" });
    return text.includes(REPLACEMENT) ? readBytes(path) : text;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Names in a journal folder, files that are still being written left out; none when there is no folder. */
export function listEvents(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith(TEMP_PREFIX));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}

/** Whether a folder holds an event; no more of it is listed than that takes. Throws what `listEvents` throws. */
export function holdsEvents(folder: string): boolean {
  let open: Dir | undefined;
  try {
    open = opendirSync(folder);
    for (let entry = open.readSync(); entry !== null; entry = open.readSync())
      if (!entry.name.startsWith(TEMP_PREFIX)) return true;
    return false;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  } finally {
    open?.closeSync();
  }
}

/** Hand over every file of a journal folder, one after the other, unreadable ones included. */
export async function eachFile(folder: string, visit: (file: StoredFile) => void): Promise<void> {
  const names = listEvents(folder);
  let read = 0;
  for (const name of [...names, ...unlisted(numbersIn(names))]) {
    const file = readEventFile(folder, name);
    if (file !== undefined) visit(file);
    read += 1;
    if (read % PAUSE_EVERY === 0) await setImmediate();
  }
}

/** The end of a stream, by its names and its last file. Throws `damaged` when a number is missing or the last file cannot be read. */
export function endOf(folder: string, sha256: Sha256): Head {
  const numbers = numbersIn(listEvents(folder));
  const seq = highest(numbers);
  if (seq === 0) return EMPTY_HEAD;
  for (const name of [...unlisted(numbers), eventFileName(seq)]) {
    const file = readEventFile(folder, name);
    if (file === undefined) throw damaged(join(folder, name), "missing", "it is not there");
    if (file.content === null) throw damaged(join(folder, name), "unreadable", file.why ?? "");
    if (name === eventFileName(seq)) return { seq, hash: sha256(file.content) };
  }
  return EMPTY_HEAD;
}

/**
 * Number of the newest event, how many files there are, and which file the newest is: inode, size and time of change. Rewriting, adding
 * or removing a file gives another stamp, so does a copy of the store. Empty: no events.
 */
export function stampOf(folder: string): string {
  const numbers = numbersIn(listEvents(folder));
  const seq = highest(numbers);
  if (seq === 0) return "";
  const file = lstatSync(join(folder, eventFileName(seq)), { bigint: true, throwIfNoEntry: false });
  if (file === undefined) return "";
  return [seq, numbers.length, file.ino, file.size, file.ctimeNs].map(String).join(":");
}

/** The error of a journal that must not be acted on. */
export function damaged(file: string, what: string, detail: string): ClaroIrError {
  const message = `The journal is damaged: ${file} (${what}: ${detail}).`;
  return new ClaroIrError("damaged", "journal-damaged", message, { hint: "claro-ir verify" });
}

function readEventFile(folder: string, name: string): StoredFile | undefined {
  try {
    // `join` would look at the whole path again for each of ten thousand names.
    const content = readContent(folder + sep + name);
    return content === undefined ? undefined : { name, content };
  } catch (error) {
    if (isShortage(error)) throw error;
    const code = errorCode(error);
    const why = code === "ELOOP" ? "it is a symbolic link" : `it cannot be read (${code})`;
    return { name, content: null, why };
  }
}

function numbersIn(names: readonly string[]): readonly number[] {
  const numbers: number[] = [];
  for (const name of names) {
    const seq = eventNumber(name);
    if (seq !== undefined) numbers.push(seq);
  }
  return numbers;
}

function highest(numbers: readonly number[]): number {
  let last = 0;
  for (const seq of numbers) last = Math.max(last, seq);
  return last;
}

/**
 * Names that a listing lacks below its highest number. A listing made while another process appends may show 43 without 42, so a
 * missing one is looked for by name before anybody calls it lost. At most 100: more is no race.
 */
function unlisted(numbers: readonly number[]): readonly string[] {
  const last = highest(numbers);
  if (numbers.length === last) return [];
  const listed = new Set(numbers);
  const lacking: string[] = [];
  for (let seq = 1; seq < last && lacking.length < 100; seq += 1)
    if (!listed.has(seq)) lacking.push(eventFileName(seq));
  return lacking;
}
