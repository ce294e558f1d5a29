// Ending an incident: the record first, then the sealed values it says are gone.
import { closeIncident, reopenIncident, standDown } from "../core/incident/decide/end.ts";
import type { IncidentFact } from "../core/incident/event.ts";
import type { World } from "../core/incident/decide/world.ts";
import type { App } from "./context.ts";
import { change, type Change } from "./incident.ts";

async function end(
  app: App,
  incident: string,
  decide: (world: World) => readonly IncidentFact[],
): Promise<Change> {
  const made = await change(app, incident, decide);
  for (const op of await app.vault.listSealed(incident)) await app.vault.removeSealed(incident, op);
  return made;
}

/** Close; exit 3 with the open items otherwise. */
export function close(app: App, incident: string, because: string): Promise<Change> {
  return end(app, incident, (world) => closeIncident(world, app.clean(because)));
}

/** Stand down a false alarm; exit 3 while that would leave somebody without a key. */
export function standDownIncident(app: App, incident: string, because: string): Promise<Change> {
  return end(app, incident, (world) => standDown(world, app.clean(because)));
}

/** Open an ended incident again. */
export function reopen(app: App, incident: string, because: string): Promise<Change> {
  return change(app, incident, (world) => reopenIncident(world, app.clean(because)));
}
