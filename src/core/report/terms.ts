// The instants that metrics are made of, each with where it comes from; null where nobody knows it.
import { liveCredentials } from "../incident/checklist.ts";
import type { IncidentState, CredentialState, StepRecord } from "../incident/state.ts";
import { parseInstant, toEpoch, type Instant } from "../instant.ts";

/** A named instant. `missing` says whose part is not known yet where the instant is of several credentials. */
export interface Term {
  readonly name: string;
  readonly at: Instant | null;
  readonly note: string | null;
  readonly missing: readonly string[];
}

/** A fact's value; `exposed_from`, `exposed-from` and `exposedFrom` are one name. */
export function factValue(facts: IncidentState["facts"], name: string): string | null {
  const wanted = flat(name);
  for (const [key, fact] of Object.entries(facts)) if (flat(key) === wanted) return fact.value;
  return null;
}

function flat(name: string): string {
  return name.replaceAll(/[_-]/g, "").toLowerCase();
}

/** The earlier (or later) of some instants; null for none. */
export function extreme(instants: readonly Instant[], which: "first" | "last"): Instant | null {
  const sorted = instants.toSorted((a, b) => toEpoch(a) - toEpoch(b));
  return sorted.at(which === "first" ? 0 : -1) ?? null;
}

/** An instant that people stated as a fact, of the incident or of a credential. */
function factTerm(state: IncidentState, name: string, which: "first" | "last"): Term {
  const values = [state.facts, ...liveCredentials(state).map((credential) => credential.facts)]
    .map((facts) => factValue(facts, name))
    .filter((value) => value !== null);
  const instants = values.map(parseInstant).filter((instant) => instant !== undefined);
  const at = extreme(instants, which);
  return { name, at, note: null, missing: at === null ? [name] : [] };
}

/** An instant stated as a fact, else when a step was done. */
function factOrStep(state: IncidentState, name: string, step: string): Term {
  const stated = factTerm(state, name, "last");
  const record: StepRecord | undefined = state.steps[step];
  if (stated.at !== null || record?.status !== "done") return stated;
  return { name, at: record.occurredAt, note: `${name} = step ${step} done`, missing: [] };
}

/** The last of one instant of every credential; unknown while one of them lacks it. */
function ofEveryCredential(
  state: IncidentState,
  name: string,
  pick: (credential: CredentialState) => Instant | null,
): Term {
  const all = liveCredentials(state);
  const missing = all.filter((each) => pick(each) === null).map((each) => `${name} of ${each.id}`);
  if (all.length === 0) missing.push(name);
  const known = all.map(pick).filter((instant) => instant !== null);
  return { name, at: missing.length > 0 ? null : extreme(known, "last"), note: null, missing };
}

function exposedFrom(state: IncidentState): Term {
  const stated = factTerm(state, "exposed_from", "first");
  const created = factTerm(state, "key_created_at", "first");
  if (stated.at !== null || created.at === null) return stated;
  return {
    ...stated,
    at: created.at,
    note: "at most (<=): exposed_from is unknown, counted from the key's creation",
    missing: [],
  };
}

/** When the old key's death is on record; null while it lives. */
export function deadSince(credential: CredentialState): Instant | null {
  return credential.old.state === "dead" ? credential.old.firstDeadAt : null;
}

/** When the replacement was in use on every place; null until then. */
export function inUseSince(credential: CredentialState): Instant | null {
  return credential.new.state === "in-use" ? credential.new.inUseAt : null;
}

function exact(name: string, at: Instant | null): Term {
  return { name, at, note: null, missing: at === null ? [name] : [] };
}

function containedAt(state: IncidentState): Term {
  const term = ofEveryCredential(state, "contained_at", deadSince);
  const attested = liveCredentials(state).filter((each) => each.old.proof === "attested");
  if (term.at === null || attested.length === 0) return term;
  return { ...term, note: `attested, not probed: ${attested.map((each) => each.id).join(", ")}` };
}

export type TermName =
  | "exposed_from"
  | "first_abuse_at"
  | "last_abuse_at"
  | "detected_at"
  | "declared_at"
  | "alerted_at"
  | "acknowledged_at"
  | "contained_at"
  | "service_restored_at"
  | "eradicated_at"
  | "recovered_at"
  | "closed_at";

/** Every term by name: facts that people stated first, else what the journal shows. */
export function terms(state: IncidentState): Readonly<Record<TermName, Term>> {
  const detected = factTerm(state, "detected_at", "first");
  return {
    exposed_from: exposedFrom(state),
    first_abuse_at: factTerm(state, "first_abuse_at", "first"),
    last_abuse_at: factTerm(state, "last_abuse_at", "last"),
    detected_at: detected.at === null ? exact("detected_at", state.detectedAt) : detected,
    declared_at: exact("declared_at", state.declaredAt),
    alerted_at: factOrStep(state, "alerted_at", "alert-security-team"),
    acknowledged_at: factTerm(state, "acknowledged_at", "first"),
    contained_at: containedAt(state),
    service_restored_at: ofEveryCredential(state, "service_restored_at", inUseSince),
    eradicated_at: factOrStep(state, "eradicated_at", "verify-eradication"),
    recovered_at: factOrStep(state, "recovered_at", "verify-recovery"),
    closed_at: exact("closed_at", state.closedAt),
  };
}
