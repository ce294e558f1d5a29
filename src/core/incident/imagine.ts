// An imagined incident, for walking the machines where nothing happens: facts become events of fixed hours, by nobody.
import { MINUTE, plus, toInstant, type Instant } from "../instant.ts";
import { withCascade } from "./decide/cascade.ts";
import { declareIncident } from "./decide/declare.ts";
import type {
  Environment,
  IncidentData,
  IncidentEvent,
  IncidentFact,
  IncidentType,
} from "./event.ts";
import { evolve, type Compiled, type Folded } from "./fold.ts";

const DECLARED: Instant = toInstant(0);
/** When all that is imagined happens: evidence no longer holds up the cut, and no ceiling has passed. */
export const LATER: Instant = plus(DECLARED, 5 * MINUTE);
const INCIDENT = "INC-19700101-aaaa";
/** The imagined key, and the one place that holds it. */
export const KEY = "c1";
export const PLACE = "place";

/** A fact of any type. */
export function fact<Type extends IncidentType>(
  type: Type,
  data: IncidentData[Type],
): IncidentFact {
  return { type, data } as IncidentFact;
}

/** A fact as the event that it would be. */
export function imagine(one: IncidentFact, seq: number, at: Instant = LATER): IncidentEvent {
  return {
    v: 1,
    stream: INCIDENT,
    seq,
    prev: null,
    id: `imagined-${String(seq)}`,
    ...one,
    at,
    occurredAt: at,
    precision: "second",
    by: "nobody",
    via: { host: "", pid: 0, started: "", terminal: null, osUser: "", version: "" },
    op: "imagined",
  };
}

/** The incident with these facts, and what follows from them. */
export function after(
  compiled: Compiled,
  folded: Folded | undefined,
  facts: readonly IncidentFact[],
  at: Instant = LATER,
): Folded {
  const all = withCascade(compiled, folded, facts, (one, seq) => imagine(one, seq, at));
  let now = folded;
  for (const one of all) now = evolve(compiled, now, imagine(one, (now?.head.seq ?? 0) + 1, at));
  if (now === undefined) throw new Error("no facts");
  return now;
}

/** A declared incident with one key in one place. */
export function declared(
  compiled: Compiled,
  environment: Environment,
  evidenceLevel: string,
): Folded {
  const { id, version } = compiled.runbook;
  const key = {
    name: `${environment}-key`,
    environment,
    provider: "vendor",
    keyId: null,
    last4: null,
    prefix: null,
    fingerprint: "old",
    sealed: null,
    targets: [PLACE],
    facts: {},
    strategy: undefined,
    because: undefined,
  };
  const facts = declareIncident(
    {
      id: INCIDENT,
      runbook: { id, version, sha256: "" },
      drill: false,
      detectedAt: DECLARED,
      summary: "",
      codename: null,
      restricted: false,
      operator: "nobody",
      recipient: null,
      facts: { evidenceLevel, abuse: "unknown", data: "unknown" },
      severity: undefined,
      keys: [key],
    },
    DECLARED,
  );
  return after(compiled, undefined, facts, DECLARED);
}
