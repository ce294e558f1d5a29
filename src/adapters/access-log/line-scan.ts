// Cuts bytes into lines and picks those that must be parsed: every one, or those that hold a needle and a sample of the rest.
import type { Bytes } from "./bytes.ts";

/** A longer line is no log line: it is counted and not parsed. */
export const LONGEST_LINE = 1024 * 1024;
/** So much is read at once: it stays in the processor's own memory while it is searched. */
export const PIECE = 256 * 1024;
/** What a scan needs room for: a line that is carried on, a piece, and a line end of our own. */
export const SCANNED = LONGEST_LINE + PIECE + 1;

const FEED = 10;

/** Why a line is picked: it holds a needle, it is a sample, or both (every line, where all are picked). */
export type Why = "needle" | "sample" | "both";

export interface LineScanOptions {
  /** Memory of `SCANNED` bytes, with its needles. */
  readonly bytes: Bytes;
  /** Every line is picked. */
  readonly every: boolean;
  /** Where in the log the first byte lies. */
  readonly offset: number;
  /** Where in the log the first byte at or behind `from` lies whose line is picked whatever it says. */
  sample(from: number): number;
  /** The very last line is picked too. */
  readonly picksLast: boolean;
  /** A picked line without its end; `line` counts from 1, of the lines that begin at `offset` or behind. */
  pick(text: string, line: number, why: Why): void;
  tooLong(line: number): void;
}

export interface LineScan {
  /** The next bytes go into its beginning, and `push` says how many. */
  room(): Buffer;
  push(length: number): void;
  /** No more comes: what is left is a line without an end. */
  end(): void;
  /** So far. */
  readonly lines: number;
}

interface State extends LineScanOptions {
  /** Bytes of an unfinished line at the beginning of the buffer. */
  carried: number;
  /** Where in the log the buffer begins. */
  at: number;
  lines: number;
  /** The rest of a line that is too long is passed over. */
  isPassing: boolean;
  /** The last line so far, while it is not picked. */
  last: string | null;
}

/** The line in [start, stop) without its line break. */
function textOf(buffer: Buffer, start: number, stop: number): string {
  const end = stop > start && buffer[stop - 1] === 13 ? stop - 1 : stop;
  return buffer.toString("utf8", start, end);
}

/** Where the line begins that holds the byte at `place`. */
function startOf(buffer: Buffer, place: number, from: number): number {
  return place === from ? from : buffer.lastIndexOf(FEED, place - 1) + 1;
}

function earliest(places: readonly number[]): number {
  let first = -1;
  for (const place of places) if (place !== -1 && (first === -1 || place < first)) first = place;
  return first;
}

/** Places before `from` are done with. */
function advance(bytes: Bytes, places: number[], from: number, end: number): void {
  let index = 0;
  for (const needle of bytes.needles) {
    const place = places[index] ?? -1;
    if (place !== -1 && place < from)
      places[index] = from < end ? bytes.find(needle, from, end) : -1;
    index += 1;
  }
}

/** Whole lines in [0, end): those picked are given out, all are counted. */
function scanSome(state: State, end: number): void {
  const { bytes, at } = state;
  const { buffer } = bytes;
  const places = bytes.needles.map((needle) => bytes.find(needle, 0, end));
  let counted = 0;
  let from = 0;
  while (from < end) {
    const hit = earliest(places);
    const sample = state.sample(at + from) - at;
    if (hit === -1 && sample >= end) break;
    const place = hit === -1 ? sample : Math.min(hit, sample);
    const start = startOf(buffer, place, from);
    const stop = buffer.indexOf(FEED, place);
    state.lines += bytes.lines(counted, start);
    counted = start;
    const isHit = hit !== -1 && hit <= stop;
    const why = !isHit ? "sample" : sample <= stop ? "both" : "needle";
    state.pick(textOf(buffer, start, stop), state.lines + 1, why);
    from = stop + 1;
    advance(bytes, places, from, end);
  }
  state.lines += bytes.lines(counted, end);
  if (!state.picksLast) return;
  state.last = from < end ? textOf(buffer, startOf(buffer, end - 1, from), end - 1) : null;
}

function scanEvery(state: State, end: number): void {
  const { buffer } = state.bytes;
  for (let start = 0; start < end;) {
    const stop = buffer.indexOf(FEED, start);
    state.lines += 1;
    state.pick(textOf(buffer, start, stop), state.lines, "both");
    start = stop + 1;
  }
}

function scan(state: State, end: number): void {
  if (state.every) scanEvery(state, end);
  else scanSome(state, end);
}

/** Drop the first bytes of the buffer; what is left, up to `end`, is carried to its beginning. */
function drop(state: State, count: number, end: number): void {
  state.bytes.buffer.copyWithin(0, count, end);
  state.at += count;
  state.carried = end - count;
}

/** Pass over what there is of a line that is too long, or over all of it. */
function passOver(state: State, end: number): void {
  const feed = state.bytes.buffer.subarray(0, end).indexOf(FEED);
  state.last = null;
  state.isPassing = feed === -1;
  drop(state, feed === -1 ? end : feed + 1, end);
  if (state.isPassing) return;
  state.lines += 1;
  state.tooLong(state.lines);
}

/** Only what was carried can grow too long: all that is read at once is shorter. */
function isTooLong({ bytes, carried }: State, end: number): boolean {
  if (carried === 0 || end <= LONGEST_LINE) return false;
  const feed = bytes.buffer.subarray(0, end).indexOf(FEED);
  return feed === -1 || feed > LONGEST_LINE;
}

function push(state: State, length: number): void {
  const { buffer } = state.bytes;
  const end = state.carried + length;
  if (state.isPassing || isTooLong(state, end)) passOver(state, end);
  else state.carried = end;
  const feed = state.carried === 0 ? -1 : buffer.lastIndexOf(FEED, state.carried - 1);
  if (feed === -1) return;
  scan(state, feed + 1);
  drop(state, feed + 1, state.carried);
}

function finish(state: State): void {
  const { buffer } = state.bytes;
  if (state.isPassing) {
    state.isPassing = false;
    state.lines += 1;
    state.tooLong(state.lines);
  } else if (state.carried > 0) {
    buffer[state.carried] = FEED;
    scan(state, state.carried + 1);
  }
  state.carried = 0;
  if (state.last !== null) state.pick(state.last, state.lines, "sample");
}

/** A scan over bytes that come in order. */
export function lineScan(options: LineScanOptions): LineScan {
  const { buffer } = options.bytes;
  const state: State = {
    ...options,
    carried: 0,
    at: options.offset,
    lines: 0,
    isPassing: false,
    last: null,
  };
  return {
    room: () => buffer.subarray(state.carried, state.carried + PIECE),
    push: (length) => push(state, length),
    end: () => finish(state),
    get lines() {
      return state.lines;
    },
  };
}
