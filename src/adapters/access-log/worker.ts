// A thread that reads logs: an entry of its own, beside the program.
import { parentPort } from "node:worker_threads";
import { columnsOf, packCounts } from "./pack-counts.ts";
import { takeJobs, type WorkerData } from "./threads.ts";

/** Nobody watches it. */
const NOTHING = { read: () => undefined, between: () => undefined };

async function work(data: WorkerData): Promise<void> {
  // It is ended from outside: nobody asks it to stop.
  const { signal } = new AbortController();
  const packed = packCounts(await takeJobs(data, signal, NOTHING));
  // Columns are handed over, not copied.
  parentPort?.postMessage(packed, columnsOf(packed));
}

// What threads.ts sends it. A failure is the thread's, and so its parent's.
parentPort?.on("message", (data: WorkerData) => void work(data));
