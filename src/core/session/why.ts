// Why a row comes now, in one line: the reason of its core step.
import { missingToBlock } from "../credential/guard.ts";
import type { ChecklistItem } from "../incident/checklist.ts";
import { reason } from "../incident/next.ts";
import type { IncidentState } from "../incident/state.ts";
import type { Instant } from "../instant.ts";
import type { Runbook } from "../runbook/runbook.ts";

/** What the room of the cut gives by itself. */
const EVIDENCE_STEP = "capture-minimum-evidence";
const OUTAGE_STEP = "accept-outage";

/** A row is worth its core step; the support steps before it are done on the way. */
export function whyOf(
  runbook: Runbook,
  state: IncidentState,
  items: readonly ChecklistItem[],
  lead: ChecklistItem,
  now: Instant,
): string {
  const urgent = lead.state === "unknown" || lead.state === "failed";
  const core = urgent ? lead : (items.find((item) => item.step.tier === "core") ?? lead);
  const { credential, step } = core;
  const isCut = credential !== null && step.effect === "block-key";
  if (urgent || !isCut || credential.strategy === "safe-rotation")
    return reason(runbook, state, core, now);
  // Evidence is taken in the same room, so it never holds the row up.
  const missing = missingToBlock(state, credential, now).find(
    (one) => one.what !== EVIDENCE_STEP && one.what !== OUTAGE_STEP,
  );
  return (
    missing?.why ??
    `${credential.strategyBecause ?? credential.strategy ?? ""} (${credential.rule === null ? "advice" : `rule ${credential.rule}`})`
  );
}
