// A step whose inputs are all known completes itself: nobody is asked for what has been said.
import { checklist, type ChecklistItem } from "../checklist.ts";
import type { IncidentEvent, IncidentFact } from "../event.ts";
import { factValue } from "../facts.ts";
import { evolve, toState, type Compiled, type Folded } from "../fold.ts";
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
    case "personal-data":
    case "notify":
    case "scope":
    case "window":
    case "verdict":
      return state.decisions.some((decision) => decision.kind === item.step.decides);
    default:
      return false;
  }
}

function isAnswered(state: IncidentState, item: ChecklistItem): boolean {
  if (item.state !== "ready" && item.state !== "started") return false;
  if (item.blockedBy.length > 0) return false;
  // Somebody took it back: what is known does not settle it again by itself.
  if (item.record?.status === "reopened") return false;
  if (item.step.decides !== null && decided(state, item)) return true;
  if (!item.step.selfCompleting) return false;
  return item.step.inputs.every(
    (input) => factValue(state, input, item.credential ?? undefined) !== undefined,
  );
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
    const answered = checklist(compiled.runbook, state).find((item) => isAnswered(state, item));
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
