// The small sums that an activity is made of, and how much of each is kept at most.
import { DAY, MINUTE } from "../instant.ts";
import type { AccessEvent, Where } from "./access-event.ts";

/** Most different values kept of each kind: beyond it only the count of events goes on, and `overflow` says so. */
export const MOST_VALUES = 20_000;
/** Most actors, changes, different resources of ten minutes; and most entries of all actors, or of all ten minutes, together. */
export const MOST_ACTORS = 5_000;
export const MOST_CHANGES = 10_000;
export const MOST_NAMES = 1_000;
export const MOST_ENTRIES = 250_000;
export const MOST_EXAMPLES = 5;

/** Whether a is the earlier of two events: by time, then by place, so that the order of reading does not matter. */
export function isEarlier(a: number, aWhere: Where, b: number, bWhere: Where): boolean {
  if (a !== b) return a < b;
  return aWhere.source === bWhere.source
    ? aWhere.line < bWhere.line
    : aWhere.source < bWhere.source;
}

/** A share of a line that stands for many: how long behind its time (ms), and its number of how many. */
export interface Share {
  readonly after: number;
  readonly index: number;
  readonly of: number;
}

/** All of it, at its time. */
export const WHOLE: Share = { after: 0, index: 0, of: 1 };

/**
 * A line that stands for many requests is spread over the minutes it stands for, as evenly as whole requests can be. Sums of more
 * than a day stay where they begin.
 */
export function sharesOf({ bucket }: Pick<AccessEvent, "bucket">): readonly Share[] {
  if (bucket === null || bucket.lastsMs > DAY) return [WHOLE];
  const minutes = Math.round(bucket.lastsMs / MINUTE);
  const of = Math.min(minutes, bucket.requests);
  if (of <= 1) return [WHOLE];
  return Array.from({ length: of }, (_, index) => ({
    after: Math.floor((index * minutes) / of) * MINUTE,
    index,
    of,
  }));
}

/** A share of a sum: whole numbers that add up to it. */
export function shareOf(sum: number, { index, of }: Share): number {
  return of === 1 ? sum : Math.floor((sum * (index + 1)) / of) - Math.floor((sum * index) / of);
}

/** 30 bits of FNV-1a (Fowler, Noll, Vo): tells texts apart, keeps nothing secret. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1)
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value ^ (value >>> 30)) & 0x3fffffff;
}
