// What a scenario is: data about one bad day. Keys, services, who misuses what, the files that tell of it, and how it ends well.

/** Vendors that the sandbox looks like, by the name that a configuration gives them. */
export const VENDORS = ["claro", "openai", "github-token"] as const;
export type Vendor = (typeof VENDORS)[number];

export interface ScenarioKey {
  /** Name at its vendor's. */
  readonly name: string;
  readonly vendor: Vendor;
}

/** A service of the made-up company, and the file in which its key lies. */
export interface ScenarioService {
  readonly name: string;
  /** Name of the key it uses. */
  readonly key: string;
  /** Its file, below the workspace. */
  readonly file: string;
  readonly format: "dotenv" | "docker-env-file";
  readonly variable: string;
  readonly ip: string;
  readonly userAgent: string;
  /** Program in the workspace that stands for ssh to its host; null = its file is here. */
  readonly host: string | null;
  /** How the ready configuration names its file; null = no configuration knows it. */
  readonly target: { readonly id: string; readonly environment: "production" | "staging" } | null;
}

/** Who uses exposed keys beside the company's services: a thief, or somebody of the company whom nobody thought of. */
export interface Misuse {
  readonly who: "thief" | "load-test";
  /** Names of the keys used. */
  readonly keys: readonly string[];
}

/** What a file may tell: values and times of this run. */
export interface FileFacts {
  /** Value of a key by its name. */
  secret(key: string): string;
  /** ISO instants: when it became visible, and when the sandbox came up. */
  readonly exposedAt: string;
  readonly now: string;
}

export interface ScenarioFile {
  /** Below the workspace. */
  readonly path: string;
  readonly text: string;
}

/** Where the things of the story are, for telling it. */
export interface StoryPlaces {
  readonly workspace: string;
  readonly dashboard: string;
  /** The hour at which it begins, e.g. `02:10Z`. */
  readonly at: string;
}

/** What the responder has in hand at the start: a file with the value, a text with several, or only the key's name. */
export type Given =
  | { readonly kind: "value" | "text"; readonly file: string }
  | { readonly kind: "name"; readonly name: string };

/** Answers of a good responder to what `start` asks. */
export interface GoodAnswers {
  readonly evidenceLevel: "public-exposure" | "internal-exposure" | "lost" | "suspected-anomaly";
  readonly abuse: "yes" | "no" | "unknown";
  readonly data: "none" | "internal" | "personal";
  readonly outageTolerance: "none" | "minutes" | "hours" | "unknown";
  /** Other facts of the incident, by the names that its runbook gives them. */
  readonly facts: Readonly<Record<string, string>>;
  /** What becomes known at a step, by its id: facts as `name=value`. */
  readonly later: Readonly<Record<string, readonly string[]>>;
}

export interface ScenarioPlace {
  readonly id: string;
  readonly kind: string;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface Scenario {
  readonly id: string;
  /** One line for `--help`. */
  readonly title: string;
  /** Summary of the incident, as somebody would type it. */
  readonly summary: string;
  readonly runbook: string;
  /** Keys in the wrong hands, or suspected to be; the first is the one that the story is about. */
  readonly exposed: readonly ScenarioKey[];
  readonly services: readonly ScenarioService[];
  readonly misuse: Misuse | null;
  /** Whether the workspace holds a configuration ready to use. */
  readonly configured: boolean;
  readonly given: Given;
  readonly answers: GoodAnswers;
  /** A place that only the responder can add, as `+` would; null where the configuration knows all. */
  readonly place: ScenarioPlace | null;
  /** How it ends well: closed with every exposed key cut and replaced, or stood down with none cut. */
  readonly end: "closed" | "stood-down";
  /** What a good responder ends with, in one line. */
  readonly good: string;
  /** Who said what and where things are: at most ten lines, told before the first question. */
  story(places: StoryPlaces): readonly string[];
  /** Files beside those of the services. */
  files(facts: FileFacts): readonly ScenarioFile[];
}
