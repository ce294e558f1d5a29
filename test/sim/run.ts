// `npm run prove:sim`: many histories on all cores, each from its seed. A broken one is printed with the command that replays it.
//   --seeds 1000 --from 0   how many, and the first    --seed 7   one alone, told command by command
//   --mutants               every planted bug must be found within --within 10000 seeds
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { MUTANTS, type Mutant } from "./mutants.ts";
import { plant } from "./plant.ts";
import type { History } from "./simulate.ts";

/** Seeds that are played twice: the same history must come out. */
const TWICE = 20;

interface Share {
  readonly from: number;
  readonly count: number;
  readonly step: number;
  readonly mutant: Mutant | null;
}

interface Found {
  readonly played: number;
  readonly events: number;
  readonly twice: number;
  readonly broken: readonly History[];
}

/** Most broken histories that are worth telling. */
const MOST_TOLD = 5;

async function play({ from, count, step, mutant }: Share): Promise<Found> {
  if (mutant !== null) plant(mutant);
  const { simulate } = await import("./simulate.ts");
  const broken: History[] = [];
  let events = 0;
  let played = 0;
  let twice = 0;
  for (let seed = from; seed < from + count * step; seed += step) {
    const history = await simulate(seed);
    played += 1;
    events += history.events;
    if (history.broken !== null) broken.push(history);
    if (mutant !== null ? broken.length > 0 : broken.length >= MOST_TOLD) break;
    if (mutant === null && twice < TWICE) {
      twice += 1;
      const again = await simulate(seed);
      if (again.head !== history.head)
        broken.push({ ...history, broken: "played twice, two histories came out" });
    }
  }
  return { played, events, twice, broken };
}

function share(data: Share): Promise<Found> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: data });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

async function onAllCores(from: number, seeds: number, mutant: Mutant | null): Promise<Found> {
  const cores = availableParallelism();
  const count = Math.ceil(seeds / cores);
  const found = await Promise.all(
    Array.from({ length: cores }, (_, core) =>
      share({ from: from + core, count, step: cores, mutant }),
    ),
  );
  return {
    played: found.reduce((sum, part) => sum + part.played, 0),
    events: found.reduce((sum, part) => sum + part.events, 0),
    twice: found.reduce((sum, part) => sum + part.twice, 0),
    broken: found.flatMap((one) => one.broken),
  };
}

function tell({ seed, broken }: History): void {
  console.log(`broken: ${broken?.split("\n")[0] ?? ""}`);
  console.log(`  replay: npm run prove:sim -- --seed ${String(seed)}`);
}

async function findMutants(within: number): Promise<boolean> {
  let found = 0;
  for (const mutant of MUTANTS) {
    const { broken, played } = await onAllCores(0, within, mutant);
    const [first] = broken;
    if (first !== undefined) found += 1;
    const words =
      first === undefined
        ? `NOT FOUND in ${String(played)} seeds`
        : `seed ${String(first.seed)}: ${first.broken?.split("\n")[0] ?? ""}`;
    console.log(`  ${mutant.id.padEnd(24)} ${words}`);
  }
  console.log(`sim controls: ${String(found)} of ${String(MUTANTS.length)} planted bugs found`);
  return found === MUTANTS.length;
}

async function replay(seed: number): Promise<boolean> {
  const { simulate } = await import("./simulate.ts");
  const history = await simulate(seed);
  for (const line of history.commands) console.log(line);
  console.log(history.broken ?? `whole: ${String(history.events)} events, ${history.head}`);
  return history.broken === null;
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      seeds: { type: "string", default: "2000" },
      from: { type: "string", default: "0" },
      seed: { type: "string" },
      mutants: { type: "boolean", default: false },
      within: { type: "string", default: "10000" },
    },
  });
  if (values.seed !== undefined) return replay(Number(values.seed));
  const begun = performance.now();
  const found = await onAllCores(Number(values.from), Number(values.seeds), null);
  for (const history of found.broken.slice(0, MOST_TOLD)) tell(history);
  const seconds = (performance.now() - begun) / 1000;
  console.log(
    `sim: ${String(found.played)} seeds, ${String(found.events)} events, ${String(found.broken.length)} broken, ${String(found.twice)} played twice alike, ${seconds.toFixed(0)} s`,
  );
  const isWhole = found.broken.length === 0;
  return values.mutants ? (await findMutants(Number(values.within))) && isWhole : isWhole;
}

if (isMainThread) process.exitCode = (await main()) ? 0 : 1;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port, not a window
else parentPort?.postMessage(await play(workerData as Share));
