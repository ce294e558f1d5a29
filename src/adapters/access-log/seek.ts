// In a large file whose lines are in order of time only one stretch can hold what is asked for: where it begins and ends.
import { readSync } from "node:fs";
import type { ReadRequest } from "../../ports/access-log.ts";
import { MINUTE } from "../../core/instant.ts";
import { shellWord } from "../../core/shell-word.ts";
import type { OpenLog } from "./open-log.ts";
import type { Packed } from "./unpack.ts";

const FEED = 10;
/** A smaller file is read faster than it is thought about. */
const WORTH_SEEKING = 64 * 1024 * 1024;
/** Logs are written when a request ends: lines may be out of order by as much as a long one takes. */
const SLACK = 10 * MINUTE;
/** Lines looked at, evenly spread, before order is believed. */
const PROBES = 128;
/** So near is near enough. */
const NEAR = 1024 * 1024;
/** Lines tried at a place that is no event. */
const TRIES = 8;
const PROBE_BYTES = 16 * 1024;

export interface Sought {
  readonly from: number;
  readonly to: number;
  readonly notes: readonly string[];
}

/** What is read at a place: most lines are shorter. */
const bytes = Buffer.allocUnsafe(4096);

/** Where the first line begins that begins at `place` or behind. */
export function lineStart({ fd, size }: Pick<Packed, "fd" | "size">, place: number): number {
  if (place <= 0) return 0;
  for (let at = place - 1; at < size; at += bytes.length) {
    const count = readSync(fd, bytes, 0, bytes.length, at);
    const feed = bytes.subarray(0, count).indexOf(FEED);
    if (feed !== -1) return Math.min(at + feed + 1, size);
    if (count === 0) break;
  }
  return size;
}

/** When the first event at `place` or behind was; null where none can be read. */
function timeAt(
  { fd, size, format, head }: OpenLog,
  request: ReadRequest,
): (place: number) => number | null {
  // A reader of its own: what it assumes is no note of the log's.
  const reader = format.open(head, request.options);
  const some = Buffer.allocUnsafe(PROBE_BYTES);
  return (place) => {
    const start = lineStart({ fd, size }, place);
    const count = readSync(fd, some, 0, PROBE_BYTES, start);
    const lines = some.toString("utf8", 0, count).split("\n", TRIES);
    for (const line of lines) {
      const read = reader.read(line.replace(/\r$/, ""));
      if ("event" in read) return read.event.at;
      if ("events" in read && read.events[0] !== undefined) return read.events[0].at;
    }
    return null;
  };
}

interface Probe {
  readonly place: number;
  readonly at: number;
}

function isOrdered(probes: readonly Probe[]): boolean {
  let latest = -Infinity;
  for (const { at } of probes) {
    if (at < latest - SLACK) return false;
    latest = Math.max(latest, at);
  }
  return true;
}

/** Narrow down where times pass `bound`, between two probes. Gives the probes on both sides. */
function narrow(
  low: Probe,
  high: Probe,
  bound: number,
  time: (place: number) => number | null,
): readonly Probe[] {
  const probes = [low, high];
  for (let [from, to] = [low.place, high.place]; to - from > NEAR;) {
    const place = Math.floor((from + to) / 2);
    const at = time(place);
    if (at === null) break;
    probes.push({ place, at });
    if (at < bound) from = place;
    else to = place;
  }
  return probes.sort((a, b) => a.place - b.place);
}

/** When the lines were that are looked at first; null where one cannot be read, or where the ends say that all is in question. */
function probesOf(
  size: number,
  time: (place: number) => number | null,
  { baselineFrom, to }: ReadRequest["windows"],
): readonly Probe[] | null {
  const places = Array.from({ length: PROBES }, (_, index) => Math.floor((index * size) / PROBES));
  const ends = [time(0), time(places.at(-1) ?? 0)];
  if (ends.every((at) => at !== null && at >= baselineFrom - SLACK && at <= to + SLACK))
    return null;
  const probes: Probe[] = [];
  for (const place of places) {
    const at = time(place);
    if (at === null) return null;
    probes.push({ place, at });
  }
  return probes;
}

/** The stretch of a plain file that can hold events of the time in question; null = all of it has to be read. */
export function seek(open: OpenLog, request: ReadRequest): Sought | null {
  const { size } = open;
  if (size < WORTH_SEEKING) return null;
  const { baselineFrom, to: until } = request.windows;
  const time = timeAt(open, request);
  const probes = probesOf(size, time, request.windows);
  if (probes === null) return null;
  const before = probes.findLast(({ at }) => at < baselineFrom - SLACK);
  const behind = probes.find(({ at }) => at > until + SLACK);
  const next = probes.find(({ place }) => place > (before?.place ?? size));
  const last = probes.findLast(({ place }) => place < (behind?.place ?? 0));
  const looked = [
    ...probes,
    ...(before === undefined || next === undefined
      ? []
      : narrow(before, next, baselineFrom - SLACK, time)),
    ...(behind === undefined || last === undefined
      ? []
      : narrow(last, behind, until + SLACK, time)),
  ].sort((a, b) => a.place - b.place);
  if (!isOrdered(looked)) return null;
  const from = looked.findLast(({ at }) => at < baselineFrom - SLACK)?.place ?? 0;
  const to = looked.find(({ at }) => at > until + SLACK)?.place ?? size;
  if (to - from > 0.9 * size) return null;
  const start = lineStart(open, from);
  return {
    from: start,
    to,
    notes: [
      `Its lines are in order of time (${String(looked.length)} were looked at), so only bytes ${String(start)} to ${String(to)} of ${String(size)} were read, where the time in question lies. Lines are counted from there: tail -c +${String(start + 1)} ${shellWord(open.head.name)} | sed -n <line>p`,
    ],
  };
}
