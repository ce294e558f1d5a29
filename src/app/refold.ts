// Folding journals into the read model again. Loaded only when it is stale: the fold needs the machines.
import { compile, fold, toState } from "../core/incident/fold.ts";
import type { IncidentEvent } from "../core/incident/event.ts";
import type { IncidentState } from "../core/incident/state.ts";
import type { ReadModelEntry } from "../ports/read-model.ts";
import {
  incidentIds,
  leftOut,
  pinnedRunbook,
  runbookIn,
  type LeftOut,
  type Reader,
} from "./list.ts";
import { entryOf } from "./read-entry.ts";

async function foldFrom(app: Reader, id: string): Promise<IncidentState> {
  const { events, head } = await app.journal.read(id);
  const typed = events as readonly IncidentEvent[];
  return toState(fold(compile(await pinnedRunbook(app, runbookIn(id, typed))), typed, head));
}

/** Fold one incident from its journal, chain checked, and put it into the read model. */
export async function refold(app: Reader, id: string): Promise<IncidentState> {
  const state = await foldFrom(app, id);
  await app.readModel.put(id, await entryOf(app.journal, id, state));
  return state;
}

/** Recreate the whole read model from the journals; gives how many incidents it holds, and which cannot be read and are in it no more. */
export async function rebuild(
  app: Reader,
): Promise<{ readonly incidents: number; readonly damaged: readonly LeftOut[] }> {
  const damaged: LeftOut[] = [];
  const entries = new Map<string, ReadModelEntry>();
  for (const id of await incidentIds(app))
    try {
      entries.set(id, await entryOf(app.journal, id, await foldFrom(app, id)));
    } catch (error) {
      damaged.push(leftOut(id, error));
    }
  await app.readModel.replace(entries);
  return { incidents: entries.size, damaged };
}
