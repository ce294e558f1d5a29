// What `next` says about the logs: findings that wait for a person's word, and a watch that is not over yet.
import { windowEnd } from "../credential/lookout.ts";
import { minuteOf } from "../credential/rotation.ts";
import { toEpoch, type Instant } from "../instant.ts";
import type { Runbook, Step } from "../runbook/runbook.ts";
import { liveCredentials, type ChecklistItem } from "./checklist.ts";
import { openFindings } from "./misuse.ts";
import type { IncidentState } from "./state.ts";

/** Why a step of the whole incident comes now: findings that wait, a window that is not over, else what its help says. */
export function wholeReason(runbook: Runbook, state: IncidentState, step: Step): string {
  const why = runbook.help[step.id]?.why ?? step.title;
  const open = openFindings(state);
  if (step.effect === "review-logs" && open.length > 0)
    return `${String(open.length)} findings wait for your word (claro-ir finding list), the first: ${open[0]?.title ?? ""}`;
  const from = step.effect === "watch-key" ? windowEnd(liveCredentials(state)) : null;
  return from === null ? why : `${why} It can be clean from ${minuteOf(from)}.`;
}

/** Looking again after a day is nothing to do before the day is over. */
export function isEarly(state: IncidentState, { step }: ChecklistItem, now: Instant): boolean {
  const end = step.effect === "watch-key" ? windowEnd(liveCredentials(state)) : null;
  return end !== null && toEpoch(now) < toEpoch(end);
}
