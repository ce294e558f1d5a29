// What a runbook is once it has been read and checked: plain data, compiled from YAML at build and pinned in each incident.

export type Scope = "incident" | "credential";
export type Tier = "core" | "support" | "cond";
export type StepKind = "manual" | "automated" | "verification" | "decision";

/** Who a step is meant for. `any` = whoever is there. */
export const ROLES = [
  "any",
  "ic",
  "scribe",
  "key-admin",
  "deployer",
  "investigator",
  "approver",
  "comms",
  "legal",
  "service-owner",
] as const;
export type Role = (typeof ROLES)[number];

/** Automations a step may name; `app/effect/index.ts` has one file for each. */
export const EFFECTS = [
  "capture-usage",
  "create-key",
  "store-key",
  "deploy-key",
  "prove-in-use",
  "block-key",
  "prove-dead",
  "update-register",
  "deploy-staging",
  "watch-rotation",
  "roll-back",
  "collect-logs",
  "review-logs",
  "watch-key",
] as const;
export type EffectId = (typeof EFFECTS)[number];

/** Those that are about the whole incident; all others act on one key. */
export const INCIDENT_EFFECTS: readonly EffectId[] = ["collect-logs", "review-logs", "watch-key"];

/** Guards a step may name; `core/credential/guard.ts` implements them. */
export const GUARDS = ["may-block"] as const;
export type GuardId = (typeof GUARDS)[number];

/** What a decision step decides; `claro-ir decide <kind>` completes it. */
export const DECISIONS = [
  "strategy",
  "outage",
  "severity",
  "personal-data",
  "notify",
  "exposure",
  "clock-watch",
  "scope",
  "window",
  "verdict",
  "stand-down",
  "close",
] as const;
export type DecisionKind = (typeof DECISIONS)[number];

/** How it is known that a key is in the wrong hands: the fact `evidenceLevel`. */
export const EVIDENCE_LEVELS = [
  "confirmed-abuse",
  "public-exposure",
  "suspected-anomaly",
  "internal-exposure",
  "lost",
  "unknown",
] as const;
export type EvidenceLevel = (typeof EVIDENCE_LEVELS)[number];

/** The closed set of conditions: no expressions. A fact that is not known makes `fact … is` false. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly fact: string; readonly is: readonly string[] }
  | { readonly known: string };

export type FactType = "text" | "enum" | "instant" | "number" | "duration" | "flag" | "list";

/** Where a moment lies, seen from now. */
export const LIES = ["past", "ahead", "either"] as const;
export type Lies = (typeof LIES)[number];

/** A named input: asked once, used by every step that lists it. */
export interface FactDefinition {
  readonly title: string;
  readonly type: FactType;
  readonly scope: Scope;
  /** Allowed values of an `enum`. */
  readonly values: readonly string[];
  /** Of an `instant`: whether it has gone by (nothing said), is still to come as the date of a meeting is, or may be either. */
  readonly lies?: Lies | undefined;
}

export interface Step {
  readonly id: string;
  readonly title: string;
  readonly phase: string;
  /** Row that people see it in. */
  readonly row: string;
  readonly scope: Scope;
  readonly tier: Tier;
  readonly kind: StepKind;
  readonly role: Role;
  /** Steps that must be settled before this one can be done (never before it can be started). */
  readonly needs: readonly string[];
  /** When it applies; null = always. */
  readonly when: Condition | null;
  readonly guard: GuardId | null;
  readonly effect: EffectId | null;
  readonly decides: DecisionKind | null;
  /** It comes before any key is treated: what makes every later step worthless while it is left. */
  readonly first: boolean;
  /** Soft limit in milliseconds; null = set by a notification clock or contract. */
  readonly budget: number | null;
  /** Repeat interval in milliseconds by severity; null = once. */
  readonly repeat: Readonly<Record<string, number>> | null;
  /** Facts it needs. A manual or decision step whose facts are all known (and which has `completes: facts`) completes itself. */
  readonly inputs: readonly string[];
  /** True when knowing all inputs is the whole of the step. */
  readonly selfCompleting: boolean;
  /** What to keep as evidence, in words. */
  readonly evidence: readonly string[];
  /** How it is verified, in words. */
  readonly verify: string;
  /** What it feeds in the post-mortem, in words. */
  readonly postmortem: readonly string[];
}

export interface Phase {
  readonly id: string;
  readonly title: string;
  /** Window in milliseconds after the declaration. */
  readonly from: number;
  readonly until: number;
}

export interface Row {
  readonly id: string;
  readonly title: string;
}

/** Help for a step, apart from the machine's data so that it can be edited and translated without touching it. */
export interface StepHelp {
  /** One line: why this step exists. */
  readonly why: string;
  /** How to do it, one short line each. */
  readonly how: readonly string[];
  /** What to do when you cannot do it yourself. */
  readonly cannot: string;
}

/** What a runbook is for; `rotation` is no incident. */
export const RUNBOOK_KINDS = ["incident", "rotation"] as const;

export interface Runbook {
  readonly id: string;
  /** When it is the right one, in a line: "a key was committed to git"; null = not said. */
  readonly for: string | null;
  /** What is known where somebody follows it and nobody says otherwise; `start` also offers it to whoever answers so. Null = nothing. */
  readonly evidenceLevel: EvidenceLevel | null;
  readonly version: number;
  readonly title: string;
  readonly kind: (typeof RUNBOOK_KINDS)[number];
  /** Day on which somebody last read it against the world as it is, `2026-11-25`; null = not said. */
  readonly reviewed: string | null;
  readonly phases: readonly Phase[];
  readonly rows: readonly Row[];
  readonly facts: Readonly<Record<string, FactDefinition>>;
  readonly steps: readonly Step[];
  readonly help: Readonly<Record<string, StepHelp>>;
}

/** What a list of runbooks shows of each. */
export type RunbookSummary = Pick<Runbook, "id" | "for" | "evidenceLevel">;

/** Steps by id of every runbook that was asked: each command looks up hundreds. */
const indexed = new WeakMap<Runbook, ReadonlyMap<string, Step>>();

function indexOf(runbook: Runbook): ReadonlyMap<string, Step> {
  const known = indexed.get(runbook);
  if (known !== undefined) return known;
  const made = new Map(runbook.steps.map((step) => [step.id, step]));
  indexed.set(runbook, made);
  return made;
}

/** Step by id; undefined when the runbook has none of that name. */
export function findStep(runbook: Runbook, id: string): Step | undefined {
  return indexOf(runbook).get(id);
}
