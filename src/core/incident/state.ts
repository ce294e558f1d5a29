// The folded state of an incident: plain JSON, so that it can lie in the read model and be shown without building a machine.
import type { Head, Via } from "../journal/event.ts";
import type { Instant, Precision } from "../instant.ts";
import type { NoticeRecord } from "../notify/outbox.ts";
import type {
  AuditRecord,
  EvidenceRecord,
  FindingRecord,
  LookoutRecord,
  SuspectRecord,
} from "./audit-state.ts";
import type { Environment, Grade, Severity, Strategy, TargetDefinition, Verdict } from "./event.ts";

/** Version of the fold: raise it when the same events would give another state, so that read models refold. */
export const FOLD_VERSION = 13;

/** What the journal says about a step. What people see (`locked`, `ready` …) is computed from it. */
export interface StepRecord {
  /** `reopened`: it was settled and was taken back; known facts do not settle it again by themselves. */
  readonly status: "started" | "done" | "skipped" | "waived" | "failed" | "unknown" | "reopened";
  readonly by: string;
  readonly at: Instant;
  readonly occurredAt: Instant;
  readonly reason: string | null;
  readonly grade: Grade | null;
  readonly evidence: readonly string[];
  /** Where it was claimed from, while `started`. */
  readonly via: Via | null;
  readonly seq: number;
}

export type StepRecords = Readonly<Record<string, StepRecord>>;

export interface FactRecord {
  readonly value: string;
  readonly source: string;
  readonly grade: Grade;
  readonly by: string;
  readonly at: Instant;
  readonly seq: number;
  /** It took the place of another value, and why; absent = it did not, or nobody had to say why. */
  readonly moved?: {
    readonly before: string;
    readonly beforeSeq: number;
    readonly because: string;
  };
}

/** Latest value of each named fact; earlier values stay in the journal. */
export type FactRecords = Readonly<Record<string, FactRecord>>;

export type TargetState =
  | "pending"
  | "written"
  | "reloaded"
  | "in-use"
  | "attested"
  | "waived"
  | "failed"
  | "unknown";

export interface TargetRecord {
  readonly id: string;
  /** Null when it came from the configuration. */
  readonly definition: TargetDefinition | null;
  readonly state: TargetState;
  readonly proof: "read-back" | "use" | "attested" | null;
  readonly detail: string | null;
  readonly at: Instant | null;
  readonly writtenAt: Instant | null;
}

export interface SealedRecord {
  readonly opId: string;
  readonly sha256: string;
  readonly recipients: readonly string[];
}

export interface ProbeRecord {
  readonly verdict: Verdict;
  readonly status: number | null;
  readonly at: Instant;
}

export interface OldLane {
  readonly state: "alive" | "blocked" | "dead";
  readonly keyId: string | null;
  readonly last4: string | null;
  readonly prefix: string | null;
  readonly fingerprint: string | null;
  /** Operation id of the sealed old value. */
  readonly sealed: string | null;
  /** The value was read from a target, so that a dead answer proves something even if it was never seen alive. */
  readonly heldByTarget: boolean;
  readonly verdict: Verdict | null;
  readonly probes: readonly ProbeRecord[];
  readonly lastAliveAt: Instant | null;
  readonly firstDeadAt: Instant | null;
  readonly blockedAt: Instant | null;
  readonly blockedBy: string | null;
  readonly action: "disable" | "delete" | null;
  readonly proof: "probes" | "attested" | null;
}

export interface NewLane {
  readonly state: "none" | "created" | "sealed" | "deployed" | "in-use";
  readonly opId: string | null;
  readonly keyId: string | null;
  readonly name: string | null;
  readonly last4: string | null;
  readonly fingerprint: string | null;
  readonly sealed: SealedRecord | null;
  readonly verdict: Verdict | null;
  readonly createdAt: Instant | null;
  readonly inUseAt: Instant | null;
}

/** A key under treatment. */
export interface CredentialState {
  readonly id: string;
  readonly name: string;
  readonly environment: Environment;
  readonly provider: string;
  readonly addedAt: Instant;
  readonly dropped: string | null;
  readonly old: OldLane;
  readonly new: NewLane;
  readonly strategy: Strategy | null;
  readonly recommended: Strategy | null;
  readonly rule: string | null;
  readonly strategyBecause: string | null;
  readonly strategyAt: Instant | null;
  readonly ceilingAt: Instant | null;
  readonly extensions: number;
  readonly outage: {
    readonly minutes: number;
    readonly because: string;
    readonly by: string;
  } | null;
  readonly override: { readonly because: string; readonly by: string } | null;
  readonly usage: {
    readonly at: Instant;
    readonly lastUsedAt: Instant | null;
    readonly requests: number | null;
    readonly errorRate: number | null;
    readonly evidence: string;
  } | null;
  /** The newest look of a rotation's watch. */
  readonly watch: {
    readonly at: Instant;
    readonly oldLastUsedAt: Instant | null;
    readonly oldUseKnown: boolean;
    readonly requests: number | null;
    readonly errorRate: number | null;
    readonly problems: readonly string[];
  } | null;
  /** The watch after the cut; null before it has begun. */
  readonly lookout: LookoutRecord | null;
  readonly rollback: { readonly at: Instant; readonly because: string } | null;
  readonly targets: readonly TargetRecord[];
  readonly facts: FactRecords;
  readonly steps: StepRecords;
  /** Every fingerprint of this credential that must never be written again. */
  readonly burnt: readonly string[];
  readonly alarms: readonly {
    readonly at: Instant;
    readonly what: string;
    readonly detail: string;
  }[];
  /** Times the sealed replacement was shown or piped. */
  readonly reveals: readonly { readonly at: Instant; readonly by: string; readonly how: string }[];
  readonly registerUpdatedAt: Instant | null;
}

/** An intent whose outcome is not on record (or was recorded as lost). */
export interface PendingEffect {
  readonly opId: string;
  readonly effect: string;
  readonly step: string;
  readonly credential: string | null;
  readonly target: string | null;
  readonly plan: string;
  readonly keyName: string | null;
  readonly keyId: string | null;
  readonly since: Instant;
  readonly by: string;
  readonly via: Via;
  /** `intended`: no outcome recorded; `unknown`: recorded as lost. */
  readonly state: "intended" | "unknown";
  readonly detail: string | null;
}

export interface IncidentState {
  readonly id: string;
  readonly state: "open" | "closed" | "stood-down";
  readonly drill: boolean;
  /** The one that is followed now. */
  readonly runbook: { readonly id: string; readonly version: number; readonly sha256: string };
  /** It took over from the one pinned at the declaration. */
  readonly runbookChanged: boolean;
  readonly declaredAt: Instant;
  readonly declaredBy: string;
  readonly detectedAt: Instant;
  /** How exactly that is known; absent = to the second. */
  readonly detectedPrecision?: Precision;
  readonly summary: string;
  readonly codename: string | null;
  readonly restricted: boolean;
  readonly severity: Severity | null;
  /** First phase that is not done. */
  readonly phase: string;
  readonly roles: Readonly<Record<string, string>>;
  readonly operators: readonly { readonly id: string; readonly recipient: string | null }[];
  readonly facts: FactRecords;
  readonly steps: StepRecords;
  readonly credentials: Readonly<Record<string, CredentialState>>;
  readonly pending: readonly PendingEffect[];
  readonly evidence: readonly EvidenceRecord[];
  /** In order of arrival. */
  readonly findings: readonly FindingRecord[];
  /** Whom they speak against, of each key as its newest audit saw them. */
  readonly suspects: readonly SuspectRecord[];
  readonly audit: AuditRecord | null;
  readonly decisions: readonly {
    readonly kind: string;
    readonly value: string;
    readonly because: string;
    readonly by: string;
    readonly at: Instant;
    readonly credential: string | null;
  }[];
  /** What people were told, or are about to be, oldest first. */
  readonly messages: readonly NoticeRecord[];
  /** Notices that a law or contract asked for. */
  readonly notices: readonly {
    readonly regime: string;
    readonly stage: string;
    readonly to: string;
    readonly at: Instant;
    readonly by: string;
    readonly receipt: string | null;
    readonly because: string | null;
  }[];
  readonly closedAt: Instant | null;
  readonly endedBecause: string | null;
  readonly head: Head;
}
