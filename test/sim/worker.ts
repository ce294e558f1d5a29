// A thread that plays its share of the seeds, perhaps with a bug planted, and cuts down what it finds.
import { parentPort, workerData } from "node:worker_threads";
import type { Mutant } from "./mutants.ts";
import { plant } from "./plant.ts";
import type { History } from "./simulate.ts";

export interface Share {
  readonly from: number;
  readonly count: number;
  /** To the next seed. */
  readonly step: number;
  readonly mutant: Mutant | null;
}

/** A failure as it was found, and cut down. */
export interface Failure {
  readonly found: History;
  readonly smallest: History;
}

export interface Found {
  readonly events: number;
  /** Last hash of each journal, in the order of the seeds of this share. */
  readonly heads: readonly string[];
  readonly twice: number;
  /** Of each incident that could be closed: how many commands the last person needed. */
  readonly typed: readonly number[];
  readonly failures: readonly Failure[];
}

/** Seeds of a share that are played twice: the same history must come out. */
const TWICE = 20;
/** Most failures of a share that are worth telling. */
const MOST_TOLD = 5;

async function play({ from, count, step, mutant }: Share): Promise<Found> {
  if (mutant !== null) plant(mutant);
  const { simulate } = await import("./simulate.ts");
  const { shrink } = await import("./shrink.ts");
  // Refusals are made by the thousand, and a replay tells where one comes from.
  Error.stackTraceLimit = 0;
  const most = mutant === null ? MOST_TOLD : 1;
  const failures: Failure[] = [];
  const heads: string[] = [];
  const typed: number[] = [];
  let events = 0;
  let twice = 0;
  for (let seed = from; seed < from + count * step && failures.length < most; seed += step) {
    const history = await simulate(seed);
    heads.push(history.head);
    events += history.events;
    if (history.broken === null) typed.push(history.typed);
    if (history.broken !== null) failures.push({ found: history, smallest: await shrink(history) });
    else if (mutant === null && twice < TWICE) {
      twice += 1;
      const again = await simulate(seed);
      const broken = "played twice, two histories came out";
      if (again.head !== history.head)
        failures.push({ found: { ...history, broken }, smallest: { ...history, broken } });
    }
  }
  return { events, heads, twice, typed, failures };
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port, not a window
parentPort?.postMessage(await play(workerData as Share));
