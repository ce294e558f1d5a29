// The incident as the fold of its journal: both machines, stepped by past facts. The same events always give the same state.
import { initialTransition, type SnapshotFrom } from "xstate";
import { newCredential, rotatingCredential } from "../credential/blank.ts";
import {
  createCredentialMachine,
  type CredentialMachine,
  type CredentialMachineEvent,
} from "../credential/machine.ts";
import type { Head } from "../journal/event.ts";
import type { Runbook } from "../runbook/runbook.ts";
import type { IncidentEvent } from "./event.ts";
import {
  createIncidentMachine,
  type IncidentMachine,
  type IncidentMachineEvent,
} from "./machine.ts";
import { newIncident } from "./record.ts";
import { kindOf } from "./kind.ts";
import type { CredentialState, IncidentState } from "./state.ts";
import { transition } from "./transition.ts";

/** A runbook compiled to its two machines. */
export interface Compiled {
  readonly runbook: Runbook;
  readonly incident: IncidentMachine;
  readonly credential: CredentialMachine;
}

/** An incident in motion: machine snapshots. `toState` gives the plain record. */
export interface Folded {
  readonly incident: SnapshotFrom<IncidentMachine>;
  readonly credentials: ReadonlyMap<string, SnapshotFrom<CredentialMachine>>;
  readonly head: Head;
}

/** What was compiled before: machines keep no state of an incident, and learn their transitions by being stepped. */
const compiledBefore = new WeakMap<Runbook, Compiled>();

/** Compile a checked runbook. */
export function compile(runbook: Runbook): Compiled {
  const before = compiledBefore.get(runbook);
  if (before !== undefined) return before;
  const compiled = {
    runbook,
    incident: createIncidentMachine(runbook),
    credential: createCredentialMachine(),
  };
  compiledBefore.set(runbook, compiled);
  return compiled;
}

function laneState(snapshot: SnapshotFrom<CredentialMachine>): CredentialState {
  const { context, value } = snapshot;
  return {
    ...context,
    old: { ...context.old, state: value.old },
    new: { ...context.new, state: value.new },
  };
}

function begin(compiled: Compiled, event: IncidentEvent): Folded {
  if (event.type !== "incident.declared")
    throw new Error("the journal does not begin with incident.declared");
  const input = newIncident(event, compiled.runbook.phases[0]?.id ?? "");
  const [incident] = initialTransition(compiled.incident, input);
  return { incident, credentials: new Map(), head: { seq: event.seq, hash: "" } };
}

/** The keys that an event is about, as they stand. */
function concerned({ credentials }: Folded, event: IncidentEvent) {
  if (event.type === "secret.discarded") return [...credentials];
  const id = "credential" in event.data ? event.data.credential : null;
  const current = id === null ? undefined : credentials.get(id);
  return id === null || current === undefined ? [] : [[id, current] as const];
}

function stepCredential(
  compiled: Compiled,
  folded: Folded,
  event: IncidentEvent,
): ReadonlyMap<string, SnapshotFrom<CredentialMachine>> {
  if (event.type === "credential.added") {
    const make = kindOf(event.stream) === "rotation" ? rotatingCredential : newCredential;
    const [added] = initialTransition(compiled.credential, make(event.data, event.occurredAt));
    return new Map(folded.credentials).set(event.data.credential, added);
  }
  const told = concerned(folded, event);
  if (told.length === 0) return folded.credentials;
  const sent: CredentialMachineEvent = { type: event.type, event, past: true, world: null };
  const next = new Map(folded.credentials);
  for (const [id, current] of told) next.set(id, transition(compiled.credential, current, sent));
  return next;
}

/** The record of every key; the same as before for each that this event is not about. */
function recordsOf(
  credentials: ReadonlyMap<string, SnapshotFrom<CredentialMachine>>,
  before: Folded,
): Readonly<Record<string, CredentialState>> {
  const known = before.incident.context.credentials;
  if (credentials === before.credentials) return known;
  return Object.fromEntries(
    [...credentials].map(([id, one]) => [
      id,
      (one === before.credentials.get(id) ? known[id] : undefined) ?? laneState(one),
    ]),
  );
}

/** One past fact further. The first must be `incident.declared`. Never refuses a fact. */
export function evolve(
  compiled: Compiled,
  folded: Folded | undefined,
  event: IncidentEvent,
): Folded {
  const before = folded ?? begin(compiled, event);
  const credentials = stepCredential(compiled, before, event);
  const sent: IncidentMachineEvent = {
    type: event.type,
    event,
    past: true,
    credentials: recordsOf(credentials, before),
  };
  const incident = transition(compiled.incident, before.incident, sent);
  return { incident, credentials, head: { seq: event.seq, hash: before.head.hash } };
}

/** Fold a whole journal; `head` is the store's. Throws when there are no events. */
export function fold(compiled: Compiled, events: readonly IncidentEvent[], head: Head): Folded {
  let folded: Folded | undefined;
  for (const event of events) folded = evolve(compiled, folded, event);
  if (folded === undefined) throw new Error("no events to fold");
  return { ...folded, head };
}

/** Fold what was added to a journal onto what was folded before; `head` is the store's. */
export function foldOnto(
  compiled: Compiled,
  folded: Folded,
  added: readonly IncidentEvent[],
  head: Head,
): Folded {
  const ahead = added.reduce((before, event) => evolve(compiled, before, event), folded);
  return { ...ahead, head };
}

/** The plain record of an incident in motion. */
export function toState(folded: Folded): IncidentState {
  return { ...folded.incident.context, head: folded.head };
}

/** Whether a proposed fact is legal now: asks the machines, changes nothing. */
export function isLegal(folded: Folded, event: IncidentEvent): boolean {
  const world = toState(folded);
  const id = "credential" in event.data ? event.data.credential : null;
  const credential = id === null ? undefined : folded.credentials.get(id);
  if (credential !== undefined)
    return credential.can({ type: event.type, event, past: false, world });
  return folded.incident.can({
    type: event.type,
    event,
    past: false,
    credentials: world.credentials,
  });
}
