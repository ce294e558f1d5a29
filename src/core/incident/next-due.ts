// The next instant at which something is due: what a rehearsal skips ahead to, and what a person may wait for.
import { mayGoFrom } from "../credential/rotation.ts";
import { plus, toEpoch, type Instant } from "../instant.ts";
import { nextUpdateAt } from "../notify/cadence.ts";
import type { Runbook } from "../runbook/runbook.ts";
import { checklist, isPhaseDone, isSettled, liveCredentials } from "./checklist.ts";
import type { IncidentState } from "./state.ts";

export interface Due {
  readonly at: Instant;
  /** What is due then, in words: a step's title, `end of Investigation`, `ceiling of c1`. */
  readonly what: string;
}

/** Ends of phases that are not done. */
function phaseEnds(runbook: Runbook, state: IncidentState): readonly Due[] {
  return runbook.phases
    .filter((phase) => !isPhaseDone(runbook, state, phase.id))
    .map((phase) => ({
      at: plus(state.declaredAt, phase.until),
      what: `end of ${phase.title}`,
    }));
}

/** Open steps with a budget: it counts from the beginning of their phase. */
function stepEnds(runbook: Runbook, state: IncidentState): readonly Due[] {
  return checklist(runbook, state)
    .filter((item) => !isSettled(item.state))
    .flatMap(({ step, credential }) => {
      const phase = runbook.phases.find((one) => one.id === step.phase);
      if (phase === undefined || step.budget === null) return [];
      const on = credential === null ? "" : ` (${credential.id})`;
      return [{ at: plus(state.declaredAt, phase.from + step.budget), what: `${step.title}${on}` }];
    });
}

/** Ceilings of old keys that still live, where the runbook cuts keys at all. */
function ceilings(runbook: Runbook, state: IncidentState): readonly Due[] {
  if (!runbook.steps.some((step) => step.decides === "strategy")) return [];
  return liveCredentials(state).flatMap(({ id, ceilingAt, old }) =>
    ceilingAt === null || old.state !== "alive"
      ? []
      : [{ at: ceilingAt, what: `ceiling of ${id}` }],
  );
}

/** From when the old key of a rotation may go, as far as is known now. */
function rotations(state: IncidentState): readonly Due[] {
  return liveCredentials(state).flatMap((one) => {
    const at = one.strategy === "safe-rotation" && one.rollback === null ? mayGoFrom(one) : null;
    return at === null || one.old.state !== "alive"
      ? []
      : [{ at, what: `old key ${one.id} may go` }];
  });
}

/** The next word to people who were told of it. */
function updates(state: IncidentState): readonly Due[] {
  const at = nextUpdateAt(state);
  return at === null ? [] : [{ at, what: "update to people" }];
}

/** The first of these after `now`; undefined when nothing more is due, or the incident has ended. */
export function nextDue(runbook: Runbook, state: IncidentState, now: Instant): Due | undefined {
  if (state.state !== "open") return undefined;
  return [
    ...phaseEnds(runbook, state),
    ...ceilings(runbook, state),
    ...stepEnds(runbook, state),
    ...rotations(state),
    ...updates(state),
  ]
    .filter((due) => toEpoch(due.at) > toEpoch(now))
    .toSorted((a, b) => toEpoch(a.at) - toEpoch(b.at))[0];
}
