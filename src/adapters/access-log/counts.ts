// What one thread has counted: what each key did, what everybody else did, and how each source reads.
import { newActivity, record, type Activity } from "../../core/audit/activity.ts";
import type { AccessEvent } from "../../core/audit/access-event.ts";
import { isDeedOf } from "../../core/audit/follow.ts";
import type { LineReader, Read } from "../../ports/access-log.ts";
import { acrossMark, holds, keepAcross, newAcross, type Across } from "./across.ts";
import type { Why } from "./line-scan.ts";
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
  /** Events that stand for many requests. */
  sums: number;
  rejected: number;
  /** The first ones. */
  samples: Rejected[];
  /** Epoch ms of what was parsed. */
  first: number;
  last: number;
  /** Epoch minutes in which somebody wrote a line. */
  readonly beats: Set<number>;
  readonly notes: Set<string>;
  /** Why it was not read to its end, as a clause; null = it was. */
  cut: string | null;
}

export interface Counts {
  readonly keys: { readonly window: Activity; readonly baseline: Activity }[];
  readonly others: Activity;
  readonly sources: Map<number, SourceCounts>;
  /** Of this thread, and then of others. */
  readonly marks: Marks[];
  readonly across: Across[];
}

/** Rejected lines that are shown of a source. */
const MOST_SAMPLES = 5;

/** Those that are shown of several. */
export function firstOf(samples: readonly Rejected[]): Rejected[] {
  return samples.toSorted((a, b) => a.line - b.line).slice(0, MOST_SAMPLES);
}

/** A line's number while its part's place in the file is not known: part and line within it, in the order of the file. */
const LINES_IN_BLOCK = 2 ** 32;

export function newCounts(plan: Plan): Counts {
  return {
    keys: plan.keys.map(() => ({ window: newActivity(), baseline: newActivity(false) })),
    others: newActivity(),
    sources: new Map(),
    marks: [newMarks()],
    across: [newAcross()],
  };
}

/** The line's number in its file; `before` = lines of the file before each part. */
export function fileLine(line: number, before: readonly number[]): number {
  const block = Math.floor(line / LINES_IN_BLOCK);
  return (before[block] ?? 0) + line - block * LINES_IN_BLOCK;
}

export function countsOf(counts: Counts, source: number): SourceCounts {
  const known = counts.sources.get(source);
  if (known !== undefined) return known;
  const fresh: SourceCounts = {
    blocks: new Map(),
    parsed: 0,
    events: 0,
    duplicates: 0,
    sums: 0,
    rejected: 0,
    samples: [],
    first: Infinity,
    last: -Infinity,
    beats: new Set(),
    notes: new Set(),
    cut: null,
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
  /** A line (or record) to parse. Of a sample alone only its time is taken: the log was written then. */
  pick(text: string, line: number, why: Why): void;
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

function isTwice(
  { plan, source, counts }: Part,
  event: AccessEvent,
  text: string,
  line: number,
): boolean {
  if (event.id === null && !plan.comparesLines) return false;
  if (!plan.keepsMarks && plan.winners.size === 0) return false;
  const mark = markOf(event, source.format, event.id === null ? text : "");
  const [mine] = counts.marks;
  if (plan.keepsMarks && mine !== undefined) keepMark(mine, mark, source.index, line);
  const winner = plan.winners.get(mark);
  return winner !== undefined && countsElsewhere(winner, source.index, line);
}

/** It also stands in a log of another format, and counts there. */
function isElsewhere({ plan, source, counts }: Part, event: AccessEvent): boolean {
  if (!plan.comparesFormats) return false;
  const mark = acrossMark(event);
  if (mark === null) return false;
  const [mine] = counts.across;
  if (plan.keepsMarks && mine !== undefined) keepAcross(mine, mark, source.format);
  const others = plan.elsewhere.get(source.format);
  return others !== undefined && holds(others, mark);
}

/** Something of the log is of that time. */
function see(into: SourceCounts, at: number): void {
  if (at < into.first) into.first = at;
  if (at > into.last) into.last = at;
}

/** All the time that a line stands for. */
function seeWhole(into: SourceCounts, { at, bucket }: AccessEvent): void {
  see(into, at);
  if (bucket !== null && bucket.lastsMs > 0) see(into, at + bucket.lastsMs - 1);
}

function isSum({ bucket }: AccessEvent): boolean {
  return bucket !== null && bucket.requests > 1;
}

/** Somebody wrote a line then. */
function beat(into: SourceCounts, at: number): void {
  see(into, at);
  into.beats.add(Math.floor(at / 60_000));
}

/** Keys that an event counts for, by their place in the plan. */
function ownersOf(
  { plan, source, names }: Part,
  event: AccessEvent,
  everybody: readonly number[],
): readonly number[] {
  if (source.whose === "nobody") return NOBODY;
  return source.whose === "callers" ? everybody : whoseIs(event, plan, names);
}

function addRejected(into: SourceCounts, { line, why, text }: Rejected): void {
  into.rejected += 1;
  const last = into.samples[MOST_SAMPLES - 1];
  // Parts are not read in the order of the file.
  if (last !== undefined && last.line < line) return;
  into.samples = firstOf([...into.samples, { line, why, text: shorten(text) }]);
}

function eventsIn(read: Read): readonly AccessEvent[] {
  if ("event" in read) return [read.event];
  return "events" in read ? read.events : [];
}

/** Counts what is parsed of one part of a source. */
export function counting(part: Part, reader: LineReader): Counting {
  const { plan, source, counts, block } = part;
  const { baselineFrom, from, to } = plan.windows;
  const into = countsOf(counts, source.index);
  const everybody = plan.keys.map((_key, index) => index);
  const where = { source: source.index, line: 0 };

  function count(event: AccessEvent, text: string): void {
    const { at } = event;
    seeWhole(into, event);
    if (at < baselineFrom || at >= to) return;
    const whose = ownersOf(part, event, everybody);
    if (whose.length === 0 && (!source.keepsOthers || at < from)) return;
    // Both are asked, since both remember.
    const isAgain = isTwice(part, event, text, where.line);
    if (isElsewhere(part, event) || isAgain) {
      into.duplicates += 1;
      return;
    }
    into.events += 1;
    if (isSum(event)) into.sums += 1;
    for (const index of whose) {
      const key = counts.keys[index];
      if (key !== undefined) record(at < from ? key.baseline : key.window, event, where);
    }
    if (whose.length === 0) record(counts.others, event, where);
  }

  function reject(line: number, why: string, text: string): void {
    addRejected(into, { line: block * LINES_IN_BLOCK + line, why, text });
  }

  function takeText(text: string, line: number, isSample: boolean): void {
    where.line = block * LINES_IN_BLOCK + line;
    const read = reader.read(text);
    if ("rejected" in read) reject(line, read.rejected, text);
    if (isSample) for (const { at } of eventsIn(read)) beat(into, at);
    if ("event" in read) count(read.event, text);
    else
      for (const [index, event] of eventsIn(read).entries())
        count(event, index === 0 ? text : `${text}\n${String(index)}`);
  }

  function takeTime(text: string, line: number): void {
    const at = reader.timeOf?.(text) ?? null;
    if (at !== null) {
      beat(into, at);
      return;
    }
    const read = reader.read(text);
    if ("rejected" in read) reject(line, read.rejected, text);
    for (const event of eventsIn(read)) beat(into, event.at);
  }

  return {
    reject,
    pick(text, line, why) {
      into.parsed += 1;
      // A byte-order mark belongs to the file, not to its first line.
      const bare = line === 1 && block === 0 ? text.replace(/^\uFEFF/, "") : text;
      if (why === "sample") takeTime(bare, line);
      else takeText(bare, line, why === "both");
    },
  };
}
