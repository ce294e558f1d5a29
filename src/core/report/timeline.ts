// The timeline: every event of an incident as a row, in the order in which things happened.
import type { IncidentEvent, IncidentType } from "../incident/event.ts";
import { toEpoch, type Instant, type Precision } from "../instant.ts";
import { findStep, type Runbook } from "../runbook/runbook.ts";
import { credentialOf, sentence } from "./sentence.ts";

export interface TimelineRow {
  /** Number in the journal. */
  readonly seq: number;
  /** When it was recorded. */
  readonly at: Instant;
  readonly occurredAt: Instant;
  readonly precision: Precision;
  readonly type: IncidentType;
  readonly by: string;
  /** Phase of the step concerned; null where an event names no step. */
  readonly phase: string | null;
  readonly step: string | null;
  readonly credential: string | null;
  /** One sentence, neither redacted nor escaped. */
  readonly text: string;
  /** SHA-256 of each piece of evidence. */
  readonly evidence: readonly string[];
}

function evidenceOf(event: IncidentEvent): readonly string[] {
  if (event.type === "step.completed") return event.data.evidence;
  if (event.type === "evidence.added") return [event.data.sha256];
  if (event.type === "usage.captured") return [event.data.evidence];
  if (event.type === "evidence.viewed" || event.type === "evidence.exported")
    return event.data.evidence;
  if (event.type === "audit.completed") return [event.data.report];
  return [];
}

/**
 * By when it happened. Where nobody said another time, that is the order of the record and never that of the clock: one that was put
 * back does not bring what is younger before what is older.
 */
function inOrder(rows: readonly TimelineRow[]): TimelineRow[] {
  let latest = -Infinity;
  const places = rows.map(({ at, occurredAt }) => {
    const epoch = toEpoch(occurredAt);
    if (occurredAt === at) latest = Math.max(latest, epoch);
    return occurredAt === at ? latest : epoch;
  });
  // As nearly all are: nobody said another time.
  if (places.every((place, index) => index === 0 || (places[index - 1] ?? 0) <= place))
    return [...rows];
  return rows
    .map((row, index) => ({ row, place: places[index] ?? 0 }))
    .sort((a, b) => a.place - b.place || a.row.seq - b.row.seq)
    .map(({ row }) => row);
}

/** Rows for `events`, sorted by when it happened. `who` says how an operator is shown (default: the id). */
export function timelineRows(
  events: readonly IncidentEvent[],
  runbook: Runbook,
  who: (operator: string) => string = (operator) => operator,
): TimelineRow[] {
  const isDrill = events.some(({ type, data }) => type === "incident.declared" && data.drill);
  const names = { who, step: (id: string) => findStep(runbook, id)?.title ?? id, isDrill };
  return inOrder(
    events.map((event): TimelineRow => {
      const step = "step" in event.data ? event.data.step : null;
      return {
        seq: event.seq,
        at: event.at,
        occurredAt: event.occurredAt,
        precision: event.precision,
        type: event.type,
        by: who(event.by),
        phase: step === null ? null : (findStep(runbook, step)?.phase ?? null),
        step,
        credential: credentialOf(event),
        text: sentence(event, names),
        evidence: evidenceOf(event),
      };
    }),
  );
}
