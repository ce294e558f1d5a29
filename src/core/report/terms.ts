// The instants that metrics are made of, each with where it comes from; null where nobody knows it.
import { liveCredentials } from "../incident/checklist.ts";
import { AT_THE_LATEST } from "../incident/fact-source.ts";
import type { CredentialState, FactRecord, IncidentState, StepRecord } from "../incident/state.ts";
import type { IncidentEvent } from "../incident/event.ts";
import { parseInstant, toEpoch, type Instant, type Precision } from "../instant.ts";

/** A named instant. `missing` says whose part is not known yet where the instant is of several credentials. */
export interface Term {
  readonly name: string;
  readonly at: Instant | null;
  /** How exactly it is known: figures made of it are no better. */
  readonly precision: Precision;
  readonly note: string | null;
  readonly missing: readonly string[];
  /** Where it is only known to be then or before, or then or after. */
  readonly bound: "latest" | "earliest" | null;
}

type BareTerm = Omit<Term, "precision" | "bound"> & Partial<Pick<Term, "bound">>;

/** A fact on record; `exposed_from`, `exposed-from` and `exposedFrom` are one name. */
export function factRecord(facts: IncidentState["facts"], name: string): FactRecord | undefined {
  const wanted = flat(name);
  return Object.entries(facts).find(([key]) => flat(key) === wanted)?.[1];
}

/** Its value, or null. */
export function factValue(facts: IncidentState["facts"], name: string): string | null {
  return factRecord(facts, name)?.value ?? null;
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
function factTerm(state: IncidentState, name: string, which: "first" | "last"): BareTerm {
  const values = [state.facts, ...liveCredentials(state).map((credential) => credential.facts)]
    .map((facts) => factValue(facts, name))
    .filter((value) => value !== null);
  const instants = values.map(parseInstant).filter((instant) => instant !== undefined);
  const at = extreme(instants, which);
  return { name, at, note: null, missing: at === null ? [name] : [] };
}

/** An instant stated as a fact, else when a step was done. */
function factOrStep(state: IncidentState, name: string, step: string): BareTerm {
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
): BareTerm {
  const all = liveCredentials(state);
  const missing = all.filter((each) => pick(each) === null).map((each) => `${name} of ${each.id}`);
  if (all.length === 0) missing.push(name);
  const known = all.map(pick).filter((instant) => instant !== null);
  return { name, at: missing.length > 0 ? null : extreme(known, "last"), note: null, missing };
}

/** Whether the audit's first misuse stands for a moment that nobody stated. */
export function isAtTheLatest(state: IncidentState, at: string): boolean {
  return [state.facts, ...liveCredentials(state).map(({ facts }) => facts)]
    .map((facts) => factRecord(facts, "exposedFrom"))
    .some(
      (record) =>
        record?.source.endsWith(AT_THE_LATEST) === true &&
        parseInstant(record.value) === parseInstant(at),
    );
}

function exposedFrom(state: IncidentState): BareTerm {
  const stated = factTerm(state, "exposed_from", "first");
  const created = factTerm(state, "key_created_at", "first");
  if (stated.at !== null && isAtTheLatest(state, stated.at))
    return {
      ...stated,
      bound: "latest",
      note: "exposed_from: the first use by others on record is the latest that it can be",
    };
  if (stated.at !== null || created.at === null) return stated;
  return {
    ...stated,
    bound: "earliest",
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

function exact(name: string, at: Instant | null): BareTerm {
  return { name, at, note: null, missing: at === null ? [name] : [] };
}

/** Where nobody said when it was noticed, the declaration stands for it: then at the latest. */
function noticedAt({ detectedAt, declaredAt }: IncidentState): BareTerm {
  const term = exact("detected_at", detectedAt);
  if (detectedAt !== declaredAt) return term;
  return {
    ...term,
    bound: "latest",
    note: "detected_at was not given: the declaration at the latest",
  };
}

function containedAt(state: IncidentState): BareTerm {
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

/** A day that somebody stated, as text, is known to the day. */
function statedPrecision(state: IncidentState, at: Instant): Precision | undefined {
  const values = [state.facts, ...liveCredentials(state).map(({ facts }) => facts)]
    .flatMap((facts) => Object.values(facts))
    .filter(({ value }) => value.length === 10 && parseInstant(value) === at);
  return values.length > 0 ? "day" : undefined;
}

/** Back-dated instants by how exactly they were given. */
export function givenPrecisions(events: readonly IncidentEvent[]): ReadonlyMap<Instant, Precision> {
  return new Map(
    events
      .filter(({ precision }) => precision !== "second")
      .map(({ occurredAt, precision }) => [occurredAt, precision]),
  );
}

/** Every term by name: facts that people stated first, else what the journal shows. */
export function terms(
  state: IncidentState,
  events: readonly IncidentEvent[],
): Readonly<Record<TermName, Term>> {
  const given = givenPrecisions(events);
  function known(term: BareTerm): Term {
    const { at } = term;
    if (at === null) return { bound: null, ...term, precision: "second" };
    const isDetection = at === state.detectedAt ? state.detectedPrecision : undefined;
    return {
      bound: null,
      ...term,
      precision: statedPrecision(state, at) ?? given.get(at) ?? isDetection ?? "second",
    };
  }
  const detected = factTerm(state, "detected_at", "first");
  return {
    exposed_from: known(exposedFrom(state)),
    first_abuse_at: known(factTerm(state, "first_abuse_at", "first")),
    last_abuse_at: known(factTerm(state, "last_abuse_at", "last")),
    detected_at: known(detected.at === null ? noticedAt(state) : detected),
    declared_at: known(exact("declared_at", state.declaredAt)),
    alerted_at: known(factOrStep(state, "alerted_at", "alert-security-team")),
    acknowledged_at: known(factTerm(state, "acknowledged_at", "first")),
    contained_at: known(containedAt(state)),
    service_restored_at: known(ofEveryCredential(state, "service_restored_at", inUseSince)),
    eradicated_at: known(factOrStep(state, "eradicated_at", "verify-eradication")),
    recovered_at: known(factOrStep(state, "recovered_at", "verify-recovery")),
    closed_at: known(exact("closed_at", state.closedAt)),
  };
}
