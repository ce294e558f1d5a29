// Declaring an incident and adding keys to it: what was said becomes facts; severity and strategy follow from them.
import { deriveSeverity } from "../../credential/advise.ts";
import { newCredential } from "../../credential/blank.ts";
import type { Instant, Precision } from "../../instant.ts";
import { liveCredentials } from "../checklist.ts";
import type { Environment, IncidentData, IncidentFact, Severity, Strategy } from "../event.ts";
import { adviceFacts, factValue } from "../facts.ts";
import { kindOf } from "../kind.ts";
import type { CredentialState, IncidentState } from "../state.ts";
import { strategyFacts } from "./decision.ts";
import { conflict, misuse, refuse, requireCredential, requireOpen, type World } from "./world.ts";

/** A key as it was described when it was added. */
export interface KeyInput {
  readonly name: string;
  readonly environment: Environment;
  readonly provider: string;
  readonly keyId: string | null;
  readonly last4: string | null;
  readonly prefix: string | null;
  readonly fingerprint: string | null;
  readonly sealed: string | null;
  readonly targets: readonly string[];
  /** Facts about this key, e.g. `outageTolerance`. */
  readonly facts: Readonly<Record<string, string>>;
  readonly strategy: Strategy | undefined;
  readonly because: string | undefined;
}

export interface DeclareInput {
  readonly id: string;
  readonly runbook: IncidentData["incident.declared"]["runbook"];
  readonly drill: boolean;
  readonly detectedAt: Instant;
  /** How exactly that is known; absent = to the second. */
  readonly detectedPrecision?: Precision;
  readonly summary: string;
  readonly codename: string | null;
  readonly restricted: boolean;
  readonly operator: string;
  readonly recipient: string | null;
  /** Facts about the incident, e.g. `evidenceLevel`. */
  readonly facts: Readonly<Record<string, string>>;
  readonly severity: Severity | undefined;
  readonly keys: readonly KeyInput[];
}

function setFact(
  name: string,
  value: string,
  credential: string | null,
  source: string,
): IncidentFact {
  return { type: "fact.set", data: { name, value, credential, source, grade: "E3" } };
}

/** Next free credential id: c1, c2 … (dropped ones keep theirs). */
function nextCredentialId(state: Pick<IncidentState, "credentials">, offset = 0): string {
  return `c${String(Object.keys(state.credentials).length + 1 + offset)}`;
}

function addedData(key: KeyInput, id: string): IncidentData["credential.added"] {
  const { name, environment, provider, keyId, last4, prefix, fingerprint, sealed, targets } = key;
  return {
    credential: id,
    name,
    environment,
    provider,
    keyId,
    last4,
    prefix,
    fingerprint,
    sealed,
    targets,
  };
}

function keyFacts(key: KeyInput, id: string): readonly IncidentFact[] {
  return [
    { type: "credential.added", data: addedData(key, id) },
    ...Object.entries(key.facts).map(([name, value]) => setFact(name, value, id, "start")),
  ];
}

/** The credential as it will be once `keyFacts` are recorded: enough to ask the decision table. */
function foreseen(key: KeyInput, id: string, now: Instant): CredentialState {
  const credential = newCredential(addedData(key, id), now);
  const facts = Object.fromEntries(
    Object.entries(key.facts).map(([name, value]) => [
      name,
      { value, source: "start", grade: "E3" as const, by: "", at: now, seq: 0 },
    ]),
  );
  return { ...credential, facts };
}

const ORDER: readonly Severity[] = ["P1", "P2", "P3", "P4"];

function severityOf(state: IncidentState, credentials: readonly CredentialState[]): Severity {
  const abuse = factValue(state, "abuse");
  const known = abuse === "yes" || abuse === "no" ? abuse : "unknown";
  const levels = credentials.map((one) =>
    deriveSeverity(adviceFacts(state, one), known, credentials.length),
  );
  return ORDER.find((level) => levels.includes(level)) ?? "P3";
}

/** Facts that follow once keys and answers are on record: severity (unless given) and each new key's strategy. */
function derived(
  state: IncidentState,
  known: readonly CredentialState[],
  added: readonly { key: KeyInput; id: string }[],
  now: Instant,
  given: Severity | undefined,
): readonly IncidentFact[] {
  const credentials = added.map(({ key, id }) => foreseen(key, id, now));
  const everybody = [...known, ...credentials];
  const severity = given ?? severityOf(state, everybody);
  const levels: readonly IncidentFact[] =
    severity === state.severity || everybody.length === 0
      ? []
      : [
          {
            type: "severity.set",
            data: {
              severity,
              because: given === undefined ? "follows from the answers" : "given at the start",
              derived: given === undefined,
            },
          },
        ];
  const strategies = added.flatMap(({ key }, index) => {
    const credential = credentials[index];
    if (credential === undefined) return [];
    return strategyFacts({ state: { ...state, severity } }, credential, key.strategy, key.because);
  });
  return [...levels, ...strategies];
}

/** Severity as the answers say now; none when it is on record already, or when a person set another. */
export function severityFacts(world: World): readonly IncidentFact[] {
  const severity = severityOf(world.state, liveCredentials(world.state));
  if (severity === world.state.severity) return [];
  const because = "follows from the answers";
  return [{ type: "severity.set", data: { severity, because, derived: true } }];
}

/** A state with the given incident facts and nothing else: the decision table's view before anything is recorded. */
function blankState(input: DeclareInput, now: Instant): IncidentState {
  const facts = Object.fromEntries(
    Object.entries(input.facts).map(([name, value]) => [
      name,
      { value, source: "start", grade: "E3" as const, by: input.operator, at: now, seq: 0 },
    ]),
  );
  return { facts, roles: {}, credentials: {}, severity: null } as unknown as IncidentState;
}

/** To the second is what nobody needs to say. */
function exactness(precision: Precision = "second"): { readonly detectedPrecision?: Precision } {
  return precision === "second" ? {} : { detectedPrecision: precision };
}

/** Everything `start` records, in an order of which every prefix is a legal state. */
export function declareIncident(input: DeclareInput, now: Instant): readonly IncidentFact[] {
  const added = input.keys.map((key, index) => ({ key, id: `c${String(index + 1)}` }));
  const everyRole = ["ic", "scribe", "key-admin", "deployer", "investigator", "comms"];
  return [
    {
      type: "incident.declared",
      data: {
        runbook: input.runbook,
        drill: input.drill,
        detectedAt: input.detectedAt,
        ...exactness(input.detectedPrecision),
        summary: input.summary,
        codename: input.codename,
        restricted: input.restricted,
      },
    },
    {
      type: "operator.joined",
      data: { operator: input.operator, recipient: input.recipient },
    },
    {
      type: "roles.assigned",
      data: { roles: Object.fromEntries(everyRole.map((role) => [role, input.operator])) },
    },
    ...Object.entries(input.facts).map(([name, value]) => setFact(name, value, null, "start")),
    ...added.flatMap(({ key, id }) => keyFacts(key, id)),
    ...derived(blankState(input, now), [], added, now, input.severity),
  ];
}

/** What of a declaration is not on record yet: the process that began it ended in the middle, before it came to the first key. */
export function declareRest({ state, now }: World, input: DeclareInput): readonly IncidentFact[] {
  return declareIncident(input, now).filter(({ type, data }) => {
    if (type === "incident.declared") return false;
    if (type === "operator.joined") return state.operators.every(({ id }) => id !== data.operator);
    if (type === "roles.assigned") return Object.keys(state.roles).length === 0;
    return type !== "fact.set" || data.credential !== null || state.facts[data.name] === undefined;
  });
}

/** Add keys to an open incident (also on day two). A key that is already under treatment is a conflict. */
export function addCredentials(world: World, keys: readonly KeyInput[]): readonly IncidentFact[] {
  requireOpen(world.state);
  if (kindOf(world.state.id) === "rotation")
    refuse(
      "rotation",
      `${world.state.id} is the planned rotation of one key.`,
      "claro-ir keys rotate <name>, or for a key that leaked: claro-ir start --key <name>",
    );
  const live = liveCredentials(world.state);
  for (const key of keys) {
    const twin = live.find(
      (one) =>
        (key.fingerprint !== null && one.old.fingerprint === key.fingerprint) ||
        (key.keyId !== null && one.old.keyId === key.keyId && one.provider === key.provider),
    );
    if (twin !== undefined)
      conflict(
        "already-there",
        `That key is already under treatment as ${twin.id} ${twin.name}.`,
        `claro-ir status --incident ${world.state.id}`,
      );
  }
  const added = keys.map((key, index) => ({ key, id: nextCredentialId(world.state, index) }));
  const severity = world.state.severity ?? undefined;
  const raised = severityOf(world.state, [
    ...live,
    ...added.map(({ key, id }) => foreseen(key, id, world.now)),
  ]);
  const isRaised = severity === undefined || ORDER.indexOf(raised) < ORDER.indexOf(severity);
  return [
    ...added.flatMap(({ key, id }) => keyFacts(key, id)),
    ...derived(world.state, live, added, world.now, isRaised ? undefined : severity),
  ];
}

/** A key that was set aside is not set aside again. Exit 4; `dropped`: who did it and when, where that is known. */
export function refuseDropped(
  state: IncidentState,
  named: string,
  droppedBy: (credential: string) => string | undefined = () => undefined,
): void {
  const all = Object.values(state.credentials).filter(({ id, name }) => [id, name].includes(named));
  const live = all.some(({ dropped }) => dropped === null);
  const [one] = all;
  if (one === undefined || live) return;
  conflict(
    "already-dropped",
    `${one.id} ${one.name} was set aside already${droppedBy(one.id) ?? ""}: ${one.dropped ?? ""}`,
    "claro-ir credential list",
  );
}

/** Set a credential aside that turned out to be none. */
export function dropCredential(
  world: World,
  named: string,
  because: string,
): readonly IncidentFact[] {
  requireOpen(world.state);
  refuseDropped(world.state, named);
  const credential = requireCredential(world.state, named);
  if (because.trim() === "")
    misuse("reason-missing", `${credential.id}: say why it is none.`, `add --because "<why>"`);
  if (credential.old.state !== "alive" || credential.new.state !== "none")
    conflict(
      "under-treatment",
      `${credential.id} has been worked on (old ${credential.old.state}, new ${credential.new.state}).`,
      "claro-ir status",
    );
  return [{ type: "credential.dropped", data: { credential: credential.id, because } }];
}
