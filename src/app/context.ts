// The bag of ports a use case may ask for. Built once by `wiring.ts`; tests build it from in-memory twins.
import type { RegimeTable } from "../core/compliance/regime.ts";
import type { Locate, Networks } from "../core/audit/context.ts";
import type { Secret } from "../core/credential/secret.ts";
import type { TextFilter } from "../core/redaction/text-filter.ts";
import type { Actor } from "../core/incident/decide/world.ts";
import type { TargetDefinition } from "../core/incident/event.ts";
import type { Runbook, RunbookSummary } from "../core/runbook/runbook.ts";
import type { ReadAccessLogs } from "../ports/access-log.ts";
import type { OpenBag } from "../ports/bag.ts";
import type { AdapterConfig, Config } from "../ports/config.ts";
import type { DeployTarget } from "../ports/deploy-target.ts";
import type { EvidenceFiles } from "../ports/evidence-files.ts";
import type { JournalStore } from "../ports/journal-store.ts";
import type { KeyProvider } from "../ports/key-provider.ts";
import type { Notifier } from "../ports/notifier.ts";
import type { ReadModel } from "../ports/read-model.ts";
import type { Sealer } from "../ports/sealer.ts";
import type {
  Clock,
  Digest,
  Files,
  Fingerprint,
  ProcessTable,
  Random,
  Sha256,
  Within,
} from "../ports/system.ts";
import type { Vault } from "../ports/vault.ts";
import type { Loaded } from "./loaded.ts";
import type { Waiting } from "./turn.ts";

/** A runbook as it is pinned in an incident: the compiled JSON and the YAML that people read. */
export interface RunbookFile {
  readonly runbook: Runbook;
  readonly yaml: string;
  readonly json: string;
  readonly sha256: string;
}

export interface App {
  readonly clock: Clock;
  readonly random: Random;
  readonly sha256: Sha256;
  newDigest(): Digest;
  /** HMAC under the store's salt; made when first asked for. */
  fingerprint(): Promise<Fingerprint>;
  readonly within: Within;
  readonly processes: ProcessTable;
  readonly files: Files;
  readonly evidenceFiles: EvidenceFiles;
  readonly readLogs: ReadAccessLogs;
  /** Which addresses are ours; words that are no network are passed over. */
  networks(own: readonly string[]): Promise<Networks>;
  /** Degrees of these addresses by the table in a file. Throws ClaroIrError `usage` where it is none. */
  placesOf(file: string, addresses: ReadonlySet<string>): Promise<Locate>;
  readonly openBag: OpenBag;
  readonly journal: JournalStore;
  readonly vault: Vault;
  readonly readModel: ReadModel;
  readonly sealer: Sealer;
  readonly config: Config;
  /** Who acts, with the role the configuration gives (or attests). */
  readonly actor: Actor;
  /** This command's operation id. */
  readonly op: string;
  readonly version: string;
  /** Values that must never be printed: every secret is added the moment it is known. */
  remember(secret: Secret): void;
  /** In the agent of every request of ours: what an audit knows our own probes by. */
  readonly mark: string;
  /** Redact text that people typed before it becomes part of the record. */
  clean(text: string): string;
  /** The same for a file that is taken in, as it comes: ids that only name a key (an AWS access key id) stay, because the audit goes by them. */
  logFilter(): Promise<TextFilter>;
  provider(id: string): Promise<KeyProvider>;
  target(definition: TargetDefinition): Promise<DeployTarget>;
  /** Connect a channel that the configuration names; nothing is resolved or called yet. */
  notifier(config: AdapterConfig): Promise<Notifier>;
  loadRunbook(idOrFile: string): Promise<RunbookFile>;
  /** The runbooks that come with the program, without their steps. */
  runbooks(): Promise<readonly RunbookSummary[]>;
  /** The table of duties to notify. */
  regimes(): Promise<RegimeTable>;
  /** A line for people about what is going on; never part of the result. */
  say(line: string): void;
  /** Aborted by Ctrl-C, hang-up or SIGTERM. */
  readonly signal: AbortSignal;
  /** Incidents already folded in this process, by id. */
  readonly loaded: Map<string, Loaded>;
  /** Operations of this process that have asked the outside for something. */
  readonly acted: Set<string>;
  /** Incidents in which an append of this process failed: what it wrote of it may lie there, and not be safe. */
  readonly unsafe: Set<string>;
  /** Decisions of this process that wait for their turn, by incident. */
  readonly waiting: Map<string, Waiting[]>;
}
