// What `next` says about the logs: findings that wait for a person's word, and a watch that is not over yet.
import { windowEnd } from "../credential/lookout.ts";
import { minuteOf } from "../credential/rotation.ts";
import { toEpoch, type Instant } from "../instant.ts";
import type { Runbook, Step } from "../runbook/runbook.ts";
import { shellWord } from "../shell-word.ts";
import type { FindingRecord } from "./audit-state.ts";
import { liveCredentials, type ChecklistItem } from "./checklist.ts";
import { leftToJudge } from "./finding-words.ts";
import { openFindings } from "./misuse.ts";
import type { IncidentState } from "./state.ts";
import { callersIn, waiting } from "./suspects.ts";

/** How much waits for a person's word, and what comes first. */
function leftWords(state: IncidentState, open: readonly FindingRecord[]): string {
  const first = waiting(state).find(({ findings }) => findings.some((one) => open.includes(one)));
  return `${leftToJudge(state)} (claro-ir finding list), the first: ${first?.name ?? open[0]?.title ?? ""}`;
}

/** The command for what waits: the word that is right while nobody knows better, on a caller where there is one. */
export function wordCommand(state: IncidentState): string | undefined {
  const [finding] = openFindings(state);
  if (finding === undefined) return undefined;
  const caller = callersIn(state, finding).find(({ judged }) => judged === null);
  const about = caller === undefined ? finding.id : `--caller ${shellWord(caller.name)}`;
  return `claro-ir finding unknown ${about} --because "<why>"`;
}

/** Why a step of the whole incident comes now: findings that wait, a window that is not over, else what its help says. */
export function wholeReason(runbook: Runbook, state: IncidentState, step: Step): string {
  const why = runbook.help[step.id]?.why ?? step.title;
  const open = openFindings(state);
  if (step.effect === "review-logs" && open.length > 0) return leftWords(state, open);
  const from = step.effect === "watch-key" ? windowEnd(liveCredentials(state)) : null;
  return from === null ? why : `${why} It can be clean from ${minuteOf(from)}.`;
}

/** Looking again after a day is nothing to do before the day is over. */
export function isEarly(state: IncidentState, { step }: ChecklistItem, now: Instant): boolean {
  const end = step.effect === "watch-key" ? windowEnd(liveCredentials(state)) : null;
  return end !== null && toEpoch(now) < toEpoch(end);
}
