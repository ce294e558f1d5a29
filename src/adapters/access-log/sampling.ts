// Which lines are parsed whatever they say, so that it is known when a log was written at all: told by lines, not by bytes, so that
// the same traffic gives the same answer in every format.
import type { OpenLog } from "./open-log.ts";

/** So many lines, over all logs, are all looked at. */
const ALL = 32_768;
/** Of more lines about so many, evenly spread. */
const SAMPLES = 8_192;
/** Samples are never rarer, in bytes, so that a silent hour is seen in the busiest log. */
const LONGEST_STRIDE = 128 * 1024;
/** A packed log holds about so many times its own size (gzip and zstd on logs: 8 to 15). */
const PACKED = 10;

/** Mean length of a log's first lines in bytes, with their ends. */
function lineBytes({ head: { text } }: Pick<OpenLog, "head">): number {
  const lines = text.split("\n").filter((line) => line !== "").length;
  return Math.max(1, Buffer.byteLength(text) / Math.max(1, lines));
}

function linesOf(log: Pick<OpenLog, "head" | "size" | "packing">): number {
  const bytes = log.packing.container === "plain" ? log.size : log.size * PACKED;
  return bytes / lineBytes(log);
}

/** For each log how many bytes lie between two samples; 1 = every line is one. */
export function stridesOf(
  logs: readonly Pick<OpenLog, "head" | "size" | "packing">[],
): readonly number[] {
  const all = logs.reduce((sum, log) => sum + linesOf(log), 0);
  return logs.map((log) =>
    all <= ALL ? 1 : Math.min(LONGEST_STRIDE, Math.ceil((all / SAMPLES) * lineBytes(log))),
  );
}

/** Where the next sample lies at or behind `from`. */
export type NextSample = (from: number) => number;

/** Of a file whose size is known: every `stride` bytes, and its last byte. */
export function regular(stride: number, size: number): NextSample {
  return (from) => {
    const next = Math.ceil(from / stride) * stride;
    return from <= size - 1 ? Math.min(next, size - 1) : next;
  };
}

/** Of one whose size is known only when it has been unpacked: as dense as planned, and rarer when it turns out to be larger. */
export function thinning(stride: number): NextSample {
  let next = 0;
  return (from) => {
    if (from > next) next = from + Math.min(LONGEST_STRIDE, Math.max(stride, spare(from)));
    return next;
  };
}

/** Bytes between samples so far into a log: none in what is small, then every 1,024th part of what went before. */
function spare(from: number): number {
  return from < LONGEST_STRIDE * 64 ? 1 : Math.floor(from / 1024);
}
