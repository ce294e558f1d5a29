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
/** Days, or weeks, that are looked at to both sides. */
const MOST_ALIKE = 40;
/** A pause that is none of the longest may be a gap from here on, where lines are many. */
const LEAST_WITHIN = 20 * MINUTE;
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

/** Minutes at which people think of the length of a pause. */
const STEPS = [10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 540, 720, 1080, 1440];

/** A shortest pause as it is said: rounded up, so that it holds, and so that the luck of the sampling does not show. ms. */
export function roundedUp(pause: number): number {
  const step = STEPS.find((minutes) => minutes * MINUTE >= pause);
  return step === undefined ? Math.ceil(pause / DAY) * DAY : step * MINUTE;
}

/** The same stretch on other days or weeks: how many there are, and how many marks each has. */
function alike(marks: readonly number[], { from, to }: Stretch, step: number): readonly number[] {
  const first = marks[0] ?? Infinity;
  const last = marks.at(-1) ?? -Infinity;
  const counts: number[] = [];
  for (let by = -MOST_ALIKE * step; by <= MOST_ALIKE * step; by += step)
    if (by !== 0 && from + by >= first && to + by <= last)
      counts.push(placeOf(marks, to + by) - placeOf(marks, from + by));
  return counts;
}

/**
 * No mark where others like it have so many. Of lines that come by chance (Poisson) at a mean of 16 one stretch in nine million
 * is empty, and a month of a busy log has some 100,000 pauses. Lines that come by the clock vary less than by chance: three
 * of them are enough when a week of days has them.
 */
function isStriking(counts: readonly number[], least: number, isLong: boolean): boolean {
  if (counts.length < least) return false;
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const silent = counts.filter((count) => count === 0).length;
  if (mean >= 16 && silent <= USUAL_SHARE * counts.length) return true;
  const spread = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
  return isLong && counts.length >= LEAST_DAYS && mean >= 3 && spread <= mean / 8;
}

/** Pauses that are no part of the log's own rhythm; `longest` (ms) = what `noticed` says. `marks` ascend, epoch ms, each standing for its whole minute. */
export function gapsOf(marks: readonly number[], longest: number): readonly Stretch[] {
  const gaps: Stretch[] = [];
  for (let index = 1; index < marks.length; index += 1) {
    const mark = marks[index - 1] ?? 0;
    const next = marks[index] ?? 0;
    const isLong = next - mark > longest;
    if (!isLong && next - mark < LEAST_WITHIN) continue;
    const pause = { from: mark + MINUTE, to: next };
    const weeks = alike(marks, pause, 7 * DAY);
    const days = alike(marks, pause, DAY);
    // Of a few days alone nothing is known of its rhythm: then a long pause is a gap.
    const isNew = weeks.length < LEAST_WEEKS && days.length < LEAST_DAYS;
    if (
      (isNew && isLong) ||
      isStriking(weeks, LEAST_WEEKS, isLong) ||
      isStriking(days, LEAST_DAYS, isLong)
    )
      gaps.push(pause);
  }
  return gaps;
}
