// What an audit comes to: figures, findings, a verdict for each key, and what the answer rests on. Plain JSON.
import type { Instant } from "../instant.ts";

/** CONFIRMED and PROBABLE say that it was misused; UNKNOWN is never "no": the logs do not reach, or cannot show it. */
export type Misuse = "CONFIRMED" | "PROBABLE" | "POSSIBLE" | "UNKNOWN";

export type Level = "critical" | "high" | "medium" | "low" | "info";
export type Confidence = "high" | "medium" | "low";

/** What a finding is a sign of: two of different families are independent of each other. */
export type Family = "volume" | "place" | "client" | "behaviour" | "persistence";

/** A span of time, `to` not included. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** A time that should have lines and has none, that no source covers, or what was not read. */
export interface Gap {
  /** Both null = what was not read may be of any time. `to` is not included. */
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly source: string | null;
  readonly why: string;
}

/** What of a source was not read, although it is there. */
export interface Unread {
  /** One sentence. */
  readonly why: string;
  /** It came after this in the log; null = it may be of any time. */
  readonly after: Instant | null;
}

/** One file, page or answer that was read. */
export interface SourceCoverage {
  /** Path or address, as typed. */
  readonly name: string;
  /** Format that read it, by id; null = nothing recognised it, and nothing of it counts. */
  readonly format: string | null;
  readonly sha256: string | null;
  readonly bytes: number;
  readonly lines: number;
  readonly events: number;
  /** Events that were counted already: same vendor id, or the very same line in another file. */
  readonly duplicates: number;
  readonly rejected: number;
  /** At most five rejected lines, cut and escaped, with why. */
  readonly samples: readonly {
    readonly line: number;
    readonly why: string;
    readonly text: string;
  }[];
  readonly from: Instant | null;
  readonly to: Instant | null;
  /** What was assumed or went wrong: zone, clock offset, cut file, parts not read and why that is safe. */
  readonly notes: readonly string[];
  /** Its lines name the key; else its figures are of all callers together. */
  readonly namesKeys: boolean;
  /** Null = all of it was read (an empty file, too). */
  readonly unread: Unread | null;
  /** What its first lines call keys, where a key in question is in none of the logs: at most eight, long ones shortened. */
  readonly otherKeys: readonly string[];
}

export interface Sample {
  readonly at: Instant;
  /** `access.jsonl:1234` */
  readonly where: string;
  readonly text: string;
}

export interface Finding {
  /** Stable: the same rule over the same events gives the same id. `F-` and six letters or digits. */
  readonly id: string;
  readonly rule: string;
  readonly family: Family;
  readonly level: Level;
  readonly confidence: Confidence;
  readonly title: string;
  readonly window: Span;
  /** First and last of its requests that succeeded: what was refused is no use. Null = none. */
  readonly succeeded: Span | null;
  /** The numbers that made it, in words and figures: observed, expected, threshold. */
  readonly observed: string;
  readonly expected: string;
  readonly threshold: string;
  /** What it is about: an address, an agent, a minute … */
  readonly subject: string | null;
  /** Addresses (else principals, agents) it speaks against, busiest first, at most 20; empty when callers of our own explain it. */
  readonly who: readonly string[];
  /** What a person said of it. */
  readonly judged: "malicious" | "benign" | "unknown" | null;
  readonly events: number;
  readonly samples: readonly Sample[];
  /** What would show that it is harmless. */
  readonly refute: string;
  /** Where the rule and its figure come from. */
  readonly source: string;
}

export interface Counted {
  readonly value: string;
  readonly count: number;
  readonly first: Instant;
  readonly last: Instant;
  /** Seen in the baseline, or on a list of our own. */
  readonly isKnown: boolean;
}

/** Figures of one key over one span. Lists hold the most frequent first, at most 20; `distinct` says how many there are. */
export interface Figures {
  readonly span: Span;
  readonly requests: number;
  readonly first: Instant | null;
  readonly last: Instant | null;
  /** Last one that succeeded, and last one that was refused or failed. */
  readonly lastSuccess: Instant | null;
  readonly lastRefused: Instant | null;
  readonly success: number;
  readonly denied: number;
  readonly errors: number;
  /** 0 to 1; null without requests. */
  readonly errorRate: number | null;
  readonly bytes: number | null;
  readonly units: number | null;
  readonly cost: number | null;
  readonly addresses: readonly Counted[];
  readonly countries: readonly Counted[];
  readonly agents: readonly Counted[];
  readonly actions: readonly Counted[];
  readonly resources: readonly Counted[];
  readonly statuses: readonly { readonly status: string; readonly count: number }[];
  readonly distinct: Readonly<
    Record<"addresses" | "countries" | "agents" | "actions" | "resources", number>
  >;
  readonly peakPerMinute: { readonly at: Instant; readonly requests: number } | null;
}

/** A key or session that the key made, and what was done with it. */
export interface Derived {
  readonly id: string;
  readonly kind: string;
  readonly madeAt: Instant;
  readonly madeBy: string;
  readonly requests: number;
  readonly first: Instant | null;
  readonly last: Instant | null;
  readonly actions: readonly string[];
  /** Deleted again inside the logs. */
  readonly removedAt: Instant | null;
  /** Made by callers of ours as always, and used from places of ours alone. */
  readonly isOurs: boolean;
}

/** How often the key was used by callers that are not ours. What was refused, and what failed, came to nothing and is told apart. */
export interface Use {
  /** Different addresses; where the log names none, principals or agents. */
  readonly callers: number;
  readonly requests: number;
  /** Of them answered. The rest failed, but for those that were refused. */
  readonly accepted: number;
  readonly refused: number;
}

/** Somebody whom findings speak against: an address; where the log names none, its principal or agent. */
export interface Suspect {
  /** As `who` of a finding names it; `others` = all that are not listed one by one. */
  readonly name: string;
  /** How many are meant: 1, but for the others. */
  readonly members: number;
  /** Agents without version, the busiest first, at most three. */
  readonly agents: readonly string[];
  /** Null = not said, or several. */
  readonly country: string | null;
  /** The operator of its network; null = not said, or several. */
  readonly network: string | null;
  readonly requests: number;
  /** Of them answered, and denied; the rest failed. */
  readonly accepted: number;
  readonly refused: number;
  readonly first: Instant;
  readonly last: Instant;
  /** First and last that were answered, `to` included; null = none was. */
  readonly succeeded: Span | null;
  /** What it asked for, most often first, at most three. */
  readonly did: readonly { readonly value: string; readonly count: number }[];
  /** Ids of the findings. */
  readonly findings: readonly string[];
}

export interface CredentialAudit {
  /** c1, or what was named on the command line. */
  readonly credential: string;
  readonly names: readonly string[];
  readonly misuse: Misuse;
  /** Why, one line each, strongest first. */
  readonly because: readonly string[];
  /** Some log tells this key from others; else all figures are of all callers together. */
  readonly namesKeys: boolean;
  /** The logs cover the whole window and name the key: what is not in them did not happen there. */
  readonly isCovered: boolean;
  readonly window: Figures;
  readonly baseline: Figures;
  /** First and last request that succeeded of those who misused it. */
  readonly firstAbuse: Instant | null;
  readonly lastAbuse: Instant | null;
  /** Their last try that was refused or failed. */
  readonly lastRefused: Instant | null;
  readonly findings: readonly Finding[];
  /** Whom they speak against, the worst first. */
  readonly suspects: readonly Suspect[];
  /** All use by callers that are not ours; an older version did not say. */
  readonly notOurs?: Use;
  /** What callers that are not ours got, by resource: the most frequent, at most 50. What was refused is not in it. */
  readonly reached: readonly Counted[];
  /** How many different ones there are. */
  readonly reachedTotal: number;
  readonly derived: readonly Derived[];
  /** Who acted in the same window with nothing against them. */
  readonly cleared: readonly { readonly who: string; readonly why: string }[];
  /** Requests by minute in the window: `[epoch minute, requests, of them not ours]`. */
  readonly series: readonly (readonly [number, number, number])[];
  /** What was expected a minute, by hour of the day UTC (24 numbers); null when the baseline is too short. */
  readonly usual: readonly number[] | null;
}

export interface AuditReport {
  readonly window: Span;
  readonly baseline: Span;
  readonly sources: readonly SourceCoverage[];
  readonly gaps: readonly Gap[];
  /** What could not be known, one line each: never empty silence. */
  readonly limits: readonly string[];
  readonly credentials: readonly CredentialAudit[];
}
