// Completing the step that an automation has proved, unless it is settled already; also for a process that ended before it came to it.
import type { IncidentFact } from "../../core/incident/event.ts";
import { completeStep } from "../../core/incident/decide/step.ts";
import type { World } from "../../core/incident/decide/world.ts";
import { isSettled } from "../../core/incident/checklist.ts";
import { change, loadIncident } from "../incident.ts";
import type { Run } from "./effect.ts";

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

/**
 * Complete steps whose act is on record (`proof`) as done by a process that ended before it could complete them. False when nothing was
 * left, when the outcome itself is still unknown, or when that process is still at it and will do it itself.
 */
export async function completeLeft(
  run: Run,
  steps: readonly string[],
  proof: "key.sealed" | "key.blocked",
): Promise<boolean> {
  const { app, state, credential } = run;
  const { events } = await loadIncident(app, state.id);
  const proved = events.findLast(
    (event) => event.type === proof && event.data.credential === credential.id,
  );
  const unknown = state.pending.some(
    (one) => one.effect === run.step.effect && one.credential === credential.id,
  );
  if (proved === undefined || unknown || app.processes.isAlive(proved.via) === "alive")
    return false;
  let completed = 0;
  for (const step of steps) {
    const made = await change(app, state.id, (world) => completeOnce(world, step, credential.id));
    completed += made.events.length;
  }
  return completed > 0;
}
