// Which events stand in logs of several formats (a gateway's JSON and a web server's lines of the same requests). Stated rule: the same
// second, address, operation, thing and status is the same event, and counts as often as in the format that has it most. Within one
// format nothing is merged by this rule: two machines of one kind each have requests of their own (`marks.ts` knows copies).
import type { AccessEvent } from "../../core/audit/access-event.ts";
import { digest } from "./marks.ts";

/** Marks of the events of one thread, by format. */
export interface Across {
  readonly byFormat: Map<string, number[]>;
  count: number;
  /** There was no room for more. */
  isFull: boolean;
}

/** Events whose marks are kept, in each thread: 4 MB. */
const MOST_MARKS = 500_000;

export function newAcross(): Across {
  return { byFormat: new Map(), count: 0, isFull: false };
}

/** Null for what cannot be compared: sums, and events without an address or an operation. Web servers write whole seconds. */
export function acrossMark(event: AccessEvent): number | null {
  const { at, ip, action, resource, status, outcome, bucket } = event;
  if (ip === null || action === null || bucket !== null) return null;
  const parts = [Math.floor(at / 1000), ip, action, resource ?? "", status ?? outcome];
  return digest(parts.join("\n"));
}

export function keepAcross(to: Across, mark: number, format: string): void {
  if (to.count >= MOST_MARKS) {
    to.isFull = true;
    return;
  }
  to.count += 1;
  const marks = to.byFormat.get(format);
  if (marks === undefined) to.byFormat.set(format, [mark]);
  else marks.push(mark);
}

/** A format's marks in ascending order, and how far they are compared. */
interface Row {
  readonly format: string;
  readonly marks: Float64Array;
  readonly lost: number[];
  at: number;
}

function rowOf(format: string, all: readonly Across[]): Row {
  const lists = all.map(({ byFormat }) => byFormat.get(format) ?? []);
  const marks = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let from = 0;
  for (const list of lists) {
    marks.set(list, from);
    from += list.length;
  }
  return { format, marks: marks.sort(), lost: [], at: 0 };
}

/** How often the mark comes next in a row, which moves on behind it. */
function take(row: Row, mark: number): number {
  const from = row.at;
  while (row.marks[row.at] === mark) row.at += 1;
  return row.at - from;
}

/** For each format the marks of its events that count in another one; of equals the format that comes first has them. */
export function elsewhereOf(
  all: readonly Across[],
  formats: readonly string[],
): ReadonlyMap<string, Float64Array> {
  const rows = [...new Set(formats)].map((format) => rowOf(format, all));
  for (;;) {
    const mark = Math.min(...rows.map(({ marks, at }) => marks[at] ?? Infinity));
    if (mark === Infinity) break;
    const counts = rows.map((row) => take(row, mark));
    const best = counts.indexOf(Math.max(...counts));
    for (const [index, row] of rows.entries())
      if (index !== best && counts[index] !== 0) row.lost.push(mark);
  }
  return new Map(
    rows
      .filter(({ lost }) => lost.length > 0)
      .map(({ format, lost }) => [format, Float64Array.from(lost)]),
  );
}

/** Whether ascending marks hold this one. */
export function holds(marks: Float64Array, mark: number): boolean {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((marks[middle] ?? Infinity) < mark) low = middle + 1;
    else high = middle;
  }
  return marks[low] === mark;
}
