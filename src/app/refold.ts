// Folding journals into the read model again. Loaded only when it is stale: the fold needs the machines.
import { compile, fold, toState } from "../core/incident/fold.ts";
import type { IncidentEvent } from "../core/incident/event.ts";
import type { IncidentState } from "../core/incident/state.ts";
import type { ReadModelEntry } from "../ports/read-model.ts";
import { incidentIds, pinnedRunbook, type Reader } from "./list.ts";
import { entryOf } from "./read-entry.ts";

async function foldFrom(app: Reader, id: string): Promise<IncidentState> {
  const [{ events, head }, runbook] = await Promise.all([
    app.journal.read(id),
    pinnedRunbook(app, id),
  ]);
  return toState(fold(compile(runbook), events as readonly IncidentEvent[], head));
}

/** Fold one incident from its journal, chain checked, and put it into the read model. */
export async function refold(app: Reader, id: string): Promise<IncidentState> {
  const state = await foldFrom(app, id);
  await app.readModel.put(id, await entryOf(app.journal, id, state));
  return state;
}

/** Recreate the whole read model from the journals; gives how many incidents it holds. */
export async function rebuild(app: Reader): Promise<number> {
  const entries = new Map<string, ReadModelEntry>();
  for (const id of await incidentIds(app)) {
    entries.set(id, await entryOf(app.journal, id, await foldFrom(app, id)));
  }
  await app.readModel.replace(entries);
  return entries.size;
}
