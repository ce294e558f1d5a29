// What an audit is judged with besides the logs: the incident's facts, what is ours, and what people said.
import type { Activity, KeyNames, Windows } from "./activity.ts";
import type { SourceCoverage } from "./report.ts";

/** Networks, by somebody who can read addresses. */
export interface Networks {
  /** The address lies in a network of our own. False for what is no address. */
  isOwn(ip: string): boolean;
  /** The network that counts as one place: /24 of IPv4, /64 of IPv6; what is no address stays itself. */
  placeOf(ip: string): string;
}

/** What is known of one key besides the logs. Epoch ms; null = not known, or not happened. */
export interface KeyFacts extends KeyNames {
  /** Since when it may have been in other hands. */
  readonly exposedFrom: number | null;
  /** When the new key was in use everywhere, and when the old one answered "dead". */
  readonly deployedAt: number | null;
  readonly containedAt: number | null;
  /** What the register says of it. */
  readonly status: "active" | "inactive" | "retiring" | "lost" | null;
  readonly lastUsedAt: number | null;
  /** It is used from one place only, so that two places at once mean something. */
  readonly isSingleLocation: boolean;
}

export type Judgement = "malicious" | "benign" | "unknown";

export interface AuditContext {
  readonly windows: Windows;
  readonly keys: readonly KeyFacts[];
  readonly networks: Networks;
  /** Whether any network of our own is known, so that the others are not. */
  readonly hasOwnNetworks: boolean;
  /** Product tokens of user agents that are ours, e.g. `acme-worker`. */
  readonly knownAgents: readonly string[];
  /** What is no longer taken for ours, one sentence each. */
  readonly notApplied: readonly string[];
  /** Principals who work on the incident: what they change is no finding. */
  readonly team: readonly string[];
  /** What our own probes carry in their user agent; null where that is not known. */
  readonly incident: string | null;
  /** Of findings that a person has judged, by id. */
  readonly judged: ReadonlyMap<string, Judgement>;
  /** Callers by name of whom a person said that they are ours. */
  readonly ours: ReadonlySet<string>;
  /** Other thresholds than the rules' own: rule id, then name of the threshold. */
  readonly thresholds: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Where an address is, where a table of places was given. */
  readonly locate: Locate | null;
}

/** What a table of places says of an address, as far as it has the columns. */
export interface Place {
  readonly lat?: number;
  readonly lon?: number;
  /** ISO 3166 alpha-2. */
  readonly country?: string;
  /** `AS64500`. */
  readonly asn?: string;
}

/** Where an address is; null where the table does not say. */
export type Locate = (ip: string) => Place | null;

/** Keys and sessions that were made with one of our keys, read in a second pass. */
export interface Followed {
  /** Id as the log named it when it was made. */
  readonly key: string;
  readonly window: Activity;
}

/** What was read: `ReadLogs`, and what a second look adds. */
export interface AuditInput {
  readonly sources: readonly SourceCoverage[];
  readonly keys: readonly {
    readonly key: string;
    readonly window: Activity;
    readonly baseline: Activity;
  }[];
  readonly followed?: readonly Followed[];
  /** Of logs that tell who changed access: what everybody else did in the window. */
  readonly others?: Activity | null;
  /** For each source the epoch minutes, in order, in which some line of it was seen, whoever wrote it: a sample is enough. */
  readonly beats?: readonly (readonly number[])[];
}

/** A context without an incident: no own networks, nothing judged, the rules' own thresholds. */
export function plainContext(windows: Windows, keys: readonly KeyNames[]): AuditContext {
  return {
    windows,
    keys: keys.map(keyFacts),
    networks: { isOwn: () => false, placeOf: (ip) => ip },
    hasOwnNetworks: false,
    knownAgents: [],
    notApplied: [],
    team: [],
    incident: null,
    judged: new Map(),
    ours: new Set(),
    thresholds: {},
    locate: null,
  };
}

/** A key of which nothing is known but its names. */
export function keyFacts({ key, names }: KeyNames): KeyFacts {
  return {
    key,
    names,
    exposedFrom: null,
    deployedAt: null,
    containedAt: null,
    status: null,
    lastUsedAt: null,
    isSingleLocation: false,
  };
}
