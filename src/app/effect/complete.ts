// Completing the step that an automation has proved, unless it is settled already.
import { completeStep } from "../../core/incident/decide/step.ts";
import type { World } from "../../core/incident/decide/world.ts";
import type { IncidentFact } from "../../core/incident/event.ts";
import { isSettled } from "../../core/incident/checklist.ts";

/** The fact that completes a credential's step with grade E1; none when it is settled. Throws to refuse like any completion. */
export function completeOnce(
  world: World,
  step: string,
  credential: string,
  evidence: readonly string[] = [],
): readonly IncidentFact[] {
  const record = world.state.credentials[credential]?.steps[step];
  if (record !== undefined && isSettled(record.status)) return [];
  return completeStep(world, { step, credential, grade: "E1", evidence });
}
