// Every scenario, in the order of `--help`. A new one is one file here and one line.
import { cold } from "./cold.ts";
import { publicLeak } from "./public-leak.ts";
import type { Scenario } from "./scenario.ts";

export const SCENARIOS: readonly Scenario[] = [publicLeak, cold];

/** The scenario of that name; undefined when there is none. */
export function findScenario(id: string): Scenario | undefined {
  return SCENARIOS.find((one) => one.id === id);
}
