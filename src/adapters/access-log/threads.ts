// Shares the jobs of a plan among threads: each has a stretch of them, and helps others when it is done; at the end all is put together.
import { setImmediate } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import type { Crew } from "./crew.ts";
import { mergeCounts } from "./merge-counts.ts";
import type { Counts } from "./counts.ts";
import { performer } from "./perform.ts";
import type { Job, Plan } from "./plan.ts";
import { unpackCounts, type PackedCounts } from "./pack-counts.ts";

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
  readonly crew: Crew;
  /** At most so many take part, this one included. */
  readonly threads: number;
  readonly signal: AbortSignal;
  /** Bytes of files read so far. */
  progress(bytes: number): void;
}

/**
 * The next job: of the thread's own stretch, then of the others'. Neighbours in a file are of the same hours and name the same
 * things: whoever has them all counts each of those once. The first thread has the last stretch: most logs have the window there,
 * of which most is kept, and what this thread counts need not be sent.
 */
function nextJob({ jobs, shared: { next }, thread }: WorkerData): Job | undefined {
  const threads = next.length;
  for (let step = 0; step < threads; step += 1) {
    const of = (2 * threads - 1 - thread - step) % threads;
    const at = Math.floor((of * jobs.length) / threads) + Atomics.add(next, of, 1);
    if (at < Math.floor(((of + 1) * jobs.length) / threads)) return jobs[at];
  }
  return undefined;
}

/** What else is done while jobs are taken. */
interface Breaks {
  /** More was read. */
  read(): void;
  /** Between two jobs. */
  between(): Promise<void> | void;
}

/** Take jobs until none is left. */
export async function takeJobs(
  data: WorkerData,
  signal: AbortSignal,
  { read, between }: Breaks,
): Promise<Counts> {
  const { plan, shared } = data;
  const mine = performer(plan, signal, (bytes) => {
    Atomics.add(shared.units, 0, Math.round(bytes / UNIT));
    read();
  });
  for (;;) {
    const job = nextJob(data);
    if (job === undefined) return mine.finish();
    await mine.perform(job);
    await between();
  }
}

/** Counts of one worker. Rejects when it fails or is ended before. */
async function countsBy(worker: Worker, data: WorkerData): Promise<Counts> {
  const { promise, resolve, reject } = Promise.withResolvers<PackedCounts>();
  function ended(): void {
    reject(new Error("a thread that reads logs ended early"));
  }
  worker.once("message", resolve).once("error", reject).once("exit", ended);
  worker.postMessage(data, []);
  worker.ref();
  try {
    return unpackCounts(await promise);
  } finally {
    worker.unref();
    worker.off("message", resolve).off("error", reject).off("exit", ended);
  }
}

/** All counts of a plan. The crew goes when it has said what it counted. */
export async function runJobs({
  plan,
  jobs,
  crew,
  signal,
  progress,
  ...run
}: Run): Promise<Counts> {
  const threads = Math.max(1, Math.min(run.threads, jobs.length));
  const shared: Shared = {
    next: new Int32Array(new SharedArrayBuffer(4 * threads)),
    units: new Int32Array(new SharedArrayBuffer(4)),
  };
  const others = crew
    .workers(threads - 1)
    .map((worker, at) => countsBy(worker, { plan, jobs, shared, thread: at + 1 }));
  // Whatever ends this, no failure of a thread stays unheard.
  const ended = Promise.allSettled(others);
  try {
    const counts = await takeJobs({ plan, jobs, shared, thread: 0 }, signal, {
      read: () => progress(Atomics.load(shared.units, 0) * UNIT),
      async between() {
        await setImmediate();
        signal.throwIfAborted();
      },
    });
    const parts = await Promise.all(others);
    // Before all is put together: their memory is needed no more.
    await crew.end();
    for (const part of parts) mergeCounts(counts, part);
    return counts;
  } finally {
    await crew.end();
    await ended;
  }
}
