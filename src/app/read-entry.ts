// A folded state as the read model keeps it, and whether it is still current.
import { FOLD_VERSION, type IncidentState } from "../core/incident/state.ts";
import type { JournalStore } from "../ports/journal-store.ts";
import type { ReadModelEntry } from "../ports/read-model.ts";

/** The entry for a state. When somebody has appended meanwhile the stamp is another event's, and the entry is never current. */
export async function entryOf(
  journal: JournalStore,
  id: string,
  state: IncidentState,
): Promise<ReadModelEntry> {
  return { head: state.head, stamp: await journal.stamp(id), fold: FOLD_VERSION, state };
}

/** Whether an entry is of this fold, and of the journal as it stands. */
export function isCurrent(
  entry: ReadModelEntry | undefined,
  stamp: string,
): entry is ReadModelEntry {
  return (
    entry !== undefined &&
    entry.fold === FOLD_VERSION &&
    entry.stamp === stamp &&
    stamp.startsWith(`${String(entry.head.seq)}:`)
  );
}
