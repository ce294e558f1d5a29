// How often people are told where an incident stands, and when the next word is due.
import type { Severity } from "../incident/event.ts";
import type { IncidentState } from "../incident/state.ts";
import { HOUR, MINUTE, plus, type Instant } from "../instant.ts";

/** AWS's incident response playbooks: every 30 minutes for P1, every two hours for P2, and below that at milestones. In ms. */
const EVERY: Readonly<Record<Severity, number | null>> = {
  P1: 30 * MINUTE,
  P2: 2 * HOUR,
  P3: null,
  P4: null,
};

/** When the next update is due after one at `from`; null where only milestones are told. */
export function updateDueAt(severity: Severity | null, from: Instant): Instant | null {
  const every = severity === null ? null : EVERY[severity];
  return every === null ? null : plus(from, every);
}

/** When people are to be told next; null while the incident has told nobody anything, or has ended. */
export function nextUpdateAt(state: IncidentState): Instant | null {
  const last = state.messages.at(-1);
  if (last === undefined || state.state !== "open") return null;
  return updateDueAt(state.severity, last.at);
}
