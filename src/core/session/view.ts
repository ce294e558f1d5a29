// What the live view shows at a moment: who, what, how long, both lanes, the rows. Pure: the same record gives the same view.
import { liveCredentials } from "../incident/checklist.ts";
import { factValue } from "../incident/facts.ts";
import { worstFirst } from "../incident/next.ts";
import { kindOf } from "../incident/kind.ts";
import { isHarmless, misuseWords, worstMisuse } from "../incident/misuse.ts";
import type { IncidentState } from "../incident/state.ts";
import { containedAt, restoredAt } from "../incident/status.ts";
import { plus, toEpoch, type Instant } from "../instant.ts";
import { nextUpdateAt } from "../notify/cadence.ts";
import { unsettled } from "../notify/outbox.ts";
import type { Runbook } from "../runbook/runbook.ts";
import type { DutiesRow } from "./duties-row.ts";
import { sessionKey, type SessionKey } from "./key.ts";
import { isBoard, type Focus } from "./open-items.ts";
import type { SessionRow } from "./row.ts";
import { sessionRows } from "./rows.ts";

/** The notice to somebody that comes due first. */
export interface SessionClock {
  /** `eu-gdpr authority`. */
  readonly name: string;
  readonly dueAt: Instant;
  /** Half of its time or more has passed. */
  readonly isNear: boolean;
}

export interface SessionView {
  readonly incident: string;
  readonly drill: boolean;
  readonly severity: string;
  readonly state: IncidentState["state"];
  readonly operator: string;
  readonly head: string;
  readonly phase: string;
  /** When the present phase ends. */
  readonly dueAt: Instant;
  /** Null in a rotation, where nothing leaked. */
  readonly misuse: string | null;
  /** A suspicion that was found harmless: nothing is to be cut. */
  readonly isBenign: boolean;
  readonly contained: Instant | null;
  readonly restored: Instant | null;
  /** The key the screen is about, or all of them, worst first. */
  readonly keys: readonly SessionKey[];
  /** The keys themselves can be chosen. */
  readonly board: boolean;
  /** One key of several is shown alone. */
  readonly isFocused: boolean;
  /** The cursor's lines: on a board the keys come first. */
  readonly rows: readonly SessionRow[];
  readonly answered: number;
  readonly notApplicable: number;
  readonly later: number;
  readonly unknown: number;
  /** What people on the channels are still owed: `2 messages not told yet`; null = nothing. */
  readonly telling: string | null;
  /** Null = no duty to notify runs towards a date. */
  readonly clock: SessionClock | null;
  /** Index of the recommended row: where the cursor begins. */
  readonly recommended: number;
}

/** Messages that wait, else an update that is late. */
function owed(state: IncidentState, now: Instant): string | null {
  const waiting = unsettled(state.messages).filter(
    // What is under way is no news yet.
    ({ channel }) => channel.state === "waiting" || channel.state === "unknown",
  ).length;
  if (waiting > 0) return `${String(waiting)} message(s) not told`;
  const at = nextUpdateAt(state);
  return at !== null && toEpoch(at) < toEpoch(now) ? "people wait for an update" : null;
}

/** What logs and people say, else what was answered at the start. */
function misuse(state: IncidentState): string {
  const known = worstMisuse(
    state,
    liveCredentials(state).map((one) => one.id),
  );
  return (known && misuseWords(known)) ?? factValue(state, "abuse") ?? "unknown";
}

/** The view of an incident for one operator. */
export function sessionView(
  runbook: Runbook,
  state: IncidentState,
  now: Instant,
  operator: string,
  focus: Focus,
  clock: SessionClock | null = null,
  duties: DutiesRow | null = null,
): SessionView {
  const phase = runbook.phases.find((one) => one.id === state.phase);
  const isRotation = kindOf(state.id) === "rotation";
  const shown = liveCredentials(state)
    .filter((one) => focus.credential === null || one.id === focus.credential)
    .toSorted((a, b) => worstFirst(state, a, b));
  return {
    incident: state.id,
    drill: state.drill,
    severity: isRotation ? "rotation" : (state.severity ?? "--"),
    state: state.state,
    operator,
    head: `#${String(state.head.seq)} ${state.head.hash.slice(0, 4)}`,
    phase: phase?.title ?? state.phase,
    dueAt: plus(state.declaredAt, phase?.until ?? 0),
    misuse: isRotation ? null : misuse(state),
    isBenign: isHarmless(state),
    contained: isRotation ? null : containedAt(state),
    restored: isRotation ? null : restoredAt(state),
    keys: shown.map((one) => sessionKey(state, one)),
    board: isBoard(state, focus),
    isFocused: focus.credential !== null && liveCredentials(state).length > 1,
    ...sessionRows(runbook, state, now, focus, duties),
    unknown: state.pending.length,
    telling: owed(state, now),
    clock,
  };
}
