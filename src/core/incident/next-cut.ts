// What `next` says of the cut: why it may be made, what it waits for, and what else must be asked before.
import { toEpoch, type Instant } from "../instant.ts";
import { missingToBlock, type Missing } from "../credential/guard.ts";
import { findStep, type Runbook, type Step } from "../runbook/runbook.ts";
import { liveCredentials, type ChecklistItem } from "./checklist.ts";
import type { NextStep } from "./next.ts";
import type { CredentialState, IncidentState } from "./state.ts";

/** A cut that holds and whose step was opened again: nothing is left to cut, and somebody has to say so. */
export function isCutAlready({ step, credential }: ChecklistItem): boolean {
  return step.effect === "block-key" && credential !== null && credential.old.state === "dead";
}

/** A cut that is still to be made. */
export function isCut(item: ChecklistItem): boolean {
  return item.step.guard === "may-block" && !isCutAlready(item);
}

/** Why a key may go now, or what it waits for. */
export function cutReason(state: IncidentState, credential: CredentialState, now: Instant): string {
  const [first] = missingToBlock(state, credential, now);
  if (first !== undefined) return first.why;
  return credential.strategy === "contain-first"
    ? `${credential.rule ?? "advice"}: ${credential.strategyBecause ?? "contain first"}`
    : credential.strategy === "safe-rotation" && credential.override === null
      ? "watched long enough: every place uses the new key, and nobody the old one"
      : "every place uses the new key";
}

/** A replace-first ceiling that has passed asks again; it never permits anything by itself. Only where the runbook cuts keys at all. */
export function ceilingQuestions(
  runbook: Runbook,
  state: IncidentState,
  now: Instant,
): readonly NextStep[] {
  if (!runbook.steps.some((step) => step.decides === "strategy")) return [];
  return liveCredentials(state)
    .filter((one) => ceilingAsks(one, now) && missingToBlock(state, one, now).length > 0)
    .map((one) => ({
      step: "choose-strategy",
      credential: one.id,
      why: `the old key was to live until ${one.ceilingAt?.slice(11, 16) ?? ""}Z: cut it now, or move the ceiling (claro-ir decide ceiling +15m)`,
      command: `claro-ir decide strategy contain-first --credential ${one.id} --because "the ceiling has passed"`,
    }));
}

function ceilingAsks(credential: CredentialState, now: Instant): boolean {
  return (
    credential.ceilingAt !== null &&
    credential.old.state === "alive" &&
    toEpoch(now) >= toEpoch(credential.ceilingAt)
  );
}

/** The step that gives what is missing; undefined where the runbook has none. */
function givenBy(runbook: Runbook, { what, command }: Missing, cut: Step): Step | undefined {
  const run = /^claro-ir run (\S+)/.exec(command)?.[1];
  return run === undefined ? (findStep(runbook, what) ?? cut) : findStep(runbook, run);
}

/**
 * What is missing for cuts that no open step leads to: an outage that nobody accepted because its step was waived, a place that was
 * never deployed to although somebody said so. It is asked for by itself, or the incident could never be closed.
 */
export function heldUp(
  runbook: Runbook,
  state: IncidentState,
  cuts: readonly ChecklistItem[],
  now: Instant,
): readonly NextStep[] {
  return cuts.flatMap((cut) => {
    const { credential } = cut;
    if (credential === null || cut.state === "unknown") return [];
    const [first] = missingToBlock(state, credential, now);
    const step = first && givenBy(runbook, first, cut.step);
    if (first === undefined || step === undefined) return [];
    return [{ step: step.id, credential: credential.id, why: first.why, command: first.command }];
  });
}
