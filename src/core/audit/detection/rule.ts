// What a detection is: data with an id, thresholds and a citation, and a function that looks for it.
import type { Activity, Changed, Example } from "../activity.ts";
import type { Caller } from "../callers.ts";
import type { AuditContext, Followed, KeyFacts } from "../context.ts";
import type { Profile } from "../profile.ts";
import type { Confidence, Family, Level } from "../report.ts";

/** What the logs or the incident must tell before a rule can be asked. */
export type Need =
  | "baseline"
  | "average"
  | "month"
  | "status"
  | "address"
  | "country"
  | "network"
  | "agent"
  | "action"
  | "resource"
  | "units"
  | "cut";

export interface Rule {
  readonly id: string;
  readonly family: Family;
  readonly level: Level;
  readonly title: string;
  /** A figure must lie above its threshold, never only reach it; each name can be set in the configuration. */
  readonly thresholds: Readonly<Record<string, number>>;
  readonly needs: readonly Need[];
  /** What would show that it is harmless. */
  readonly refute: string;
  /** Where the rule and its figures come from. */
  readonly source: string;
}

/** Everything that is known of one key. */
export interface Case {
  readonly facts: KeyFacts;
  readonly context: AuditContext;
  readonly window: Activity;
  /** What was made with the key, and what was done with that. */
  readonly followed: readonly Followed[];
  /** Of what the key did to access: what our own callers made as they always did, and nobody else used. */
  readonly routine: ReadonlySet<Changed>;
  readonly profile: Profile;
  readonly callers: readonly Caller[];
  /** What everybody else did to keys, users, logs. */
  readonly others: Activity | null;
}

/** A rule that fired. Epoch ms. */
export interface Raised {
  readonly rule: Rule;
  readonly level: Level;
  readonly confidence: Confidence;
  readonly title: string;
  readonly subject: string | null;
  /**
   * All that it is about, where the subject only counts it. With rule and key it names the finding: more of the same stays the
   * same finding, something new beside it does not, so that it is judged anew.
   */
  readonly about?: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly observed: string;
  readonly expected: string;
  readonly threshold: string;
  readonly events: number;
  /** Whom it speaks against; nobody when our own callers explain it. */
  readonly callers: readonly Caller[];
  readonly examples: readonly Example[];
}

/** Looks for one rule. Pure; gives nothing where it does not fire. */
export type Evaluate = (rule: Rule, one: Case) => readonly Raised[];

/** How much a finding weighs: one that callers of our own explain is a lead, no sign. */
export function weigh(
  isOurs: boolean,
  level: Level,
  confidence: Confidence = "medium",
): { readonly level: Level; readonly confidence: Confidence } {
  return isOurs ? { level: "low", confidence: "low" } : { level, confidence };
}

/** A threshold of the rule; 0 for one it does not have. */
export function limit(rule: Rule, name: string): number {
  return rule.thresholds[name] ?? 0;
}

/** The earliest examples of the callers. */
export function examplesOf(callers: readonly Caller[], most = 3): readonly Example[] {
  return callers
    .flatMap(({ actor }) => actor.examples)
    .sort((a, b) => a.at - b.at || a.where.line - b.where.line)
    .slice(0, most);
}

/** First and last use by the callers, the end not included. */
export function spanOf(callers: readonly Caller[]): { readonly from: number; readonly to: number } {
  return {
    from: Math.min(...callers.map(({ actor }) => actor.first)),
    to: Math.max(...callers.map(({ actor }) => actor.last)) + 1,
  };
}

/** Requests of the callers, all together. */
export function totalOf(callers: readonly Caller[]): number {
  return callers.reduce((sum, { actor }) => sum + actor.requests, 0);
}
