// Times at which a log is known to have been written: what a pause in it means.
import { DAY, MINUTE } from "../instant.ts";
import { quantile } from "./statistics.ts";

/** Epoch ms, `to` not included. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A pause is never called a gap below this, however busy the log. */
const SHORTEST = 10 * MINUTE;
/** A pause of a busy source is a gap when it is longer than so many times its 99th percentile. */
const FACTOR = 3;
/** Silence at this time of day or week counts as usual when it was seen in this share of earlier days. */
const USUAL_SHARE = 0.1;
const LEAST_WEEKS = 3;
const LEAST_DAYS = 7;

/** First place in ascending numbers that is not below `value`. */
function placeOf(marks: readonly number[], value: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((marks[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether any of the ascending marks lies in the stretch. */
export function hasMark(marks: readonly number[], { from, to }: Stretch): boolean {
  return (marks[placeOf(marks, from)] ?? Infinity) < to;
}

/** The shortest pause in ms that would be noticed: three times the 99th percentile of all pauses. */
export function noticed(marks: readonly number[]): number {
  const pauses: number[] = [];
  for (let index = 1; index < marks.length; index += 1)
    pauses.push((marks[index] ?? 0) - (marks[index - 1] ?? 0));
  return Math.max(SHORTEST, FACTOR * quantile(pauses, 0.99));
}

/** How often earlier (and later) stretches at the same time were silent too; null when there are too few. */
function silentShare(
  marks: readonly number[],
  pause: Stretch,
  step: number,
  least: number,
): number | null {
  const first = marks[0] ?? Infinity;
  const last = marks.at(-1) ?? -Infinity;
  let silent = 0;
  let all = 0;
  for (let by = -40 * step; by <= 40 * step; by += step) {
    const shifted = { from: pause.from + by, to: pause.to + by };
    if (by === 0 || shifted.from < first || shifted.to > last) continue;
    all += 1;
    if (!hasMark(marks, shifted)) silent += 1;
  }
  return all < least ? null : silent / all;
}

/** The log is always silent at this time of the day, or of the week. */
function isUsual(marks: readonly number[], pause: Stretch): boolean {
  const byWeek = silentShare(marks, pause, 7 * DAY, LEAST_WEEKS);
  const byDay = silentShare(marks, pause, DAY, LEAST_DAYS);
  if (byWeek === null && byDay === null) return false;
  return (byWeek === null || byWeek > USUAL_SHARE) && (byDay === null || byDay > USUAL_SHARE);
}

/** Pauses above `longest` (ms) that are no part of the log's own rhythm. `marks` ascend, epoch ms, each standing for its whole minute. */
export function gapsOf(marks: readonly number[], longest: number): readonly Stretch[] {
  const gaps: Stretch[] = [];
  for (let index = 1; index < marks.length; index += 1) {
    const mark = marks[index - 1] ?? 0;
    const next = marks[index] ?? 0;
    if (next - mark <= longest) continue;
    const pause = { from: mark + MINUTE, to: next };
    if (!isUsual(marks, pause)) gaps.push(pause);
  }
  return gaps;
}
