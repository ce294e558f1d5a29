// Duties to notify, as data: who must be told, how long there is, and from when it counts. NOT LEGAL ADVICE: people decide whether a duty applies.

export const UNITS = ["hours", "calendar_days", "business_days", "months"] as const;
export type Unit = (typeof UNITS)[number];

/** A length of time; `limit` null = no fixed one ("without undue delay"), 0 = at once. */
export interface Limit {
  readonly limit: number | null;
  readonly unit: Unit | null;
  /** A start fact in snake_case (`aware_personal_data_at`), `<regime>.<stage>.sent_at`, or `end_of_calendar_year_of_discovery`. */
  readonly from: string;
}

export interface Stage extends Limit {
  readonly id: string;
  /** Who is told. */
  readonly to: string;
  /** A second limit: what is earlier counts. */
  readonly outer?: Limit;
  /** Holiday list of business days: a name under `compliance.calendars` in the configuration. */
  readonly calendar?: string;
  readonly rule?: string;
  /** False = a date until which something is kept: nobody has to be told. */
  readonly is_notice?: boolean;
  /** Only whoever has this part in handling the data tells (fact dataRole); nothing = both. */
  readonly role?: "controller" | "processor";
  /** Nobody has entered the real limit: this one is a guess, and is shown as one. */
  readonly is_assumed?: boolean;
  /** Step of a runbook that is done when this notice is out. */
  readonly step?: string;
  readonly if_late?: string;
  readonly exceptions?: readonly string[];
}

/** What makes a duty apply: of each list that is there one word has to be answered. */
export interface Applies {
  readonly regions?: readonly string[];
  readonly kinds?: readonly string[];
  readonly we_are?: readonly string[];
  readonly contracts?: readonly string[];
}

export interface Regime {
  readonly id: string;
  readonly name: string;
  readonly where: string;
  /** `pending` and `unverified` never run unless the configuration switches them on. */
  readonly status: "in_force" | "contract" | "pending" | "unverified";
  /** UTC day from which it holds; nothing = long since. */
  readonly effective?: string;
  readonly default_on: boolean;
  /** `personal-data`: settled where no data about people is concerned. */
  readonly concerns: "personal-data" | "incident";
  readonly applies?: Applies;
  readonly confidence: "high" | "medium" | "low";
  readonly source: string;
  readonly trigger: string;
  readonly clock_start: string;
  readonly stages: readonly Stage[];
  /** What a notice must contain. */
  readonly content?: Content;
  readonly keep?: string;
  readonly note?: string;
  /** IANA zone of its authority, in which its days are counted; nothing = the company's own. */
  readonly zone?: string;
}

/** Parts of the record that answer what a notice asks; `draft.ts` says how each is filled. */
export const FILLERS = [
  "summary",
  "nature",
  "noticed",
  "discovery",
  "window",
  "misuse",
  "data",
  "records",
  "people",
  "regions",
  "harm",
  "protection",
  "cause",
  "measures",
  "contained",
  "status",
  "malice",
  "impact",
  "delay",
  "law-enforcement",
  "contact",
] as const;
export type Filler = (typeof FILLERS)[number];

export interface ContentItem {
  readonly what: string;
  /** Nothing = a person writes it. */
  readonly from?: Filler;
}

export interface Content {
  readonly source: string;
  readonly items: readonly ContentItem[];
}

export interface RegimeTable {
  /** Day on which the rows were last compared with public material. */
  readonly checkedOn: string;
  readonly disclaimer: string;
  readonly regimes: readonly Regime[];
}
