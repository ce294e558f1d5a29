// Reads access logs: finds and opens them, shares the work among threads, and puts together what they say. See `ports/access-log.ts`.
import { closeSync, fstatSync } from "node:fs";
import { newActivity } from "../../core/audit/activity.ts";
import type { Followed } from "../../core/audit/context.ts";
import { toFollow } from "../../core/audit/follow.ts";
import type { SourceCoverage } from "../../core/audit/report.ts";
import { instantOf } from "../../core/audit/figures.ts";
import { counted, figure } from "../../core/audit/words.ts";
import type { ReadLogs, ReadRequest } from "../../ports/access-log.ts";
import { elsewhereOf } from "./across.ts";
import { takeCrew, threadsFor, type Crew } from "./crew.ts";
import { countsOf, type Counts, type SourceCounts } from "./counts.ts";
import { digestOf } from "./digest-of.ts";
import { findLogs } from "./find-logs.ts";
import { recogniseFormat } from "./format/index.ts";
import { winnersOf } from "./marks.ts";
import { numberLines } from "./merge-counts.ts";
import { otherKeysIn } from "./other-keys.ts";
import { openLog, type OpenLog, type Unread } from "./open-log.ts";
import type { Plan } from "./plan.ts";
import { followPlan, jobsOf, planOf, type Log } from "./planning.ts";
import { runJobs } from "./threads.ts";

/** Keys made with keys made with keys … */
const DEEPEST = 5;
/** Ids that are followed at most. */
const MOST_FOLLOWED = 200;

const TWICE =
  "What also stands in a log of another format (same second, address, operation and status) counts there alone.";

const NO_LOG =
  "It lies among the logs and is none: its beginning names neither a key nor a time. Name it to have it read.";

function isOpen(log: OpenLog | Unread): log is OpenLog {
  return "fd" in log;
}

/** A request, and those who read for it. */
interface Reading extends ReadRequest {
  readonly crew: Crew;
}

/** Everything a plan reads; where events are there twice, once more, so that each counts once. */
async function countAll(plan: Plan, request: Reading): Promise<Counts> {
  const { jobs, work, bytes } = jobsOf(plan);
  const run = {
    jobs,
    crew: request.crew,
    threads: threadsFor(work),
    signal: request.signal,
    progress: (read: number) => request.progress({ bytes: Math.min(read, bytes), of: bytes }),
  };
  const first = await runJobs({ ...run, plan });
  const winners = winnersOf(first.marks);
  const elsewhere = elsewhereOf(
    first.across,
    plan.sources.map(({ format }) => format),
  );
  const counts =
    winners.size === 0 && elsewhere.size === 0
      ? first
      : await runJobs({ ...run, plan: { ...plan, winners, elsewhere, keepsMarks: false } });
  numberLines(counts);
  for (const { index, format } of plan.sources)
    if (elsewhere.has(format) && countsOf(counts, index).duplicates > 0)
      countsOf(counts, index).notes.add(TWICE);
  if ([...first.marks, ...first.across].some(({ isFull }) => isFull))
    for (const source of counts.sources.values())
      source.notes.add("So many events that not all were compared: some may be counted twice.");
  return counts;
}

/** What was done with what the keys made, and with what that made. */
async function follow(plan: Plan, counts: Counts, request: Reading): Promise<readonly Followed[]> {
  const known = new Set(plan.keys.flatMap(({ names }) => names));
  const followed: Followed[] = [];
  let windows = counts.keys.map(({ window }) => window);
  for (let depth = 0; depth < DEEPEST && windows.length > 0; depth += 1) {
    const keys = toFollow(windows, known).slice(0, MOST_FOLLOWED - followed.length);
    if (keys.length === 0) break;
    for (const { key } of keys) known.add(key);
    const found = await countAll(followPlan(plan, keys), request);
    windows = found.keys.map(({ window }) => window);
    followed.push(
      ...keys.map(({ key }, index) => ({ key, window: windows[index] ?? newActivity() })),
    );
  }
  return followed;
}

/** What a log is by its content, when it was read as something else. */
function likelier({ head, format }: OpenLog): string {
  const likely = recogniseFormat(head);
  return likely === null || likely === format ? "" : `: by its content it is ${likely.id}`;
}

/** What of a log is not in the counts, although it is there. */
function unreadOf({ open, unread }: Log, of: SourceCounts): SourceCoverage["unread"] {
  if (unread !== null) return unread.why === null ? null : { why: unread.why, after: null };
  if (open === null) return null;
  if (of.parsed > 0 && of.rejected > 0.9 * of.parsed)
    return {
      why: `hardly a line of it reads as ${open.format.id}${likelier(open)}`,
      after: null,
    };
  return of.cut === null ? null : { why: of.cut, after: instantOf(of.last) };
}

/** A clause as a sentence. */
function sentence(clause: string): string {
  return `${clause.slice(0, 1).toUpperCase()}${clause.slice(1)}.`;
}

/** Sums of this log and single requests of another cannot be told apart. */
function sumNotes(of: SourceCounts, counts: Counts): readonly string[] {
  const others = [...counts.sources.values()].filter(
    (other) => other !== of && other.events > other.sums,
  );
  return of.sums === 0 || others.length === 0
    ? []
    : ["Its sums may hold requests that stand in another log one by one: these count twice."];
}

function readingNotes({ open, plan }: Log, of: SourceCounts, lines: number): readonly string[] {
  if (open === null || plan === null) return [];
  const grown = fstatSync(open.file.fd).size > open.file.size;
  return [
    ...(plan.whose === "nobody"
      ? [
          "Its lines do not name the key, while those of other logs do: only its times count. Read it alone for figures of all callers.",
        ]
      : []),
    ...(plan.every || of.parsed >= lines
      ? []
      : [
          `${figure(of.parsed)} of its ${counted(lines, "line")} were parsed: those that hold a name of the key, and a sample of the others (--every-line parses all).`,
        ]),
    ...(grown ? ["It grew while it was read: what was written meanwhile is not in it."] : []),
  ];
}

function openingNotes({ open, unread, sought }: Log, isMissed: boolean): readonly string[] {
  if (open === null && isMissed) return [];
  if (open === null) return [unread?.isNoLog === true ? NO_LOG : "It is empty."];
  return [...open.notes, ...(sought?.notes ?? [])];
}

function coverage(
  log: Log,
  counts: Counts,
  sha256: string | null,
  otherKeys: readonly string[],
): SourceCoverage {
  const { open, unread: closed, plan, name } = log;
  const of = countsOf(counts, log.index);
  const unread = unreadOf(log, of);
  const lines = [...of.blocks.values()].reduce((sum, one) => sum + one, 0);
  return {
    name,
    format: open?.format.id ?? null,
    sha256,
    bytes: open?.file.size ?? closed?.bytes ?? 0,
    lines,
    events: of.events,
    duplicates: of.duplicates,
    rejected: of.rejected,
    samples: of.samples,
    from: instantOf(of.first),
    to: instantOf(of.last),
    notes: [
      ...(unread === null ? [] : [sentence(unread.why)]),
      ...openingNotes(log, unread !== null),
      ...of.notes,
      ...sumNotes(of, counts),
      ...readingNotes(log, of, lines),
    ],
    namesKeys: plan?.whose === "keys",
    unread,
    otherKeys,
  };
}

async function openAll(request: ReadRequest, opened: number[]): Promise<readonly Log[]> {
  const { format, options, signal, sql = null } = request;
  const names = request.keys.flatMap((key) => key.names).filter((name) => name !== "");
  const opening = { format, options, names, signal, opened };
  const all = findLogs(request.paths);
  const logs: { name: string; log: OpenLog | Unread }[] = [];
  if (sql !== null) {
    const { nameOf, openQuery } = await import("./open-query.ts");
    logs.push({ name: nameOf(all), log: await openQuery(all, sql, opening) });
  } else
    for (const found of all) {
      signal.throwIfAborted();
      logs.push({ name: found.name, log: await openLog(found, opening) });
    }
  return logs.map(({ name, log }, index) => ({
    index,
    name,
    open: isOpen(log) ? log : null,
    unread: isOpen(log) ? null : log,
    plan: null,
    sought: null,
  }));
}

async function readOpened(request: Reading, opened: number[]): Promise<ReadLogs> {
  const found = await openAll(request, opened);
  const { logs, plan } = planOf(request, found);
  const counts = await countAll(plan, request);
  const followed = await follow(plan, counts, request);
  const isMissing = counts.keys.some(
    ({ window, baseline }) => window.requests + baseline.requests === 0,
  );
  const sources: SourceCoverage[] = [];
  for (const log of logs) {
    const { open } = log;
    const digest =
      request.digests === true && open !== null ? await digestOf(open.file, request.signal) : null;
    sources.push(coverage(log, counts, digest, isMissing ? otherKeysIn(log, plan) : []));
  }
  return {
    sources,
    keys: plan.keys.map(({ key }, index) => ({
      key,
      window: counts.keys[index]?.window ?? newActivity(),
      baseline: counts.keys[index]?.baseline ?? newActivity(false),
    })),
    followed,
    others: plan.sources.some((source) => source.keepsOthers) ? counts.others : null,
    beats: logs.map(({ index }) => [...countsOf(counts, index).beats].sort((a, b) => a - b)),
  };
}

/** See `ports/access-log.ts`. */
export async function readAccessLogs(request: ReadRequest): Promise<ReadLogs> {
  const opened: number[] = [];
  const crew = takeCrew();
  try {
    return await readOpened({ ...request, crew }, opened);
  } finally {
    await crew.end();
    for (const fd of opened) closeSync(fd);
  }
}
