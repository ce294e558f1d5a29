// The configuration as the program uses it, whatever file it came from. References to secrets stay references until used.
import type { Contract } from "../core/compliance/contracts.ts";
import type { Environment } from "../core/incident/event.ts";

export type ClaroRole = "owner" | "admin" | "member" | "viewer";

export interface OperatorConfig {
  readonly id: string;
  readonly role: ClaroRole;
}

/** One provider, target or notifier as written: its kind's own definition parses `options` when it is used. */
export interface AdapterConfig {
  readonly id: string;
  readonly kind: string;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface TargetConfig extends AdapterConfig {
  /** Register name of the key it holds; null = any key whose present value it holds. */
  readonly key: string | null;
  readonly environment: Environment;
  readonly provider: string | null;
}

/** Which duties to notify count here, and how days are counted. */
export interface ComplianceConfig {
  /** Absolute path of the table of duties in use; null = the package's own. */
  readonly table: string | null;
  /** Regime to whether it is switched on; what is not named keeps its default. */
  readonly regimes: Readonly<Record<string, boolean>>;
  /** IANA zone of the incident, where a regime names none. */
  readonly zone: string;
  /** Holiday list to its local days, `2026-11-26`. */
  readonly calendars: Readonly<Record<string, readonly string[]>>;
  /** Partners who must be told by contract. */
  readonly contracts: readonly Contract[];
  /** Whom an authority may ask, as a notice names them; null = nobody is named. */
  readonly contact: string | null;
}

/** An access log that is kept somewhere: `path` is a file, a folder or a glob, absolute. */
export interface AuditSource {
  readonly path: string;
  /** By id; null = told by its content. */
  readonly format: string | null;
  /** Field of the normal form to column or JSON Pointer. */
  readonly columns: Readonly<Record<string, string>>;
  /** IANA zone of times without one; null = UTC. */
  readonly zone: string | null;
}

/** What is known beforehand about access logs and normal use. */
export interface AuditConfig {
  /** CIDR. */
  readonly ownNetworks: readonly string[];
  readonly baselineDays: number;
  /** Product tokens of user agents that are ours. */
  readonly knownAgents: readonly string[];
  /** Networks and agents of these that are ours only for a time: until when, epoch ms. */
  readonly until: Readonly<Record<string, number>>;
  /** Principals (names or key ids of a log) who work on incidents. */
  readonly team: readonly string[];
  /** Rule, then threshold: figures instead of the rules' own. */
  readonly thresholds: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly sources: readonly AuditSource[];
  /** Absolute path of a table of places (networks with their degrees); null = none. */
  readonly geo: string | null;
  /** Names of keys that are used from one place only, so that two places at once mean something. */
  readonly singleLocation: readonly string[];
}

export interface Config {
  /** Absolute path of the file in use; null = none was found. */
  readonly file: string | null;
  /** Folder that relative paths are relative to. */
  readonly folder: string;
  readonly workspace: string | null;
  readonly store: string | null;
  readonly operators: readonly OperatorConfig[];
  readonly recipients: readonly string[];
  /** Absolute path of the age identity file. */
  readonly identity: string;
  readonly providers: readonly AdapterConfig[];
  readonly targets: readonly TargetConfig[];
  readonly notifiers: readonly AdapterConfig[];
  readonly compliance: ComplianceConfig;
  readonly audit: AuditConfig;
  /** Test overrides of base URLs by kind, loopback only. */
  readonly endpoints: Readonly<Record<string, string>>;
}

/** Resolve `${VAR}` and `file:<path>` (mode 0600) in a configured string, at the moment of use. Throws OutsideError (certain) naming what is missing. */
export type ResolveReference = (text: string) => Promise<string>;
