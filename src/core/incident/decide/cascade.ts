// A step whose inputs are all known completes itself: nobody is asked for what has been said.
import { openItems, type ChecklistItem } from "../checklist.ts";
import type { IncidentEvent, IncidentFact } from "../event.ts";
import { factValue } from "../facts.ts";
import { evolve, toState, type Compiled, type Folded } from "../fold.ts";
import type { Step } from "../../runbook/runbook.ts";
import type { IncidentState } from "../state.ts";

/** Turns a fact into an event as if it had been recorded now, to see where it leads. */
export type Suppose = (fact: IncidentFact, seq: number) => IncidentEvent;

function decided(state: IncidentState, item: ChecklistItem): boolean {
  const { credential } = item;
  switch (item.step.decides) {
    case "strategy":
      return credential?.strategy !== null && credential !== null;
    case "outage":
      return credential?.outage !== null && credential !== null;
    // Nobody is told by deciding that they have to be: those steps are done by the notices.
    case "personal-data":
    case "scope":
    case "window":
    case "verdict":
      return state.decisions.some((decision) => decision.kind === item.step.decides);
    default:
      return false;
  }
}

/** Whether this fact is the typed answer of a decision step: given anew, it settles a step that was taken back. */
function isDecision(fact: IncidentFact, { step, credential }: ChecklistItem): boolean {
  if (fact.type === "strategy.chosen")
    return step.decides === "strategy" && fact.data.credential === credential?.id;
  if (fact.type === "outage.accepted")
    return step.decides === "outage" && fact.data.credential === credential?.id;
  return (
    fact.type === "decision.recorded" &&
    fact.data.kind === step.decides &&
    step.decides !== "notify"
  );
}

/** How and at what cost the key is cut cannot be decided anew once it is cut. */
function isMoot({ step, credential }: ChecklistItem): boolean {
  return (
    (step.decides === "strategy" || step.decides === "outage") &&
    credential !== null &&
    credential.old.state !== "alive"
  );
}

function isAnswered(
  state: IncidentState,
  item: ChecklistItem,
  given: readonly IncidentFact[],
): boolean {
  if (item.state !== "ready" && item.state !== "started" && item.state !== "failed") return false;
  if (item.blockedBy.length > 0) return false;
  // Somebody took it back, or it failed: what was known then does not settle it by itself.
  if (item.state === "failed" || item.record?.status === "reopened")
    return given.some((fact) => isDecision(fact, item)) || (isMoot(item) && decided(state, item));
  if (item.step.decides !== null && decided(state, item)) return true;
  if (!item.step.selfCompleting) return false;
  return item.step.inputs.every(
    (input) => factValue(state, input, item.credential ?? undefined) !== undefined,
  );
}

/** Only a decision, or a step that completes itself, is ever settled by what was said. */
function isAnswerable({ decides, selfCompleting }: Step): boolean {
  return decides !== null || selfCompleting;
}

function firstAnswered(
  { runbook }: Compiled,
  state: IncidentState,
  steps: readonly Step[],
  given: readonly IncidentFact[],
): ChecklistItem | undefined {
  for (const item of openItems(runbook, state, steps))
    if (isAnswered(state, item, given)) return item;
  return undefined;
}

/** Facts with what follows from them, and the incident as it is with all of them. */
export interface Cascade {
  readonly facts: readonly IncidentFact[];
  /** Undefined where there was no incident before, and no fact. */
  readonly folded: Folded | undefined;
}

/** The given facts, and after them the completion of every step that they answer, in the runbook's order. Each is supposed once, in turn. */
export function cascade(
  compiled: Compiled,
  folded: Folded | undefined,
  facts: readonly IncidentFact[],
  suppose: Suppose,
): Cascade {
  let current = folded;
  let seq = folded?.head.seq ?? 0;
  const all: IncidentFact[] = [];
  const answerable = compiled.runbook.steps.filter(isAnswerable);
  function take(fact: IncidentFact): void {
    seq += 1;
    current = evolve(compiled, current, suppose(fact, seq));
    all.push(fact);
  }
  for (const fact of facts) take(fact);
  for (;;) {
    const made = { facts: all, folded: current };
    if (current === undefined) return made;
    const state = toState(current);
    if (state.state !== "open") return made;
    const answered = firstAnswered(compiled, state, answerable, facts);
    if (answered === undefined) return made;
    take({
      type: "step.completed",
      data: {
        step: answered.step.id,
        credential: answered.credential?.id ?? null,
        grade: "E3",
        note: "answered",
        because: null,
        evidence: [],
      },
    });
  }
}

/** The facts of a cascade alone. */
export function withCascade(...given: Parameters<typeof cascade>): readonly IncidentFact[] {
  return cascade(...given).facts;
}
