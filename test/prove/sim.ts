// Campaign: whole incidents in memory, several people at once, everything that can go wrong. More about it: test/README.md.
import { availableParallelism } from "node:os";
import { MUTANTS, type Mutant } from "../sim/mutants.ts";
import { closingOf, hunt, playSeeds } from "../sim/pool.ts";
import { linesOf } from "../sim/plant.ts";
import { parseReplay, replayOf } from "../sim/shrink.ts";
import type { Campaign, Control, Findings, Order } from "./campaign.ts";

const SEEDS = 100_000;
const SEEDS_SHORT = 1_000;
/** A planted bug must show within so many seeds. */
const WITHIN = 6_000;

async function replay(text: string, say: Order["say"]): Promise<Findings> {
  const { simulate } = await import("../sim/simulate.ts");
  const { seed, only } = parseReplay(text);
  const history = await simulate(seed, only);
  for (const line of history.commands) say(line);
  const violations =
    history.broken === null ? [] : [{ what: history.broken.split("\n")[0] ?? "", replay: text }];
  return { cases: 1, figures: `${String(history.events)} events, ${history.head}`, violations };
}

async function run({ isShort, replay: text, say }: Order): Promise<Findings> {
  if (text !== null) return replay(text, say);
  const begun = performance.now();
  const played = await playSeeds(0, isShort ? SEEDS_SHORT : SEEDS);
  const minutes = (performance.now() - begun) / 60_000;
  const { seeds, events, twice, failures } = played;
  return {
    cases: seeds,
    figures: `${seeds.toLocaleString("en")} histories in ${minutes.toFixed(1)} minutes on ${String(availableParallelism())} cores, ${events.toLocaleString("en")} events, ${String(twice)} played twice alike; ${closingOf(played)}`,
    violations: failures.map(({ smallest }) => ({
      what: smallest.broken?.split("\n")[0] ?? "",
      replay: replayOf(smallest),
    })),
  };
}

function control(mutant: Mutant): Control {
  return {
    name: mutant.does,
    lines: linesOf(mutant),
    caught: async () => ((await hunt(mutant, WITHIN)) === undefined ? 0 : 1),
  };
}

export const sim: Campaign = {
  id: "sim",
  does: "plays whole incidents with several people, faults and crashes; then one person must be able to close",
  needs: [],
  run,
  controls: MUTANTS.map(control),
};
