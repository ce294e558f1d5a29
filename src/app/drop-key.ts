// Setting a key aside that turned out to be none.
import { dropCredential, refuseDropped } from "../core/incident/decide/declare.ts";
import type { IncidentFact } from "../core/incident/event.ts";
import type { App } from "./context.ts";
import { change, loadIncident, worldOf } from "./incident.ts";

/** Drop a credential; exit 4 where it was dropped before (by whom, when), or is being worked on. Nothing is recorded by a dry run. */
export async function dropKey(
  app: App,
  incident: string,
  named: string,
  { because, dryRun }: { readonly because: string; readonly dryRun: boolean },
): Promise<void> {
  const loaded = await loadIncident(app, incident);
  const world = worldOf(app, loaded);
  refuseDropped(world.state, named, (credential) => {
    const drop = loaded.events.findLast(
      (event) => event.type === "credential.dropped" && event.data.credential === credential,
    );
    return drop && ` by ${drop.by} at ${drop.at}`;
  });
  function decide(current: typeof world): readonly IncidentFact[] {
    return dropCredential(current, named, app.clean(because));
  }
  if (dryRun) decide(world);
  else await change(app, incident, decide);
}
