// What the live view shows at a moment: who, what, how long, both lanes, the rows. Pure: the same record gives the same view.
import { liveCredentials } from "../incident/checklist.ts";
import { factValue } from "../incident/facts.ts";
import type { CredentialState, IncidentState } from "../incident/state.ts";
import { containedAt, restoredAt } from "../incident/status.ts";
import { plus, type Instant } from "../instant.ts";
import type { Runbook } from "../runbook/runbook.ts";
import { sessionRows, type SessionRow } from "./rows.ts";

/** One key on the board. */
export interface SessionKey {
  readonly id: string;
  readonly name: string;
  readonly environment: CredentialState["environment"];
  readonly provider: string;
  readonly last4: string;
  /** Words for the old lane: `alive`, `not probed`, `401 2/3`, `DEAD`. */
  readonly old: string;
  /** Words for the new lane: `-`, `sealed`, `in use`. */
  readonly new: string;
  readonly places: string;
  readonly outage: string;
  readonly alarm: string | null;
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
  readonly misuse: string;
  readonly contained: Instant | null;
  readonly restored: Instant | null;
  readonly keys: readonly SessionKey[];
  readonly rows: readonly SessionRow[];
  readonly answered: number;
  readonly notApplicable: number;
  readonly later: number;
  readonly unknown: number;
}

function oldWords({ old }: CredentialState): string {
  if (old.state === "dead") return "DEAD";
  const dead = old.probes.toReversed().findIndex((probe) => probe.verdict !== "DEAD");
  const inRow = dead === -1 ? old.probes.length : dead;
  if (old.state === "blocked") return inRow > 0 ? `cut, 401 ${String(inRow)}/3` : "cut, not proved";
  return old.verdict ?? "not probed";
}

function newWords(credential: CredentialState): string {
  const { state, verdict } = credential.new;
  if (state === "none") return "-";
  if (verdict === "DEAD") return "DEAD!";
  return state === "in-use" ? "in use" : state;
}

function keyOf(state: IncidentState, credential: CredentialState): SessionKey {
  const places = credential.targets;
  const used = places.filter((one) => ["in-use", "attested", "waived"].includes(one.state)).length;
  const tolerance = factValue(state, "outageTolerance", credential) ?? "unknown";
  return {
    id: credential.id,
    name: credential.name,
    environment: credential.environment,
    provider: credential.provider,
    last4: credential.old.last4 ?? "????",
    old: oldWords(credential),
    new: newWords(credential),
    places: places.length === 0 ? "none known" : `${String(used)}/${String(places.length)}`,
    outage: credential.outage === null ? tolerance : `ok ${String(credential.outage.minutes)} min`,
    alarm: credential.alarms.at(-1)?.detail ?? null,
  };
}

/** The view of an incident for one operator. */
export function sessionView(
  runbook: Runbook,
  state: IncidentState,
  now: Instant,
  operator: string,
  running: ReadonlySet<string>,
): SessionView {
  const phase = runbook.phases.find((one) => one.id === state.phase);
  const { rows, answered, notApplicable, later } = sessionRows(runbook, state, now, running);
  return {
    incident: state.id,
    drill: state.drill,
    severity: state.severity ?? "--",
    state: state.state,
    operator,
    head: `#${String(state.head.seq)} ${state.head.hash.slice(0, 4)}`,
    phase: phase?.title ?? state.phase,
    dueAt: plus(state.declaredAt, phase?.until ?? 0),
    misuse: factValue(state, "abuse") ?? "unknown",
    contained: containedAt(state),
    restored: restoredAt(state),
    keys: liveCredentials(state).map((one) => keyOf(state, one)),
    rows,
    answered,
    notApplicable,
    later,
    unknown: state.pending.length,
  };
}
