// The campaign against clocks: they jump, change for summer and winter, leap, sleep and disagree between people; deadlines and order must hold.
import { Hands } from "../support/hands.ts";
import { withBrokenTime } from "./time/broken.ts";
import type { Campaign, Findings, Order, Violation } from "./campaign.ts";
import { playScenario } from "./time/play.ts";
import { SCENARIOS } from "./time/scenarios.ts";

async function run({ isShort, replay, say }: Order): Promise<Findings> {
  const hands = new Hands();
  const violations: Violation[] = [];
  const chosen = SCENARIOS.filter(({ id }, index) =>
    replay === null ? !isShort || index % 3 === 0 : id === replay,
  );
  try {
    for (const scenario of chosen) {
      say(scenario.id);
      for (const what of await playScenario(hands, scenario))
        violations.push({ what: `${scenario.id}: ${what}`, replay: scenario.id });
    }
  } finally {
    await hands.close();
  }
  const figures = `${String(chosen.length)} scenarios of clocks: no deadline off by more than a second, the order that of the record`;
  return { cases: chosen.length, figures, violations };
}

export const time: Campaign = {
  id: "time",
  does: "clocks that jump either way, change for summer and winter, leap, sleep, end a year, and differ between two people",
  needs: [],
  run,
  controls: withBrokenTime,
};
