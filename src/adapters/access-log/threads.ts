// Shares the jobs of a plan among threads: each has a stretch of them, and helps others when it is done; at the end all is put together.
import { setImmediate } from "node:timers/promises";
import { availableParallelism } from "node:os";
import { basename, dirname, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import { mergeCounts } from "./merge-counts.ts";
import type { Counts } from "./counts.ts";
import { performer } from "./perform.ts";
import type { Job, Plan } from "./plan.ts";
import { unpackCounts, type PackedCounts } from "./pack-counts.ts";

/** More cost memory (each some 12 MB) and find the disk busy. */
const MOST_THREADS = 4;
/** A thread takes as long to start as this many bytes take to be searched. */
const WORTH_A_THREAD = 64 * 1024 * 1024;
/** A thread's space for new objects: what a line leaves is gone at once. */
const YOUNG_MB = 3;
/** What progress is counted in. */
const UNIT = 4096;

/** What the threads of one run share: for each the number of the next job in its stretch, and how much was read. */
export interface Shared {
  readonly next: Int32Array;
  readonly units: Int32Array;
}

export interface WorkerData {
  readonly plan: Plan;
  readonly jobs: readonly Job[];
  readonly shared: Shared;
  /** Number of the thread, from 0. */
  readonly thread: number;
}

export interface Run {
  readonly plan: Plan;
  readonly jobs: readonly Job[];
  /** At most so many take part, this one included. */
  readonly threads: number;
  readonly signal: AbortSignal;
  /** Bytes of files read so far. */
  progress(bytes: number): void;
}

/**
 * The next job: of the thread's own stretch, then of the others'. Neighbours in a file are of the same hours and name the same
 * things: whoever has them all counts each of those once.
 */
function nextJob({ jobs, shared: { next }, thread }: WorkerData): Job | undefined {
  const threads = next.length;
  for (let step = 0; step < threads; step += 1) {
    const of = (thread + step) % threads;
    const at = Math.floor((of * jobs.length) / threads) + Atomics.add(next, of, 1);
    if (at < Math.floor(((of + 1) * jobs.length) / threads)) return jobs[at];
  }
  return undefined;
}

/** Take jobs until none is left. */
export async function takeJobs(
  data: WorkerData,
  signal: AbortSignal,
  between: () => Promise<void> | void,
): Promise<Counts> {
  const { plan, shared } = data;
  const mine = performer(plan, signal, (bytes) => {
    Atomics.add(shared.units, 0, Math.round(bytes / UNIT));
  });
  for (;;) {
    const job = nextJob(data);
    if (job === undefined) return mine.finish();
    await mine.perform(job);
    await between();
  }
}

/** The worker's own entry: beside this file, or beside the folder of chunks in the bundle. */
function workerFile(): string {
  const here = import.meta.filename;
  return here.endsWith(".ts")
    ? join(dirname(here), "worker.ts")
    : join(dirname(here), basename(dirname(here)) === "chunks" ? ".." : ".", "log-worker.cjs");
}

/** Counts of one worker. Rejects when it fails or is ended before. */
function workerCounts(worker: Worker): Promise<Counts> {
  const { promise, resolve, reject } = Promise.withResolvers<Counts>();
  worker.once("message", (packed: PackedCounts) => resolve(unpackCounts(packed)));
  worker.once("error", reject);
  worker.once("exit", () => reject(new Error("a thread that reads logs ended early")));
  return promise;
}

/** How many threads are worth their start. `work` = bytes that are searched. */
export function threadsFor(work: number): number {
  return Math.min(MOST_THREADS, availableParallelism(), Math.ceil(work / WORTH_A_THREAD));
}

/**
 * Settings of V8 for work that lasts seconds. Each line leaves some garbage and little that stays, which V8 takes for a reason to
 * let its space for new objects grow to 64 MB in every thread. And its last compiler takes more time, in every thread anew, than
 * what it makes of the code saves.
 */
function setEngine(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString("--no-turbofan");
}

/** All counts of a plan. */
export async function runJobs(run: Run): Promise<Counts> {
  setEngine();
  const { plan, jobs, signal, progress } = run;
  const threads = Math.max(1, Math.min(run.threads, jobs.length));
  const shared: Shared = {
    next: new Int32Array(new SharedArrayBuffer(4 * threads)),
    units: new Int32Array(new SharedArrayBuffer(4)),
  };
  const workers = Array.from({ length: threads - 1 }, (_, at) => {
    const workerData: WorkerData = { plan, jobs, shared, thread: at + 1 };
    return new Worker(workerFile(), {
      workerData,
      execArgv: [],
      stdin: false,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
  });
  const others = workers.map(workerCounts);
  // Whatever ends this, no failure of a thread stays unheard.
  const ended = Promise.allSettled(others);
  try {
    const counts = await takeJobs({ plan, jobs, shared, thread: 0 }, signal, async () => {
      progress(Atomics.load(shared.units, 0) * UNIT);
      await setImmediate();
      signal.throwIfAborted();
    });
    for (const part of others) mergeCounts(counts, await part);
    return counts;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
    await ended;
  }
}
