// The campaign of several people at once: six processes on one incident, killed and stopped in the middle of what they do.
import { linesOf } from "../sim/plant.ts";
import type { Campaign, Control, Findings, Order } from "./campaign.ts";
import { judge } from "./responders/judge.ts";
import { PLANTED } from "./responders/planted.ts";
import { play, type Bout, type Played } from "./responders/people.ts";

const SEED = 1;

async function judged(bout: Bout): Promise<{ played: Played; faults: readonly string[] }> {
  const played = await play(bout);
  return { played, faults: judge(played) };
}

async function run({ isShort, replay, say }: Order): Promise<Findings> {
  const seed = replay === null ? SEED : Number(replay);
  const bout = { seed, people: 6, commands: isShort ? 40 : 300, store: null };
  const { played, faults } = await judged(bout);
  if (replay !== null)
    for (const { by, args, code } of played.asked) say(`${by} ${args.join(" ")}: ${String(code)}`);
  const { asked, written, kills, stops } = played;
  return {
    cases: asked.length,
    figures: `${String(asked.length)} commands of 6 processes, ${String(kills)} killed and ${String(stops)} stopped, ${String(written.length)} events in one log`,
    violations: faults.map((what) => ({ what, replay: String(seed) })),
  };
}

/** Bouts that a mistake is given to show itself. */
const MOST_BOUTS = 8;

function control(name: string, store: Bout["store"]): Control {
  async function caught(): Promise<number> {
    try {
      // Who meets whom is chance: a few bouts, until two have met.
      for (let seed = SEED; seed < SEED + MOST_BOUTS; seed += 1) {
        const { faults } = await judged({ seed, people: 4, commands: 25, store });
        if (faults.length > 0) return faults.length;
      }
      return 0;
    } catch (error) {
      // A store that cannot be read any more at all, even by its own program.
      if (error instanceof SyntaxError) return 1;
      throw error;
    }
  }
  return { name, lines: linesOf(PLANTED), caught };
}

export const responders: Campaign = {
  id: "responders",
  does: "six processes at once on one incident, checklist and acts outside, killed and stopped in the middle",
  needs: [],
  run,
  controls: [
    control("keeps its record in a plain lowdb file", "lowdbJournal"),
    control("appends lines without looking who was there", "linesJournal"),
  ],
};
