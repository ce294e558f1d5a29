// Every fact an incident's journal can hold. Types are `noun.past`; data holds names, digests and figures, never a secret.
import type { JournalEvent, EventDraft } from "../journal/event.ts";
import type { Instant, Precision } from "../instant.ts";
import type { AuditData } from "./audit-event.ts";
import type { NotificationData } from "./notification-event.ts";

export type Verdict = "ALIVE" | "DEAD" | "UNVERIFIABLE";
/** `safe-rotation` is never chosen: it is what a rotation follows, and no incident does. */
export type Strategy = "contain-first" | "replace-first" | "safe-rotation";
export type Severity = "P1" | "P2" | "P3" | "P4";
export type Environment = "production" | "staging" | "development";
/** E1 machine-verified, E2 attested with an artefact, E3 attested only. */
export type Grade = "E1" | "E2" | "E3";

/** Everything a step event names: the step, and the credential where its scope is `credential`. */
interface StepRef {
  readonly step: string;
  readonly credential: string | null;
}

interface CredentialRef {
  readonly credential: string;
}

interface TargetRef extends CredentialRef {
  readonly target: string;
}

/** A place as it was named in the incident: enough to connect it again without a configuration. */
export interface TargetDefinition {
  readonly id: string;
  readonly kind: string;
  /** Options of the kind, as configured; secrets in it are references (`${VAR}`, `file:…`), never values. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** Type of event to its data. */
export interface IncidentData extends AuditData, NotificationData {
  "incident.declared": {
    readonly runbook: { readonly id: string; readonly version: number; readonly sha256: string };
    readonly drill: boolean;
    readonly detectedAt: Instant;
    /** How exactly that is known; absent = to the second. */
    readonly detectedPrecision?: Precision;
    readonly summary: string;
    readonly codename: string | null;
    readonly restricted: boolean;
  };
  /** Another runbook takes over from here on; what is done stays done. It lies in the store under its digest. */
  "runbook.changed": {
    readonly runbook: IncidentData["incident.declared"]["runbook"];
    readonly because: string;
  };
  "operator.joined": { readonly operator: string; readonly recipient: string | null };
  "roles.assigned": { readonly roles: Readonly<Record<string, string>> };
  "credential.added": CredentialRef & {
    readonly name: string;
    readonly environment: Environment;
    readonly provider: string;
    readonly keyId: string | null;
    readonly last4: string | null;
    readonly prefix: string | null;
    readonly fingerprint: string | null;
    /** Operation id of the sealed old value, null when it is not held. */
    readonly sealed: string | null;
    readonly targets: readonly string[];
  };
  "credential.dropped": CredentialRef & { readonly because: string };
  /** The old value became known later (read from a target before any deploy, or given). */
  "credential.value-held": CredentialRef & {
    readonly fingerprint: string;
    readonly last4: string;
    readonly sealed: string;
    readonly from: string;
  };
  /** Whose key it is and where it is used, told after it was added. */
  "credential.described": CredentialRef & {
    readonly name: string;
    readonly environment: Environment;
    readonly provider: string;
  };
  "credential.key-identified": CredentialRef & { readonly keyId: string };
  "fact.set": {
    readonly name: string;
    readonly value: string;
    readonly credential: string | null;
    readonly source: string;
    readonly grade: Grade;
    /** Why it takes the place of an earlier value; asked for where a legal clock begins anew. */
    readonly because?: string;
  };
  "severity.set": {
    readonly severity: Severity;
    readonly because: string;
    readonly derived: boolean;
  };
  "strategy.chosen": CredentialRef & {
    readonly strategy: Strategy;
    readonly recommended: Strategy;
    readonly rule: string;
    readonly because: string;
    readonly ceilingMs: number;
  };
  "outage.accepted": CredentialRef & { readonly minutes: number; readonly because: string };
  "override.recorded": CredentialRef & { readonly allows: "delete-old"; readonly because: string };
  "ceiling.extended": CredentialRef & { readonly byMs: number; readonly because: string };
  "decision.recorded": {
    readonly kind: string;
    readonly value: string;
    readonly because: string;
    readonly credential: string | null;
  };
  "step.started": StepRef & { readonly takeOver: string | null };
  "step.completed": StepRef & {
    readonly grade: Grade;
    readonly note: string | null;
    readonly because: string | null;
    readonly evidence: readonly string[];
  };
  "step.skipped": StepRef & { readonly because: string | null };
  "step.waived": StepRef & { readonly because: string };
  "step.failed": StepRef & { readonly because: string };
  "step.reopened": StepRef & { readonly because: string };
  "effect.intended": StepRef & {
    readonly effect: string;
    readonly opId: string;
    readonly target: string | null;
    /** What is about to be sent, in words and ids. */
    readonly plan: string;
    readonly keyName: string | null;
    readonly keyId: string | null;
  };
  "effect.succeeded": StepRef & {
    readonly effect: string;
    readonly opId: string;
    readonly target: string | null;
    readonly detail: string;
    readonly settledBy: "answer" | "looking" | "operator";
  };
  "effect.failed": StepRef & {
    readonly effect: string;
    readonly opId: string;
    readonly target: string | null;
    readonly detail: string;
    readonly settledBy: "answer" | "looking" | "operator";
  };
  "effect.unknown": StepRef & {
    readonly effect: string;
    readonly opId: string;
    readonly target: string | null;
    readonly detail: string;
  };
  "usage.captured": CredentialRef & {
    readonly lastUsedAt: Instant | null;
    readonly requests: number | null;
    readonly errorRate: number | null;
    readonly source: string;
    readonly evidence: string;
  };
  "key.created": CredentialRef & {
    readonly opId: string;
    readonly keyId: string | null;
    readonly name: string;
    readonly last4: string;
    readonly fingerprint: string;
  };
  "key.sealed": CredentialRef & {
    readonly opId: string;
    readonly sha256: string;
    readonly recipients: readonly string[];
  };
  /** A once-shown key was lost or unusable and has been deleted again: the new lane starts over. */
  "key.discarded": CredentialRef & {
    readonly opId: string;
    readonly keyId: string | null;
    readonly because: string;
  };
  "key.probed": CredentialRef & {
    readonly lane: "old" | "new";
    readonly verdict: Verdict;
    readonly status: number | null;
    readonly detail: string;
  };
  "key.blocked": CredentialRef & {
    readonly action: "disable" | "delete";
    readonly keyId: string | null;
    readonly settledBy: "answer" | "looking" | "operator";
  };
  /** Three dead answers over at least 60 s of a value that was ALIVE before, or that a target held; or attested. */
  "key.died": CredentialRef & {
    readonly firstDeadAt: Instant;
    readonly proof: "probes" | "attested";
    readonly answers: number;
  };
  "key.revived": CredentialRef & { readonly detail: string };
  "key.alarmed": CredentialRef & { readonly what: string; readonly detail: string };
  /** One look during the watch of a rotation. */
  "rotation.watched": CredentialRef & {
    /** Null = not used, or the vendor does not tell. */
    readonly oldLastUsedAt: Instant | null;
    readonly oldUseKnown: boolean;
    /** Figures of the new key; `errorRate` from 0 to 1. */
    readonly requests: number | null;
    readonly errorRate: number | null;
    /** What is worse than before, one line each; empty = all is well. */
    readonly problems: readonly string[];
  };
  /** The old value goes back into every place; `key.discarded` ends it. */
  "rotation.rollback-begun": CredentialRef & { readonly because: string };
  "target.added": TargetRef & { readonly definition: TargetDefinition };
  "target.written": TargetRef & {
    readonly readBack: boolean;
    readonly detail: string;
    readonly version: string | null;
  };
  "target.reloaded": TargetRef & { readonly detail: string };
  "target.in-use": TargetRef & { readonly detail: string };
  "target.attested": TargetRef & { readonly because: string };
  "target.waived": TargetRef & { readonly because: string };
  "target.failed": TargetRef & { readonly detail: string };
  "target.unknown": TargetRef & { readonly detail: string };
  "secret.revealed": CredentialRef & {
    readonly opId: string;
    readonly how: "terminal" | "pipe";
    readonly command: string | null;
  };
  "secret.resealed": CredentialRef & {
    readonly opId: string;
    readonly recipients: readonly string[];
    readonly sha256: string;
  };
  "secret.discarded": { readonly ops: readonly string[] };
  /** Somebody was told because a law or contract says so; `occurredAt` is when. */
  "clock.notified": {
    readonly regime: string;
    readonly stage: string;
    readonly to: string;
    readonly receipt: string | null;
    /** Why it is late, where it is. */
    readonly because: string | null;
  };
  "note.added": { readonly text: string; readonly credential: string | null };
  "register.updated": CredentialRef & { readonly entry: string; readonly nextDueAt: Instant };
  "incident.closed": { readonly because: string };
  "incident.stood-down": { readonly because: string };
  "incident.reopened": { readonly because: string };
}

export type IncidentType = keyof IncidentData;

/** One event of an incident's journal, discriminated by `type`. */
export type IncidentEvent = {
  [Type in IncidentType]: JournalEvent<Type, IncidentData[Type]>;
}[IncidentType];

/** An event of an incident before it is numbered. */
export type IncidentDraft = {
  [Type in IncidentType]: EventDraft<Type, IncidentData[Type]>;
}[IncidentType];

/** Just type and data: what `decide` produces; the app adds who, when and from where. */
export type IncidentFact = {
  [Type in IncidentType]: { readonly type: Type; readonly data: IncidentData[Type] };
}[IncidentType];
