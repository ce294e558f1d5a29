// The facts of evidence, of an audit and its findings, and of the watch after the cut. Text in them is redacted, and hostile until escaped.
import type { Confidence, Level, Misuse, Sample, Span, Suspect, Use } from "../audit/report.ts";
import type { Instant } from "../instant.ts";

/** How a log is read, where its content alone does not tell. */
export interface LogReading {
  /** Format by id; null = by content. */
  readonly format: string | null;
  /** Field of the normal form to column or JSON Pointer. */
  readonly columns: Readonly<Record<string, string>>;
  /** IANA zone of times without one; null = UTC. */
  readonly zone: string | null;
}

/** A file of the store, named by its own digest. */
export interface StoredFile {
  readonly sha256: string;
  readonly size: number;
  readonly file: string;
}

/** A finding as it is on record: what a person needs to judge it. All of it lies in the report. */
export interface RaisedFinding {
  /** `F-` and six letters or digits: the same rule over the same events. */
  readonly id: string;
  readonly credential: string;
  readonly rule: string;
  readonly level: Level;
  readonly confidence: Confidence;
  readonly title: string;
  readonly window: Span;
  /** First and last of its requests that succeeded; null = none did. */
  readonly succeeded: Span | null;
  readonly observed: string;
  readonly expected: string;
  readonly threshold: string;
  readonly subject: string | null;
  readonly events: number;
  readonly samples: readonly Sample[];
  /** What would show that it is harmless. */
  readonly refute: string;
}

/** Somebody whom findings speak against, as it is on record: what people judge. */
export interface SuspectSeen extends Omit<Suspect, "did" | "accepted" | "succeeded"> {
  /** Requests that were answered, first and last of them; an older version did not say. */
  readonly accepted?: number;
  readonly succeeded?: Span | null;
  /** `GET /v1/prompts (12)`, most often first. */
  readonly did: readonly string[];
}

/** What a person says of a finding. */
export type FindingVerdict = "malicious" | "benign" | "unknown";

/** Who tries a key after its cut: an address with an agent. */
export interface Knock {
  readonly ip: string | null;
  readonly agent: string | null;
  readonly count: number;
  /** How many of them were let in. */
  readonly accepted: number;
  readonly first: Instant;
  readonly last: Instant;
}

/** Type of event to its data. */
export interface AuditData {
  "evidence.added": {
    readonly sha256: string;
    readonly name: string;
    readonly size: number;
    /** Where it lies; of a sealed one its ciphertext, named by that one's digest. */
    readonly file: string;
    readonly step: string | null;
    readonly credential: string | null;
    /** Where it was taken from. */
    readonly source?: string;
    /** It holds a key in clear, so that it lies sealed (age). */
    readonly sealed?: { readonly sha256: string; readonly recipients: readonly string[] };
    /** The same without the key; null = it is no text. */
    readonly redacted?: StoredFile | null;
    /** It is a log, and this is how it is read. */
    readonly log?: LogReading;
  };
  /** Sealed evidence lies sealed to more people now, in a file of its own; the one before stays. */
  "evidence.resealed": {
    readonly evidence: string;
    readonly file: string;
    readonly sealed: { readonly sha256: string; readonly recipients: readonly string[] };
  };
  /** Somebody looked into evidence, or the program read it for them. */
  "evidence.viewed": { readonly evidence: readonly string[]; readonly purpose: string };
  "evidence.exported": {
    readonly evidence: readonly string[];
    readonly to: string;
    /** SHA-256 of the bag's tagmanifest-sha256.txt, which stands for every byte of it. */
    readonly manifest: string;
  };
  "audit.completed": {
    /** SHA-256 of the report, stored as evidence. */
    readonly report: string;
    readonly window: Span;
    readonly baseline: Span;
    readonly sources: readonly {
      readonly name: string;
      readonly format: string | null;
      readonly lines: number;
      readonly rejected: number;
      readonly from: Instant | null;
      readonly to: Instant | null;
    }[];
    readonly gaps: readonly string[];
    readonly limits: readonly string[];
    readonly credentials: readonly {
      readonly credential: string;
      readonly misuse: Misuse;
      readonly because: readonly string[];
      readonly requests: number;
      readonly firstAbuse: Instant | null;
      readonly lastAbuse: Instant | null;
      /** All use by callers that are not ours; an older version did not say, and named what was refused among what was reached. */
      readonly notOurs?: Use;
      /** What callers that are not ours got, the most first. */
      readonly reached: readonly string[];
      readonly cleared: readonly string[];
      readonly derived: readonly string[];
      /** Whom findings speak against, the worst first; an older version did not say. */
      readonly suspects?: readonly SuspectSeen[];
    }[];
  };
  /** What an audit found that was not on record before. `more` lie in the report alone. */
  "finding.raised": { readonly findings: readonly RaisedFinding[]; readonly more: number };
  "finding.judged": {
    readonly finding: string;
    readonly title: string;
    readonly verdict: FindingVerdict;
    readonly because: string;
  };
  /** What a person says of somebody, for all keys; the findings that follow from it are judged beside it. */
  "suspect.judged": {
    readonly suspect: string;
    readonly verdict: FindingVerdict;
    readonly because: string;
  };
  /** The key is watched after its cut, so long. */
  "watch.begun": {
    readonly credential: string;
    readonly until: Instant;
  };
  /** What was seen of a key from its cut to the moment of this look. */
  "watch.observed": {
    readonly credential: string;
    readonly from: Instant;
    readonly to: Instant;
    /** Up to when the logs that were read reach; null = not known. */
    readonly seenTo: Instant | null;
    /** Consumers of ours that still try the dead key. */
    readonly ours: readonly Knock[];
    /** Everybody else: indicators. */
    readonly theirs: readonly Knock[];
    readonly more: number;
    /** All that was seen with the key but our own looks, and of it our own consumers'; an older version did not say. */
    readonly requests?: number;
    readonly ownRequests?: number;
    /** Uses that were accepted, later than a cache may explain. */
    readonly accepted: number;
    readonly sources: readonly string[];
  };
}
