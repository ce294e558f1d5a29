// Does one job after the other in a thread: reads the bytes, cuts and picks lines or records, and counts what they say.
import { readSync } from "node:fs";
import type { LineReader } from "../../ports/access-log.ts";
import { searchable, type Bytes } from "./bytes.ts";
import { counting, countsOf, namesOf, newCounts, type Counting, type Counts } from "./counts.ts";
import { refusal } from "./find-logs.ts";
import { formatById } from "./format/index.ts";
import { firstBytes } from "./first-bytes.ts";
import { headOf } from "./head.ts";
import { lineScan, PIECE, SCANNED, type LineScan } from "./line-scan.ts";
import { needlesOf } from "./needles.ts";
import { isPart, type Job, type Plan, type SourcePlan } from "./plan.ts";
import { regular, thinning } from "./sampling.ts";
import { lineStart } from "./seek.ts";
import { unpack } from "./unpack.ts";

/** Bytes of the first log that say which bytes are rare in it. */
const SAMPLED = 8 * 1024;

const TOO_LONG = "it is longer than 1 MiB";

export interface Performer {
  perform(job: Job): Promise<void>;
  /** What each format assumed is added to its source's notes. */
  finish(): Counts;
}

interface Thread {
  readonly plan: Plan;
  readonly counts: Counts;
  readonly bytes: Bytes;
  readonly sources: ReadonlyMap<number, SourcePlan>;
  readonly names: ReturnType<typeof namesOf>;
  readonly readers: Map<number, LineReader>;
  readonly signal: AbortSignal;
  /** So many bytes of files were read. */
  read(bytes: number): void;
}

function scanOf(
  { bytes }: Thread,
  source: SourcePlan,
  { pick, reject }: Counting,
  offset: number,
): LineScan {
  return lineScan({
    bytes,
    every: source.every,
    offset,
    picksLast: !isPart(source),
    sample: isPart(source) ? regular(source.stride, source.size) : thinning(source.stride),
    pick,
    tooLong: (line) => reject(line, TOO_LONG, ""),
  });
}

/** A part of a plain file: the lines that begin in it. */
function readPart(thread: Thread, source: SourcePlan, job: Job, counted: Counting): void {
  const from = lineStart(source, job.from);
  const to = lineStart(source, job.to);
  const scan = scanOf(thread, source, counted, from);
  let at = from;
  while (at < to) {
    const count = readSync(source.fd, scan.room(), 0, Math.min(PIECE, to - at), at);
    if (count === 0) break;
    at += count;
    scan.push(count);
    thread.signal.throwIfAborted();
  }
  scan.end();
  const into = countsOf(thread.counts, source.index);
  into.blocks.set(job.block, scan.lines);
  if (at < to) into.cut = "it became shorter while it was read: what was cut off is missing";
  thread.read(to - from);
}

interface Scan {
  push(bytes: Buffer): void;
  /** Gives why not all of it could be read, or null. */
  end(): string | null;
  lines(): number;
}

function wholeLines(thread: Thread, source: SourcePlan, counted: Counting): Scan {
  const scan = scanOf(thread, source, counted, 0);
  return {
    push(bytes) {
      for (let at = 0; at < bytes.length; at += PIECE)
        scan.push(bytes.copy(scan.room(), 0, at, at + PIECE));
    },
    end() {
      scan.end();
      return null;
    },
    lines: () => scan.lines,
  };
}

async function wholeDocument(arrays: readonly string[], { pick, reject }: Counting): Promise<Scan> {
  const { recordScan } = await import("./records.ts");
  const scan = recordScan({
    arrays,
    pick: (text, record) => pick(text, record, "both"),
    tooLong: (record) => reject(record, TOO_LONG, ""),
  });
  return { push: scan.push, end: scan.end, lines: () => scan.records };
}

/** A packed file, or a document: from its beginning to its end. */
async function readWhole(thread: Thread, source: SourcePlan, counted: Counting): Promise<void> {
  const { signal } = thread;
  const { arrays } = source;
  const scan =
    arrays === null ? wholeLines(thread, source, counted) : await wholeDocument(arrays, counted);
  const cut = await unpack(source, {
    signal,
    read: thread.read,
    piece(bytes) {
      scan.push(bytes);
      return true;
    },
  });
  const broken = scan.end();
  const into = countsOf(thread.counts, source.index);
  into.blocks.set(0, scan.lines());
  if (cut !== null) into.cut = `it could not be read to its end (${cut}): what was read counts`;
  else if (broken !== null) into.cut = `not all of it could be read: ${broken}`;
}

async function readerOf(thread: Thread, source: SourcePlan): Promise<LineReader> {
  const known = thread.readers.get(source.index);
  if (known !== undefined) return known;
  const head = await headOf(source, source.name, thread.signal);
  const reader = formatById(source.format).open(head, thread.plan.options);
  thread.readers.set(source.index, reader);
  return reader;
}

async function perform(thread: Thread, job: Job): Promise<void> {
  const { plan, counts, names, sources, signal } = thread;
  const source = sources.get(job.source);
  if (source === undefined) throw new Error("a job for a source that is not in the plan");
  try {
    const reader = await readerOf(thread, source);
    const counted = counting({ plan, source, names, counts, block: job.block }, reader);
    if (isPart(source)) readPart(thread, source, job, counted);
    else await readWhole(thread, source, counted);
  } catch (error) {
    signal.throwIfAborted();
    countsOf(counts, source.index).cut = `it could not be read to its end: ${refusal(error)}`;
  }
}

/** A thread's share of a plan. `read` hears how many bytes of files were read. */
export function performer(
  plan: Plan,
  signal: AbortSignal,
  read: (bytes: number) => void,
): Performer {
  const counts = newCounts(plan);
  const [first] = plan.sources;
  const sample = first === undefined ? Buffer.alloc(0) : firstBytes(first.fd, SAMPLED);
  const bytes = searchable(SCANNED, needlesOf(plan.keys) ?? [], sample);
  const thread: Thread = {
    plan,
    counts,
    bytes,
    sources: new Map(plan.sources.map((source) => [source.index, source])),
    names: namesOf(plan),
    readers: new Map(),
    signal,
    read,
  };
  return {
    perform: (job) => perform(thread, job),
    finish() {
      for (const [source, reader] of thread.readers)
        for (const note of reader.notes()) countsOf(counts, source).notes.add(note);
      return counts;
    },
  };
}
