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
  readonly if_late?: string;
  readonly exceptions?: readonly string[];
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
  readonly confidence: "high" | "medium" | "low";
  readonly source: string;
  readonly trigger: string;
  readonly clock_start: string;
  readonly stages: readonly Stage[];
  /** What a notice must contain. */
  readonly content?: readonly string[];
  readonly keep?: string;
  readonly note?: string;
  /** IANA zone in which its days are counted; nothing = the incident's own. */
  readonly zone?: string;
}

export interface RegimeTable {
  /** Day on which the rows were last compared with public material. */
  readonly checkedOn: string;
  readonly disclaimer: string;
  readonly regimes: readonly Regime[];
}
