// What the checks may look at. Everything here reads: no journal event, no call that changes anything at a vendor.
import type { Secret } from "../../core/credential/secret.ts";
import type { ClaroIrError } from "../../core/error.ts";
import type { Runbook } from "../../core/runbook/runbook.ts";
import type { AdapterConfig, Config, ResolveReference } from "../../ports/config.ts";
import type { StoreExamination, Fault, TerminalFacts } from "../../ports/premises.ts";
import type { Clock, Files, Fingerprint } from "../../ports/system.ts";
import type { App } from "../context.ts";
import type { Reader } from "../list.ts";

export interface Site extends Pick<App, "sealer" | "provider" | "target" | "notifier"> {
  readonly clock: Clock;
  readonly files: Files;
  /** The file in use, or what is wrong with it; without a file, the built-in one. */
  readonly config: Config;
  readonly configProblem: ClaroIrError | undefined;
  /** Id under which this person would act. */
  readonly operator: string;
  readonly store: StoreExamination | ClaroIrError;
  /** The record; undefined where there is none (yet), or where it cannot be opened. */
  readonly record: Reader | undefined;
  /** Under the store's salt. Only where a fingerprint is on record: asking makes the salt where there is none. */
  fingerprint(): Promise<Fingerprint>;
  /** Values that must never be printed. */
  remember(secret: Secret): void;
  readonly resolve: ResolveReference;
  /** What is wrong with a notifier's options, and where. */
  notifierFaults(channel: AdapterConfig): Promise<readonly Fault[]>;
  /** Ids of the runbooks in the package. */
  runbooks(): Promise<readonly string[]>;
  loadRunbook(id: string): Promise<{ readonly runbook: Runbook }>;
  /** Milliseconds that a vendor's clock is ahead of ours, by the Date header of its last answer; undefined before there was one. */
  skewOf(host: string): number | undefined;
  readonly program: string;
  readonly node: string;
  readonly terminal: TerminalFacts;
}
