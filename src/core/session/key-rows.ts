// The board of several keys: one line each, worst first. A key that is dead and replaced stays on it as finished.
import { liveCredentials, type ChecklistItem } from "../incident/checklist.ts";
import { worstFirst } from "../incident/next.ts";
import type { IncidentState } from "../incident/state.ts";
import type { Instant } from "../instant.ts";
import type { Runbook } from "../runbook/runbook.ts";
import { leadOf, nextAmong, openItems } from "./open-items.ts";
import { markOf, type SessionRow } from "./row.ts";
import { whyOf } from "./why.ts";

/** The keys as lines that the cursor can be on. */
export function keyRows(
  runbook: Runbook,
  state: IncidentState,
  now: Instant,
  running: ReadonlySet<string>,
): readonly SessionRow[] {
  function nextWords(items: readonly ChecklistItem[], lead: ChecklistItem): string {
    const row = runbook.rows.find((one) => one.id === lead.step.row);
    const own = items.filter((item) => item.step.row === lead.step.row);
    return `next: ${row?.title ?? lead.step.title}: ${whyOf(runbook, state, own, lead, now)}`;
  }
  return liveCredentials(state)
    .toSorted((a, b) => worstFirst(state, a, b))
    .map((credential): SessionRow => {
      const items = openItems(runbook, state, { running, credential: credential.id });
      const next = nextAmong(runbook, state, now, items);
      const lead = leadOf(items, next);
      return {
        kind: "key",
        id: credential.id,
        title: credential.name,
        credential: credential.id,
        state: lead === undefined ? "finished" : markOf(state, lead, now),
        why: lead === undefined ? "nothing is left to do for this key" : nextWords(items, lead),
        who: items.find((item) => item.record?.status === "started")?.record?.by ?? null,
        minutes: null,
      };
    });
}
