// All detections: each rule of the list with the function that looks for it, and what the logs must tell for it.
import type { Actor } from "../activity.ts";
import type { AuditContext } from "../context.ts";
import { BEHAVIOUR } from "./behaviour.ts";
import { CLIENT } from "./client.ts";
import { ENUMERATION } from "./enumeration.ts";
import { KEY_STATE } from "./key-state.ts";
import { PERSISTENCE } from "./persistence.ts";
import { PLACE } from "./place.ts";
import { RULES } from "./rules.ts";
import { VOLUME } from "./volume.ts";
import type { Case, Evaluate, Need, Raised, Rule } from "./rule.ts";

/** What looks for each rule, by its id. */
export const EVALUATORS: Readonly<Record<string, Evaluate>> = {
  ...VOLUME,
  ...PLACE,
  ...CLIENT,
  ...BEHAVIOUR,
  ...ENUMERATION,
  ...KEY_STATE,
  ...PERSISTENCE,
};

/** Four of each weekday. */
const MONTH_DAYS = 28;

function says(of: (actor: Actor) => unknown): (one: Case) => boolean {
  return ({ callers }) => callers.some(({ actor }) => of(actor) !== null);
}

interface Asked {
  readonly isMet: (one: Case) => boolean;
  /** What is said when the logs do not tell it; null = nothing, it is no matter of the logs. */
  readonly unsaid: string | null;
}

const NEEDS: Readonly<Record<Need, Asked>> = {
  baseline: { isMet: ({ profile }) => profile.isEnough, unsaid: null },
  average: {
    isMet: ({ profile, window }) => profile.isEnough || window.average > 0,
    unsaid: null,
  },
  month: {
    isMet: ({ profile }) => profile.isEnough && profile.days.length >= MONTH_DAYS,
    unsaid: `Fewer than ${String(MONTH_DAYS)} days of the baseline are covered: at which hours the key sleeps cannot be told.`,
  },
  cut: { isMet: ({ facts }) => facts.containedAt !== null, unsaid: null },
  units: { isMet: ({ window }) => window.units > 0 || window.cost > 0, unsaid: null },
  status: {
    isMet: ({ window: { statuses, outcomes } }) =>
      statuses.size > 0 || outcomes.denied + outcomes.error > 0,
    unsaid: "No HTTP status in the logs: errors and refusals are told by their outcome alone.",
  },
  address: {
    isMet: says(({ ip }) => ip),
    unsaid: "No addresses in the logs: where the key was used from cannot be told.",
  },
  country: {
    isMet: says(({ country }) => country),
    unsaid: "No countries in the logs: a place is judged by its address alone.",
  },
  network: {
    isMet: says(({ asn }) => asn),
    unsaid: "No network operators in the logs: a place is judged by its address alone.",
  },
  agent: {
    isMet: says(({ agent }) => agent),
    unsaid: "No user agents in the logs: what used the key cannot be told.",
  },
  action: {
    isMet: ({ window }) => window.seen.actions.size > 0,
    unsaid: "No operations in the logs: what was called cannot be told.",
  },
  resource: {
    isMet: ({ window }) => window.seen.resources.size > 0,
    unsaid: "No resources in the logs: what was touched cannot be told.",
  },
};

/** Rules with the thresholds of the configuration. */
export function rulesOf({ thresholds }: AuditContext): readonly Rule[] {
  return RULES.map((rule) => ({
    ...rule,
    thresholds: { ...rule.thresholds, ...thresholds[rule.id] },
  }));
}

export interface Detected {
  readonly raised: readonly Raised[];
  /** What could not be judged, and why. */
  readonly limits: readonly string[];
}

/** Ask every rule that can be asked. */
export function detect(rules: readonly Rule[], one: Case): Detected {
  if (one.window.requests === 0) return { raised: [], limits: [] };
  const limits = new Set<string>();
  const raised = rules.flatMap((rule) => {
    const unmet = rule.needs.map((need) => NEEDS[need]).filter(({ isMet }) => !isMet(one));
    for (const { unsaid } of unmet) if (unsaid !== null) limits.add(unsaid);
    return unmet.length > 0 ? [] : (EVALUATORS[rule.id]?.(rule, one) ?? []);
  });
  return { raised, limits: [...limits] };
}
