// What the journal says about evidence, findings and the watch: the folded part of an incident's record.
import type { Instant } from "../instant.ts";
import type { AuditData, FindingVerdict, RaisedFinding, SuspectSeen } from "./audit-event.ts";

export type EvidenceRecord = AuditData["evidence.added"] & {
  readonly by: string;
  readonly at: Instant;
};

export interface Judgement {
  readonly verdict: FindingVerdict;
  readonly because: string;
  readonly by: string;
  readonly at: Instant;
}

export interface FindingRecord extends RaisedFinding {
  readonly raisedAt: Instant;
  /** The newest one; earlier ones stay in the journal. */
  readonly judged: Judgement | null;
}

/** Somebody whom findings speak against, as the newest audit of that key saw them. */
export interface SuspectRecord extends SuspectSeen {
  readonly credential: string;
  /** A person's newest word on them. */
  readonly judged: Judgement | null;
}

/** The newest audit. */
export type AuditRecord = AuditData["audit.completed"] & {
  readonly by: string;
  readonly at: Instant;
};

/** The watch of one key after its cut. */
export interface LookoutRecord {
  /** Null = nobody said how long. */
  readonly until: Instant | null;
  /** The newest look. */
  readonly last: (AuditData["watch.observed"] & { readonly at: Instant }) | null;
  /** When one of ours tried it last, in whichever look: one at other logs does not undo it. */
  readonly lastOwn: Instant | null;
}
