// What one thread has counted: what each key did, what everybody else did, and how each source reads.
import { newActivity, record, type Activity } from "../../core/audit/activity.ts";
import type { AccessEvent } from "../../core/audit/access-event.ts";
import { isDeedOf } from "../../core/audit/follow.ts";
import type { LineReader, Read } from "../../ports/access-log.ts";
import { countsElsewhere, keepMark, markOf, newMarks, type Marks } from "./marks.ts";
import type { Plan, SourcePlan } from "./plan.ts";
import { shorten } from "./shorten.ts";

export interface Rejected {
  readonly line: number;
  readonly why: string;
  readonly text: string;
}

export interface SourceCounts {
  /** Lines of each part, by its number. */
  readonly blocks: Map<number, number>;
  parsed: number;
  events: number;
  duplicates: number;
  rejected: number;
  /** The first ones. */
  samples: Rejected[];
  /** Epoch ms of what was parsed. */
  first: number;
  last: number;
  /** Epoch minutes in which somebody wrote a line. */
  readonly beats: Set<number>;
  readonly notes: Set<string>;
}

export interface Counts {
  readonly keys: { readonly window: Activity; readonly baseline: Activity }[];
  readonly others: Activity;
  readonly sources: Map<number, SourceCounts>;
  /** Of this thread, and then of others. */
  readonly marks: Marks[];
}

/** Rejected lines that are shown of a source. */
export const MOST_SAMPLES = 5;

/** A line's number while its part's place in the file is not known: part and line within it, in the order of the file. */
const LINES_IN_BLOCK = 2 ** 32;

export function newCounts(plan: Plan): Counts {
  return {
    keys: plan.keys.map(() => ({ window: newActivity(), baseline: newActivity(false) })),
    others: newActivity(),
    sources: new Map(),
    marks: [newMarks()],
  };
}

/** The line's number in its file; `before` = lines of the file before each part. */
export function fileLine(line: number, before: readonly number[]): number {
  return (before[Math.floor(line / LINES_IN_BLOCK)] ?? 0) + (line % LINES_IN_BLOCK);
}

export function countsOf(counts: Counts, source: number): SourceCounts {
  const known = counts.sources.get(source);
  if (known !== undefined) return known;
  const fresh: SourceCounts = {
    blocks: new Map(),
    parsed: 0,
    events: 0,
    duplicates: 0,
    rejected: 0,
    samples: [],
    first: Infinity,
    last: -Infinity,
    beats: new Set(),
    notes: new Set(),
  };
  counts.sources.set(source, fresh);
  return fresh;
}

/** Keys by each of their names. */
type Names = ReadonlyMap<string, readonly number[]>;

export function namesOf({ keys }: Plan): Names {
  const names = new Map<string, number[]>();
  for (const [index, key] of keys.entries())
    for (const name of key.names) names.set(name, [...(names.get(name) ?? []), index]);
  return names;
}

const NOBODY: readonly number[] = [];

/** Whose event it is: by the key's name; of what was made with a key, by whatever names its deeds. */
function whoseIs(event: AccessEvent, { keys, byPrincipal }: Plan, names: Names): readonly number[] {
  if (byPrincipal)
    return keys.flatMap((one, index) =>
      one.names.some((name) => isDeedOf(event, name)) ? [index] : [],
    );
  const { key, alias = null } = event;
  const named = key === null ? undefined : names.get(key);
  return named ?? (alias === null ? NOBODY : (names.get(alias) ?? NOBODY));
}

export interface Counting {
  /** A line (or record) to parse. `isSample`: picked whatever it says. */
  pick(text: string, line: number, isSample: boolean): void;
  /** A line that is not parsed, and why. */
  reject(line: number, why: string, text: string): void;
}

interface Part {
  readonly plan: Plan;
  readonly source: SourcePlan;
  readonly names: Names;
  readonly counts: Counts;
  readonly block: number;
}

function isTwice({ plan, source, counts }: Part, event: AccessEvent, text: string, line: number) {
  if (event.id === null && !plan.comparesLines) return false;
  if (!plan.keepsMarks && plan.winners.size === 0) return false;
  const mark = markOf(event, source.format, text);
  const [mine] = counts.marks;
  if (plan.keepsMarks && mine !== undefined) keepMark(mine, mark, source.index, line);
  const winner = plan.winners.get(mark);
  return winner !== undefined && countsElsewhere(winner, source.index, line);
}

/** Counts what is parsed of one part of a source. */
export function counting(part: Part, reader: LineReader): Counting {
  const { plan, source, names, counts, block } = part;
  const { baselineFrom, from, to } = plan.windows;
  const into = countsOf(counts, source.index);
  const everybody = plan.keys.map((_key, index) => index);
  const where = { source: source.index, line: 0 };

  function owners(event: AccessEvent): readonly number[] {
    if (source.whose === "nobody") return NOBODY;
    return source.whose === "callers" ? everybody : whoseIs(event, plan, names);
  }

  function count(event: AccessEvent, text: string): void {
    const { at } = event;
    if (at < into.first) into.first = at;
    if (at > into.last) into.last = at;
    if (at < baselineFrom || at >= to) return;
    const whose = owners(event);
    if (whose.length === 0 && (!source.keepsOthers || at < from)) return;
    if (isTwice(part, event, text, where.line)) {
      into.duplicates += 1;
      return;
    }
    into.events += 1;
    for (const index of whose) {
      const key = counts.keys[index];
      if (key !== undefined) record(at < from ? key.baseline : key.window, event, where);
    }
    if (whose.length === 0) record(counts.others, event, where);
  }

  function reject(line: number, why: string, text: string): void {
    into.rejected += 1;
    if (into.samples.length < MOST_SAMPLES)
      into.samples.push({ line: block * LINES_IN_BLOCK + line, why, text: shorten(text) });
  }

  function take(read: Read, text: string, line: number, isSample: boolean): void {
    if ("rejected" in read) return reject(line, read.rejected, text);
    if ("none" in read) return undefined;
    where.line = block * LINES_IN_BLOCK + line;
    const events = "event" in read ? [read.event] : read.events;
    for (const [index, event] of events.entries()) {
      if (isSample) into.beats.add(Math.floor(event.at / 60_000));
      count(event, index === 0 ? text : `${text}\n${String(index)}`);
    }
    return undefined;
  }

  return {
    reject,
    pick(text, line, isSample) {
      into.parsed += 1;
      // A byte-order mark belongs to the file, not to its first line.
      const bare = line === 1 && block === 0 ? text.replace(/^\uFEFF/, "") : text;
      take(reader.read(bare), bare, line, isSample);
    },
  };
}
