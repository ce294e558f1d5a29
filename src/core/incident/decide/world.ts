// What every decision is given: the incident as it stands, the moment, and who asks. And the words for saying no.
import { ClaroIrError } from "../../error.ts";
import type { Instant } from "../../instant.ts";
import type { Missing } from "../../credential/guard.ts";
import { findStep, type Step } from "../../runbook/runbook.ts";
import type { IncidentEvent, IncidentFact, IncidentType } from "../event.ts";
import { isLegal, type Compiled, type Folded } from "../fold.ts";
import type { CredentialState, IncidentState } from "../state.ts";
import { liveCredentials } from "../checklist.ts";

export interface Actor {
  readonly id: string;
  /** Role at the provider, as configured or attested. */
  readonly role: "owner" | "admin" | "member" | "viewer";
  /** Operators who may manage keys, as configured: whom the others ask. */
  readonly managers?: readonly string[];
}

export interface World {
  readonly compiled: Compiled;
  readonly folded: Folded;
  readonly state: IncidentState;
  readonly now: Instant;
  readonly actor: Actor;
  /** A fact as the event it would be, for asking the machines. */
  suppose(fact: IncidentFact): IncidentEvent;
}

/** Refuse: names what is missing and the command that gives the first of it. Exit 3. */
export function refuse(code: string, message: string, hint?: string): never {
  throw new ClaroIrError("refused", code, message, hint === undefined ? {} : { hint });
}

/** Refuse with a list of what is missing. */
export function refuseMissing(subject: string, missing: readonly Missing[]): never {
  const [first] = missing;
  const rest = missing.length > 1 ? ` (and ${String(missing.length - 1)} more)` : "";
  throw new ClaroIrError(
    "refused",
    "needs-unmet",
    `${subject} is refused: ${first?.why ?? "something is missing"}${rest}. Missing: ${missing.map((one) => one.what).join(", ")}.`,
    first === undefined ? {} : { hint: first.command },
  );
}

/** The machines decide whether a fact is legal now; `missing` explains a no. */
export function requireLegal(
  world: World,
  fact: IncidentFact,
  subject: string,
  missing: readonly Missing[],
): void {
  if (!isLegal(world.folded, world.suppose(fact))) refuseMissing(subject, missing);
}

/** Somebody was first. Exit 4. */
export function conflict(code: string, message: string, hint?: string): never {
  throw new ClaroIrError("conflict", code, message, hint === undefined ? {} : { hint });
}

/** Wrong name, id or value. Exit 2. */
export function misuse(code: string, message: string, hint?: string): never {
  throw new ClaroIrError("usage", code, message, hint === undefined ? {} : { hint });
}

/** Whom to ask who may. */
function askManagers({ managers = [] }: Actor): string {
  return managers.length === 0
    ? "Ask an Owner or Admin to run it with --operator <their id>"
    : `Ask ${managers.join(" or ")} to run it: --operator ${managers.join("|")}`;
}

/** Only Owner and Admin manage keys (Claro's permission table). */
export function requireKeyManager(actor: Actor, what: string): void {
  if (actor.role === "owner" || actor.role === "admin") return;
  refuse(
    "role",
    `${what} is refused: ${actor.id} is ${actor.role}, and only Owner and Admin manage keys.`,
    askManagers(actor),
  );
}

/** What looking on leaves in a record. */
const OF_VIEWERS: readonly IncidentType[] = [
  "note.added",
  "evidence.added",
  "evidence.viewed",
  "evidence.exported",
];

/** A viewer acts on nothing. Exit 3. */
export function refuseViewer(actor: Actor): void {
  if (actor.role !== "viewer") return;
  refuse(
    "role",
    `${actor.id} is a viewer, who looks on, reports and leaves notes: this is for owner, admin and member.`,
    askManagers(actor),
  );
}

/** Notes and evidence are welcome from anybody, and that people were told; a viewer adds nothing else to a record. Exit 3. */
export function requireHand(actor: Actor, facts: readonly IncidentFact[]): void {
  if (!facts.every(({ type }) => OF_VIEWERS.includes(type) || type.startsWith("notification.")))
    refuseViewer(actor);
}

/** The incident must be open. */
export function requireOpen(state: IncidentState): void {
  if (state.state === "open") return;
  refuse(
    "not-open",
    `${state.id} is ${state.state} since ${state.closedAt ?? "an unknown time"}.`,
    `claro-ir reopen --incident ${state.id} --because "<why>"`,
  );
}

/** The named step; exit 2 when the runbook has none of that name. */
export function requireStep(world: World, id: string): Step {
  const step = findStep(world.compiled.runbook, id);
  if (step !== undefined) return step;
  const near = world.compiled.runbook.steps
    .filter(
      (candidate) => candidate.id.includes(id) || id.includes(candidate.id.split("-")[0] ?? id),
    )
    .slice(0, 3)
    .map((candidate) => candidate.id);
  const meant = near.length > 0 ? ` Did you mean ${near.join(", ")}?` : "";
  return misuse("unknown-step", `There is no step "${id}".${meant}`, "claro-ir step list");
}

/** The credential by id or name; the only one when not named. Exit 2 when unclear or unknown. */
export function requireCredential(
  state: IncidentState,
  named: string | undefined,
): CredentialState {
  const live = liveCredentials(state);
  if (named === undefined) {
    const [only] = live;
    if (only !== undefined && live.length === 1) return only;
    return misuse(
      "which-credential",
      `${state.id} has ${String(live.length)} credentials: ${live.map((one) => `${one.id} ${one.name}`).join(", ")}.`,
      "Name one with --credential <id>",
    );
  }
  const found = live.filter((one) => one.id === named || one.name === named);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  return misuse(
    "unknown-credential",
    found.length > 1
      ? `"${named}" names ${String(found.length)} credentials: ${found.map((one) => one.id).join(", ")}.`
      : `There is no credential "${named}" in ${state.id}.`,
    "claro-ir credential list",
  );
}

/** The credential a step is about: null for incident scope. */
export function credentialOf(
  world: World,
  step: Step,
  named: string | undefined,
): CredentialState | null {
  return step.scope === "incident" ? null : requireCredential(world.state, named);
}
