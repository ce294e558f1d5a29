// What the commands ask of the world around them; `wiring.ts` gives it, tests may give another.
import type { RegimeTable } from "../core/compliance/regime.ts";
import type { Output } from "../adapters/terminal/output.ts";
import type { Screen } from "../adapters/terminal/screen.ts";
import type { App, RunbookFile } from "../app/context.ts";
import type { Site } from "../app/doctor/site.ts";
import type { Ground } from "../app/setup/ground.ts";
import type { Reader } from "../app/list.ts";
import type { Config } from "../ports/config.ts";
import type { Hands } from "../ports/hands.ts";
import type { Prompter } from "../ports/prompter.ts";
import type { Clock, Files } from "../ports/system.ts";

/** The global options as commander gives them. */
export interface GlobalOptions {
  readonly store?: string;
  readonly config?: string;
  readonly incident?: string;
  readonly operator?: string;
  readonly json?: boolean;
  readonly input?: boolean;
  readonly yes?: boolean;
  readonly confirm?: string;
  readonly dryRun?: boolean;
  readonly now?: string;
  readonly opId?: string;
  readonly verbose?: boolean;
  readonly plain?: boolean;
}

/** A store that is only read: no operator is needed. */
export interface Reading extends Reader {
  readonly config: Config;
  readonly clock: Clock;
  readonly location: string;
}

/** The sandbox as its first line of stdout describes it. */
export interface SandboxAddress {
  readonly url: string;
  readonly dashboard: string;
  readonly workspace: string;
  readonly requestLog: string;
  readonly accessLog: string;
  readonly oldKeyId: string;
  readonly scenario: string;
}

/** Sandbox seconds in a second; `virtual`: time passes only by waiting. */
export type DrillPace = "virtual" | number;

/** A rehearsal's stage: the sandbox runs as a child, and the app's clock goes with its time. */
export interface Stage {
  readonly app: App;
  readonly sandbox: SandboxAddress;
  /** A played person at the dashboard. */
  readonly hands: Hands;
  /** Jump to that instant (epoch ms): everything due on the way happens, in order, here and in the sandbox. The past moves nothing. */
  skipTo(epochMs: number): Promise<void>;
  /** Remember which incident is rehearsed here, so that it can be taken up again. */
  mark(incident: string): Promise<void>;
  close(): Promise<void>;
}

export interface Host {
  readonly output: Output;
  readonly version: string;
  readonly packageRoot: string;
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly files: Files;
  /** Whether people can be asked: stdin, stdout and stderr are terminals. */
  readonly interactive: boolean;
  /** From now on ids that only name a key (an AWS access key id) are said: logs are about them. */
  nameKeys(): void;
  /** From now on no colour, nothing drawn over, every question and answer a line: `--plain`. */
  speakPlainly(): void;
  /** A screen that is drawn over again and again; none where stdout is no terminal, or lines only are wanted. */
  screen(): Promise<Screen | undefined>;
  /** Questions on the terminal; loads its library at the first one. */
  prompter(): Promise<Prompter>;
  /** Whether a text looks like a secret and must not be an argument. */
  looksLikeSecret(text: string): boolean;
  openReading(options: GlobalOptions): Promise<Reading>;
  /** Throws ClaroIrError `usage`, at its line, for an entry whose options its kind does not take. */
  checkEntries(config: Config, list: "providers" | "targets" | "notifiers"): Promise<void>;
  /** Whether there is a store: opening one that is not there makes it. */
  hasStore(options: GlobalOptions): Promise<boolean>;
  /** Resolves the operator too. Exit 2 when it is unclear who acts; `looks`: nothing is recorded, so whoever is not listed is a viewer. */
  openApp(options: GlobalOptions, purpose?: "looks"): Promise<App>;
  loadRunbook(idOrFile: string): Promise<RunbookFile>;
  /** The table of duties to notify that a configuration uses. */
  regimes(config: Pick<Config, "compliance">): Promise<RegimeTable>;
  /** What `doctor` looks at; also where configuration or store are broken. */
  openDoctor(options: GlobalOptions): Promise<Site>;
  /** A new stage, or that of a rehearsal taken up again. */
  openDrill(
    options: GlobalOptions,
    drill: {
      readonly seed: number;
      readonly pace: DrillPace;
      /** Of a new stage; one taken up again keeps its own. */
      readonly scenario?: string;
      readonly incident?: string;
    },
  ): Promise<Stage>;
  /** What `init` works on. */
  openGround(options: GlobalOptions): Promise<Ground>;
  /** A new private folder. */
  temporaryFolder(prefix: string): Promise<string>;
}
