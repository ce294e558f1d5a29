// Everything the program reads is broken, swapped, blown up or made to mislead: it says so in a few words, in a moment, and believes nothing of it.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { linesOf } from "../sim/plant.ts";
import type { Campaign, Findings, Order, Violation } from "./campaign.ts";
import { SLIPS, type Slip } from "./hostile/mistakes.ts";
import { flood, FLOODS } from "./hostile/processes.ts";
import type { Heard, Share } from "./hostile/worker.ts";

/** A case that has said nothing for so long has no end, in ms, however busy the machine is. */
const SILENCE = 600_000;
/** Of so many floods the short form plays one. */
const SHORT = 5;
const FLOOD = "flood/";

interface Played {
  readonly cases: number;
  readonly violations: readonly Violation[];
}

interface Shared extends Played {
  /** Cases that were begun, where the last one has no end. */
  readonly stuckAt?: number;
}

/** One thread's share; ended where it falls silent. */
function share(data: Share, say: Order["say"]): Promise<Shared> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("hostile/worker.ts", import.meta.url), { workerData: data });
    const violations: Violation[] = [];
    let cases = 0;
    let begun = "";
    let stuckAt: number | undefined;
    const silence = setTimeout(() => {
      violations.push({ what: `${begun}: has no end`, replay: begun });
      stuckAt = cases + 1;
      void worker.terminate();
    }, SILENCE);
    worker.on("message", (heard: Heard) => {
      silence.refresh();
      if ("begun" in heard) {
        begun = heard.begun;
        return;
      }
      cases += 1;
      const { id, wrong } = heard;
      violations.push(...wrong.map((what) => ({ what: `${id}: ${what}`, replay: id })));
      if (cases % 100 === 0) say(`  ${String(cases)} cases`);
    });
    worker.once("error", reject);
    worker.once("exit", () => {
      clearTimeout(silence);
      resolve({ cases, violations, ...(stuckAt === undefined ? {} : { stuckAt }) });
    });
  });
}

/** The same; a case without an end takes no other with it. */
async function wholeShare(data: Share, say: Order["say"]): Promise<Played> {
  const { cases, violations, stuckAt } = await share(data, say);
  if (stuckAt === undefined) return { cases, violations };
  const rest = await wholeShare({ ...data, from: data.from + stuckAt }, say);
  return { cases: cases + 1 + rest.cases, violations: [...violations, ...rest.violations] };
}

async function fed(
  begins: string,
  isShort: boolean,
  slip: Slip | null,
  say: Order["say"],
): Promise<Played> {
  const cores = slip === null && begins === "" ? availableParallelism() : 1;
  const shares = Array.from({ length: cores }, (_, core) =>
    wholeShare({ isShort, begins, core, cores, slip, from: 0 }, say),
  );
  const all = await Promise.all(shares);
  return {
    cases: all.reduce((sum, one) => sum + one.cases, 0),
    violations: all.flatMap((one) => one.violations),
  };
}

async function flooded({ isShort, replay, say }: Order) {
  const floods = FLOODS.filter(({ id }, at) =>
    replay === null ? !isShort || at % SHORT === 0 : FLOOD + id === replay,
  );
  const violations: Violation[] = [];
  let most = 0;
  for (const one of floods) {
    const { wrong, megabytes } = await flood(one);
    say(`  ${one.id}: ${megabytes.toFixed(0)} MB`);
    most = Math.max(most, megabytes);
    violations.push(
      ...wrong.map((what) => ({ what: `${one.id}: ${what}`, replay: FLOOD + one.id })),
    );
  }
  return { cases: floods.length, most, violations };
}

async function run(order: Order): Promise<Findings> {
  const { isShort, replay, say } = order;
  const isFlood = replay?.startsWith(FLOOD) === true;
  const files = isFlood
    ? { cases: 0, violations: [] }
    : await fed(replay ?? "", isShort, null, say);
  const floods =
    replay === null || isFlood ? await flooded(order) : { cases: 0, most: 0, violations: [] };
  return {
    cases: files.cases + floods.cases,
    figures: `${String(files.cases)} broken files and bodies of text, ${String(floods.cases)} floods, ${floods.most.toFixed(0)} MB at most`,
    violations: [...files.violations, ...floods.violations],
  };
}

async function caught(slip: Slip): Promise<number> {
  const { violations } = await fed(slip.cases, true, slip, () => undefined);
  return violations.length;
}

export const hostile: Campaign = {
  id: "hostile",
  does: "every kind of file that is read, broken in 52 ways; YAML's and JSON's public test suites; naughty strings in every text; floods",
  needs: ["mkfifo", "prlimit"],
  run,
  controls: SLIPS.map((slip) => ({
    name: slip.name,
    lines: linesOf(slip),
    caught: () => caught(slip),
  })),
};
