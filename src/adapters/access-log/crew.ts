// The threads that read logs beside the first one. One takes as long to start as all that a command does before it reads, so that
// they are called first of all.
import { closeSync, openSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, dirname, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import { HEAD_BYTES as MAGIC_BYTES, openedAs } from "../system/containers.ts";
import { firstBytes } from "./first-bytes.ts";

/** More cost memory (each some 12 MB) and find the disk busy. */
const MOST_THREADS = 4;
/** A thread takes as long to start as this many bytes take to be searched. */
const WORTH_A_THREAD = 64 * 1024 * 1024;
/** A thread's space for new objects: what a line leaves is gone at once. */
const YOUNG_MB = 3;

export interface Crew {
  /** So many threads beside this one, started where they are not there yet. */
  workers(count: number): readonly Worker[];
  /** Ends them, whatever they do; others may be called later. */
  end(): Promise<void>;
}

/** The worker's own entry: beside this file, or beside the folder of chunks in the bundle. */
function workerFile(): string {
  const here = import.meta.filename;
  return here.endsWith(".ts")
    ? join(dirname(here), "worker.ts")
    : join(dirname(here), basename(dirname(here)) === "chunks" ? ".." : ".", "log-worker.cjs");
}

/**
 * V8's settings while logs are read, and otherwise. Each line leaves some garbage and little that stays, which V8 takes for a reason to
 * let its space for new objects grow to 64 MB in every thread. And what is called often it compiles anew with its last compiler, on the
 * processors that read: a sixth of an audit's time, and little of it comes back within a gigabyte.
 *
 * They hold while lines are read, and no longer. With other settings than those that Node was built with, V8 does not take for compiled
 * what was compiled before: a thread would start in twice the time, and what is kept of compiled code would be of no use to others.
 */
const READING = ["--semi-space-growth-factor=1", "--no-turbofan"];
const USUAL = ["--semi-space-growth-factor=2", "--turbofan"];

function setEngine(flags: readonly string[]): void {
  for (const flag of flags) setFlagsFromString(flag);
}

function started(): Worker {
  const worker = new Worker(workerFile(), {
    execArgv: [],
    stdin: false,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  // While it has nothing to do it keeps nobody waiting.
  worker.unref();
  return worker;
}

/** A crew, with so many called ahead. */
function newCrew(ahead = 0): Crew {
  let workers: Worker[] = [];
  const starting = new Set<Worker>();
  let isReading = false;

  /** Everything is loaded when there is something to read, and each thread has started. */
  function settle(): void {
    if (isReading && starting.size === 0) setEngine(READING);
  }

  function fill(count: number): void {
    while (workers.length < count) {
      const worker = started();
      workers.push(worker);
      starting.add(worker);
      worker.once("online", () => {
        starting.delete(worker);
        settle();
      });
    }
  }

  fill(ahead);
  return {
    workers(count) {
      fill(count);
      isReading = true;
      settle();
      return workers.slice(0, count);
    },
    async end() {
      const all = workers;
      workers = [];
      starting.clear();
      isReading = false;
      setEngine(USUAL);
      await Promise.all(all.map((worker) => worker.terminate()));
    },
  };
}

/** How many threads are worth their start. `work` = bytes that are searched. */
export function threadsFor(work: number): number {
  return Math.max(
    1,
    Math.min(MOST_THREADS, availableParallelism(), Math.ceil(work / WORTH_A_THREAD)),
  );
}

let called: Crew | null = null;

function isPacked(path: string): boolean {
  const fd = openSync(path, "r");
  try {
    return openedAs(firstBytes(fd, MAGIC_BYTES)) !== undefined;
  } finally {
    closeSync(fd);
  }
}

/** Bytes of a file that can be shared among threads: what is packed is read by one. */
function sharedBytes(path: string): number {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size >= WORTH_A_THREAD && !isPacked(path) ? stats.size : 0;
  } catch {
    // A pattern, or nothing that can be read: whoever reads it says so.
    return 0;
  }
}

/** Start the threads that these files are worth. */
export function callCrew(paths: readonly string[]): void {
  const bytes = paths.reduce((sum, path) => sum + sharedBytes(path), 0);
  called = newCrew(threadsFor(bytes) - 1);
}

/** The crew that was called, else one that nobody is in yet. Whoever takes it ends it. */
export function takeCrew(): Crew {
  const crew = called ?? newCrew();
  called = null;
  return crew;
}
