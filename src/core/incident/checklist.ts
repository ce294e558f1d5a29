// What people see of a step: its state and what stands in its way. Computed from the state, never stored.
import { holds } from "../runbook/condition.ts";
import type { Runbook, Step } from "../runbook/runbook.ts";
import { findStep } from "../runbook/runbook.ts";
import { factValue } from "./facts.ts";
import type { CredentialState, IncidentState, StepRecord } from "./state.ts";

export type StepState =
  | "locked"
  | "ready"
  | "started"
  | "done"
  | "skipped"
  | "waived"
  | "failed"
  | "unknown"
  | "not-applicable";

/** One line of the checklist: a step, for one credential where its scope is that. */
export interface ChecklistItem {
  readonly step: Step;
  readonly credential: CredentialState | null;
  readonly state: StepState;
  /** Ids of needs that are not settled. */
  readonly blockedBy: readonly string[];
  readonly record: StepRecord | null;
}

const SETTLED: readonly StepState[] = ["done", "skipped", "waived", "not-applicable"];

/** Whether nothing is left to do about it. */
export function isSettled(state: StepState | StepRecord["status"]): boolean {
  return (SETTLED as readonly string[]).includes(state);
}

/** Credentials under treatment: added and not dropped. */
export function liveCredentials(state: IncidentState): readonly CredentialState[] {
  return Object.values(state.credentials).filter((credential) => credential.dropped === null);
}

function recordOf(
  state: IncidentState,
  step: Step,
  credential: CredentialState | null,
): StepRecord | null {
  const records = step.scope === "credential" ? credential?.steps : state.steps;
  return records?.[step.id] ?? null;
}

function applies(state: IncidentState, step: Step, credential: CredentialState | null): boolean {
  const { when } = step;
  if (when === null) return true;
  if (credential !== null)
    return holds(when, (fact) => factValue(state, fact, credential) ?? undefined);
  const credentials = liveCredentials(state);
  if (holds(when, (fact) => factValue(state, fact))) return true;
  return credentials.some((one) => holds(when, (fact) => factValue(state, fact, one)));
}

function isSettledFor(
  state: IncidentState,
  step: Step,
  credential: CredentialState | null,
): boolean {
  const record = recordOf(state, step, credential);
  if (record !== null) return isSettled(record.status);
  return !applies(state, step, credential);
}

/** Needs of a step that are not settled. A credential step needed from incident scope must be settled on every credential. */
export function unmetNeeds(
  runbook: Runbook,
  state: IncidentState,
  step: Step,
  credential: CredentialState | null,
): readonly string[] {
  return step.needs.filter((id) => {
    const needed = findStep(runbook, id);
    if (needed === undefined) return true;
    if (needed.scope === "incident") return !isSettledFor(state, needed, null);
    const concerned = credential === null ? liveCredentials(state) : [credential];
    return !concerned.every((one) => isSettledFor(state, needed, one));
  });
}

function isPending(state: IncidentState, step: Step, credential: CredentialState | null): boolean {
  return state.pending.some(
    (effect) => effect.step === step.id && effect.credential === (credential?.id ?? null),
  );
}

/** The checklist line of one step. */
export function checklistItem(
  runbook: Runbook,
  state: IncidentState,
  step: Step,
  credential: CredentialState | null,
): ChecklistItem {
  const record = recordOf(state, step, credential);
  const blockedBy = unmetNeeds(runbook, state, step, credential);
  function item(stepState: StepState): ChecklistItem {
    return { step, credential, state: stepState, blockedBy, record };
  }
  // A step that was taken back stands as if nobody had touched it.
  const status = record === null || record.status === "reopened" ? null : record.status;
  if (status !== null && isSettled(status)) return item(status);
  if (isPending(state, step, credential)) return item("unknown");
  if (status !== null) return item(status);
  if (!applies(state, step, credential)) return item("not-applicable");
  return item(blockedBy.length > 0 ? "locked" : "ready");
}

/** The whole checklist in the runbook's order; a credential step appears once for each live credential. */
export function checklist(runbook: Runbook, state: IncidentState): readonly ChecklistItem[] {
  const credentials = liveCredentials(state);
  return runbook.steps.flatMap((step) =>
    step.scope === "incident"
      ? [checklistItem(runbook, state, step, null)]
      : credentials.map((credential) => checklistItem(runbook, state, step, credential)),
  );
}

/** The lines of these steps on which something is left to do. What the others waited for is not even looked at: `next` asks for every command. */
export function* openItems(
  runbook: Runbook,
  state: IncidentState,
  steps: readonly Step[],
): Generator<ChecklistItem> {
  const incident = [null];
  const credentials = liveCredentials(state);
  for (const step of steps)
    for (const credential of step.scope === "incident" ? incident : credentials) {
      const record = recordOf(state, step, credential);
      if (record !== null && isSettled(record.status)) continue;
      const item = checklistItem(runbook, state, step, credential);
      if (!isSettled(item.state)) yield item;
    }
}

/** What must be settled before an end: core steps and proofs. */
export function isRequired(step: Step): boolean {
  return step.tier === "core" || step.kind === "verification";
}

/** What a phase waits for. The watch over the dead key takes a day by its nature: the incident's end waits for it, no phase does. */
export function holdsPhase(step: Step): boolean {
  return isRequired(step) && step.effect !== "watch-key";
}

function phaseSettled(
  runbook: Runbook,
  state: IncidentState,
  credentials: readonly CredentialState[],
  phase: string,
): boolean {
  return runbook.steps.every((step) => {
    if (step.phase !== phase || !holdsPhase(step)) return true;
    return step.scope === "incident"
      ? isSettledFor(state, step, null)
      : credentials.length > 0 && credentials.every((one) => isSettledFor(state, step, one));
  });
}

/** The first phase that is not done; the last one when all are. */
export function currentPhase(runbook: Runbook, state: IncidentState): string {
  const credentials = liveCredentials(state);
  const open = runbook.phases.find((phase) => !phaseSettled(runbook, state, credentials, phase.id));
  return (open ?? runbook.phases.at(-1))?.id ?? "";
}

/** Whether every required step of a phase is settled. */
export function isPhaseDone(runbook: Runbook, state: IncidentState, phase: string): boolean {
  return phaseSettled(runbook, state, liveCredentials(state), phase);
}
