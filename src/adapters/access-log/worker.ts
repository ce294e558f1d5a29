// A thread that reads logs: an entry of its own, beside the program.
import { parentPort, workerData } from "node:worker_threads";
import { packCounts } from "./pack-counts.ts";
import { takeJobs, type WorkerData } from "./threads.ts";

// What threads.ts gives it. It is ended from there: nobody asks it to stop.
const counts = await takeJobs(
  workerData as WorkerData,
  new AbortController().signal,
  () => undefined,
);
const { packed, moved } = packCounts(counts);
parentPort?.postMessage(packed, moved);
