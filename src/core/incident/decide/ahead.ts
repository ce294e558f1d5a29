// The world as it would be once some facts are on record: decisions that lean on each other are made in one go, and appended as one.
import type { IncidentFact } from "../event.ts";
import { evolve, toState } from "../fold.ts";
import type { World } from "./world.ts";

/** `world` after `facts`, none of which is recorded yet. */
export function ahead(world: World, facts: readonly IncidentFact[]): World {
  let folded = world.folded;
  for (const fact of facts) folded = evolve(world.compiled, folded, world.suppose(fact));
  return { ...world, folded, state: toState(folded) };
}
