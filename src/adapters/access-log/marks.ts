// Which events are there twice. Stated rule: the same vendor id is the same event; without an id, a line that stands in several
// files counts as often as in the file that has it most (two equal lines in one file are two requests). Events of another format
// are in `across.ts`.
import type { AccessEvent } from "../../core/audit/access-event.ts";
import type { Winner } from "./plan.ts";

/** Marks of the events of one thread, in three lists of one length. */
export interface Marks {
  readonly marks: number[];
  readonly sources: number[];
  readonly lines: number[];
  /** There was no room for more. */
  isFull: boolean;
}

/** Events whose marks are kept, over all threads: 12 MB. */
const MOST_MARKS = 500_000;

export function newMarks(): Marks {
  return { marks: [], sources: [], lines: [], isFull: false };
}

/** 53 bits of a text (cyrb53 by bryc, public domain): half a million texts collide once in 100,000 readings. */
export function digest(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0) + 1;
}

/** Below zero for ids, above for lines, so that the two never meet. */
export function markOf(event: AccessEvent, format: string, text: string): number {
  return event.id === null ? digest(text) : -digest(`${format}\n${event.id}`);
}

export function keepMark(to: Marks, mark: number, source: number, line: number): void {
  if (to.marks.length >= MOST_MARKS) {
    to.isFull = true;
    return;
  }
  to.marks.push(mark);
  to.sources.push(source);
  to.lines.push(line);
}

interface Place {
  readonly source: number;
  readonly line: number;
}

function first(places: readonly Place[]): Winner {
  return places.reduce((best, one) =>
    one.source < best.source || (one.source === best.source && one.line < best.line) ? one : best,
  );
}

/** The source that has the line most often; of equals the first. */
function most(places: readonly Place[]): Winner {
  const bySource = [...Map.groupBy(places, ({ source }) => source)].sort(
    ([a, x], [b, y]) => y.length - x.length || a - b,
  );
  return { source: bySource[0]?.[0] ?? 0, line: -1 };
}

function isTwice(mark: number, places: readonly Place[]): boolean {
  return mark < 0 ? places.length > 1 : places.some(({ source }) => source !== places[0]?.source);
}

/** For every event that is there twice, where it counts. `all` are the marks of all threads. */
export function winnersOf(all: readonly Marks[]): ReadonlyMap<number, Winner> {
  const sorted = Float64Array.from(all.flatMap(({ marks }) => marks)).sort();
  const again = new Set<number>();
  for (let at = 1; at < sorted.length; at += 1) {
    const mark = sorted[at] ?? 0;
    if (mark === sorted[at - 1]) again.add(mark);
  }
  if (again.size === 0) return new Map();
  const places = new Map<number, Place[]>();
  for (const { marks, sources, lines } of all)
    for (const [at, mark] of marks.entries()) {
      if (!again.has(mark)) continue;
      const place = { source: sources[at] ?? 0, line: lines[at] ?? 0 };
      const known = places.get(mark);
      if (known === undefined) places.set(mark, [place]);
      else known.push(place);
    }
  return new Map(
    [...places]
      .filter(([mark, of]) => isTwice(mark, of))
      .map(([mark, of]) => [mark, mark < 0 ? first(of) : most(of)]),
  );
}

/** Whether an event counts elsewhere. */
export function countsElsewhere(winner: Winner, source: number, line: number): boolean {
  return winner.source !== source || (winner.line !== -1 && winner.line !== line);
}
