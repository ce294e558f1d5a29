// Programs that take clocks for what they are not; each must be caught.
import { join } from "node:path";
import { Hands } from "../../support/hands.ts";
import type { Mutant } from "../../sim/mutants.ts";
import { linesOf } from "../../sim/plant.ts";
import type { Control } from "../campaign.ts";
import { MISTAKES } from "./mistakes.ts";
import { playScenario } from "./play.ts";
import { SCENARIOS } from "./scenarios.ts";

const PLANT = join(import.meta.dirname, "plant-time.ts");

function control(mistake: Mutant): Control {
  async function caught(): Promise<number> {
    const hands = new Hands({ first: PLANT, env: { CLARO_IR_TEST_MISTAKE: mistake.id } });
    let faults = 0;
    try {
      for (const scenario of SCENARIOS.slice(0, 8)) {
        faults += (await playScenario(hands, scenario)).length;
        if (faults > 0) break;
      }
      return faults;
    } finally {
      await hands.close();
    }
  }
  return { name: mistake.does, lines: linesOf(mistake), caught };
}

export const withBrokenTime: readonly Control[] = MISTAKES.map(control);
