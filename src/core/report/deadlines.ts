// What is due when, for calendars: the phases of the runbook, and the notices that a law or contract asks for.
import type { ClockRow } from "../compliance/clocks.ts";
import { isPhaseDone } from "../incident/checklist.ts";
import type { IncidentState } from "../incident/state.ts";
import { between, plus, type Instant } from "../instant.ts";
import type { Runbook } from "../runbook/runbook.ts";

export interface Deadline {
  /** Stays the same from one export to the next. */
  readonly id: string;
  /** What is due, without a detail of the incident: calendars are shared. */
  readonly title: string;
  readonly at: Instant;
  /** Done, or the incident has ended: nothing is due any more. */
  readonly met: boolean;
  /** Length of the time allowed, in ms: a reminder comes before its end. */
  readonly window: number;
}

/** The end of every phase. */
export function phaseDeadlines(state: IncidentState, runbook: Runbook): readonly Deadline[] {
  return runbook.phases.map((phase) => ({
    id: `phase.${phase.id}`,
    title: `${phase.title} due`,
    at: plus(state.declaredAt, phase.until),
    met: state.state !== "open" || isPhaseDone(runbook, state, phase.id),
    window: phase.until - phase.from,
  }));
}

/** Every notice with a date. */
export function clockDeadlines(rows: readonly ClockRow[]): readonly Deadline[] {
  return rows.flatMap(({ regime, stage, state, dueAt, startedAt, asksCounsel }) =>
    dueAt === null
      ? []
      : [
          {
            id: `${regime}.${stage}`,
            title: `${state === "undecided" || asksCounsel ? "if it applies, " : ""}${regime} ${stage} notice due (not legal advice)`,
            at: dueAt,
            met: state === "met" || state === "declined" || state === "not-applicable",
            window: startedAt === null ? 0 : Math.max(0, between(startedAt, dueAt)),
          },
        ],
  );
}
