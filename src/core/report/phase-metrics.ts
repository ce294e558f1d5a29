// Phase budgets: when each phase was done against the window that the runbook gives it.
import { checklist, holdsPhase, isPhaseDone } from "../incident/checklist.ts";
import type { IncidentState } from "../incident/state.ts";
import { between, type Instant } from "../instant.ts";
import type { Phase, Runbook } from "../runbook/runbook.ts";
import { spell } from "./input.ts";
import type { Metric } from "./metric.ts";
import { extreme } from "./terms.ts";

/** When the last step that this phase and those before it wait for was settled; null while one of them is not done. */
function doneAt(state: IncidentState, runbook: Runbook, phase: Phase): Instant | null {
  const upTo = runbook.phases.slice(0, runbook.phases.indexOf(phase) + 1).map(({ id }) => id);
  if (!upTo.every((id) => isPhaseDone(runbook, state, id))) return null;
  const instants = checklist(runbook, state)
    .filter(({ step }) => upTo.includes(step.phase) && holdsPhase(step))
    .map(({ record }) => record?.occurredAt ?? null)
    .filter((instant) => instant !== null);
  return extreme(instants, "last");
}

/** One metric for each phase: time from the declaration until it was done, and by how much its budget was met or missed. */
export function phaseMetrics(state: IncidentState, runbook: Runbook): Metric[] {
  return runbook.phases.map((phase) => {
    const done = doneAt(state, runbook, phase);
    const ms = done === null ? null : between(state.declaredAt, done);
    const over = ms === null ? 0 : ms - phase.until;
    return {
      id: `phase:${phase.id}`,
      title: `Phase done: ${phase.title}`,
      ms,
      from: { name: "declared_at", at: state.declaredAt, precision: "second" },
      to: done === null ? null : { name: "last core step or proof", at: done, precision: "second" },
      formula: `last core step or proof - declared_at; budget ${spell(phase.until)}`,
      bound: null,
      note: ms === null ? null : over > 0 ? `late by ${spell(over)}` : "met",
      missing: ms === null ? [`end of phase ${phase.id}`] : [],
      dataError: ms !== null && ms < 0 ? `phase ${phase.id} is done before declared_at` : null,
    };
  });
}
