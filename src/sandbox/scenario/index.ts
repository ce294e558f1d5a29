// Every scenario, in the order of `--help`. A new one is one file here and one line.
import { ciLog } from "./ci-log.ts";
import { cold } from "./cold.ts";
import { laptopLost } from "./laptop-lost.ts";
import { publicLeak } from "./public-leak.ts";
import { suspicion } from "./suspicion.ts";
import type { Scenario } from "./scenario.ts";

export const SCENARIOS: readonly Scenario[] = [publicLeak, ciLog, laptopLost, suspicion, cold];

/** The scenario of that name; undefined when there is none. */
export function findScenario(id: string): Scenario | undefined {
  return SCENARIOS.find((one) => one.id === id);
}
