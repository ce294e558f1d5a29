// What time it is in an incident that is only read.
import { timeIn } from "../core/incident/rehearsed-time.ts";
import type { IncidentState } from "../core/incident/state.ts";
import { toInstant, type Instant } from "../core/instant.ts";
import type { Clock } from "../ports/system.ts";
import type { Reader } from "./list.ts";

/** The clock's time; in a rehearsal never before its newest event, whose clock this process does not know. */
export async function timeOf(
  app: Pick<Reader, "journal"> & { readonly clock: Clock },
  { id, drill }: Pick<IncidentState, "id" | "drill">,
): Promise<Instant> {
  const now = toInstant(app.clock.now());
  if (!drill) return now;
  const { events } = await app.journal.read(id);
  return timeIn(drill, events.at(-1)?.at, now);
}
