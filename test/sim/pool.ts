// Plays seeds and planted bugs on all cores.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Mutant } from "./mutants.ts";
import type { Failure, Found, Share } from "./worker.ts";

/** Room for the young, in MB: a history is thrown away whole, so that little has to be copied. */
const YOUNG = 64;

function share(data: Share): Promise<Found> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("worker.ts", import.meta.url), {
      workerData: data,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
    });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

/** All that was played, in the order of the seeds, whatever core they ran on. */
export interface Played {
  readonly seeds: number;
  readonly events: number;
  readonly twice: number;
  readonly heads: readonly string[];
  /** Of each incident that could be closed, the fewest first: how many commands the last person needed. */
  readonly typed: readonly number[];
  readonly failures: readonly Failure[];
}

/** How many incidents could be closed, and what that took the last person. */
export function closingOf({ seeds, typed }: Pick<Played, "seeds" | "typed">): string {
  const median = typed[Math.floor(typed.length / 2)] ?? 0;
  return `${typed.length.toLocaleString("en")} of ${seeds.toLocaleString("en")} could be closed, by ${String(median)} commands (median; most: ${String(typed.at(-1) ?? 0)})`;
}

export async function playSeeds(from: number, seeds: number): Promise<Played> {
  const cores = Math.min(availableParallelism(), seeds);
  const found = await Promise.all(
    Array.from({ length: cores }, (_, core) =>
      share({
        from: from + core,
        count: Math.ceil((seeds - core) / cores),
        step: cores,
        mutant: null,
      }),
    ),
  );
  const most = Math.max(...found.map(({ heads }) => heads.length));
  const heads = Array.from({ length: most }, (_, row) =>
    found.flatMap((one) => one.heads.slice(row, row + 1)),
  ).flat();
  const failures = found.flatMap((one) => one.failures);
  return {
    seeds: heads.length,
    events: found.reduce((sum, one) => sum + one.events, 0),
    twice: found.reduce((sum, one) => sum + one.twice, 0),
    heads,
    typed: found.flatMap((one) => one.typed).toSorted((a, b) => a - b),
    failures: failures.toSorted((a, b) => a.found.seed - b.found.seed),
  };
}

/** The first seed below `within` in which a planted bug shows, cut down; undefined = it went unseen. */
export async function hunt(mutant: Mutant, within: number): Promise<Failure | undefined> {
  const found = await share({ from: 0, count: within, step: 1, mutant });
  return found.failures[0];
}

/** Hunt several, one a core; `tell` is called as each is found or lost. */
export async function huntAll(
  mutants: readonly Mutant[],
  within: number,
  tell: (mutant: Mutant, failure: Failure | undefined) => void,
): Promise<number> {
  const left = [...mutants];
  let caught = 0;
  async function core(): Promise<void> {
    for (let mutant = left.shift(); mutant !== undefined; mutant = left.shift()) {
      const failure = await hunt(mutant, within);
      if (failure !== undefined) caught += 1;
      tell(mutant, failure);
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, core));
  return caught;
}
