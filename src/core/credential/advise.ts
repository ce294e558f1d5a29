// Contain first or replace first? The decision table as data; the first row that matches wins. A person may choose otherwise, with a reason.
import { DAY, HOUR, MINUTE } from "../instant.ts";
import type { Severity, Strategy } from "../incident/event.ts";
import type { EvidenceLevel } from "../runbook/runbook.ts";

/** The facts the table looks at, every one with a value: what is not known is `unknown`. */
export interface AdviceFacts {
  readonly evidence: EvidenceLevel;
  readonly environment: "production" | "staging" | "development";
  readonly data: "none" | "internal" | "personal" | "regulated" | "unknown";
  readonly keyCan: "read" | "write" | "spend" | "delete" | "unknown";
  readonly tolerance: "none" | "minutes" | "hours";
  readonly standby: "yes" | "no";
  readonly canDisable: "yes" | "no";
  readonly severity: Severity;
}

interface AdviceRow {
  readonly id: string;
  /** Every named fact must have one of the listed values. */
  readonly when: { readonly [Fact in keyof AdviceFacts]?: readonly AdviceFacts[Fact][] };
  readonly strategy: Strategy;
  /** How long the old key may live before the ceiling asks again, in ms; 0 for contain-first. */
  readonly ceilingMs: number;
  readonly why: string;
}

export interface Advice {
  readonly rule: string;
  readonly strategy: Strategy;
  readonly ceilingMs: number;
  readonly why: string;
}

const SEEN = ["confirmed-abuse", "public-exposure"] as const;

/**
 * Rows D1–D11. Sources: AWS incident-response playbook for compromised credentials (deactivate before delete, 30 minutes of watching),
 * GitHub and GitGuardian leak guides (create, update, delete), measured abuse of public keys within minutes.
 */
export const ADVICE: readonly AdviceRow[] = [
  {
    id: "D1",
    when: { environment: ["staging", "development"], evidence: SEEN },
    strategy: "contain-first",
    ceilingMs: 0,
    why: "no production to break",
  },
  {
    id: "D2",
    when: { standby: ["yes"] },
    strategy: "contain-first",
    ceilingMs: 0,
    why: "a standby key is live everywhere, so no outage",
  },
  {
    id: "D3",
    when: { canDisable: ["yes"], evidence: SEEN },
    strategy: "contain-first",
    ceilingMs: 0,
    why: "the provider can disable it, and enable it again if that was wrong",
  },
  {
    id: "D4",
    when: { evidence: ["confirmed-abuse"], data: ["personal", "regulated", "unknown"] },
    strategy: "contain-first",
    ceilingMs: 0,
    why: "it is being misused and may reach people's data",
  },
  {
    id: "D4",
    when: { evidence: ["confirmed-abuse"], keyCan: ["write", "spend", "delete"] },
    strategy: "contain-first",
    ceilingMs: 0,
    why: "it is being misused and can change or spend",
  },
  {
    id: "D5",
    when: { evidence: ["public-exposure"], tolerance: ["minutes", "hours"] },
    strategy: "contain-first",
    ceilingMs: 0,
    why: "it is public, and bots use public keys within minutes",
  },
  {
    id: "D6",
    when: { evidence: ["public-exposure"] },
    strategy: "replace-first",
    ceilingMs: 15 * MINUTE,
    why: "no outage is bearable: a short overlap is the smaller harm",
  },
  {
    id: "D7",
    when: { evidence: ["confirmed-abuse"], tolerance: ["none"] },
    strategy: "replace-first",
    ceilingMs: 15 * MINUTE,
    why: "only low-value reading, and no outage is bearable",
  },
  {
    id: "D8",
    when: { evidence: ["confirmed-abuse"] },
    strategy: "contain-first",
    ceilingMs: 0,
    why: "misuse is proved",
  },
  {
    id: "D9",
    when: { evidence: ["suspected-anomaly"] },
    strategy: "replace-first",
    ceilingMs: HOUR,
    why: "only suspected: look for 30 minutes, then decide again",
  },
  {
    id: "D10",
    when: { evidence: ["internal-exposure", "lost"] },
    strategy: "replace-first",
    ceilingMs: DAY,
    why: "misuse is unlikely, so replace without an outage",
  },
  {
    id: "D11",
    when: { evidence: ["unknown"], severity: ["P1", "P2"] },
    strategy: "contain-first",
    ceilingMs: 0,
    why: "nobody knows how it leaked, and it matters: indecision is not a strategy",
  },
  {
    id: "D11",
    when: { evidence: ["unknown"] },
    strategy: "replace-first",
    ceilingMs: HOUR,
    why: "nobody knows how it leaked, and little is at stake",
  },
];

/** What the table says of its rules: whoever followed one did not say that. */
export const RULE_WORDS: ReadonlySet<string> = new Set(ADVICE.map(({ why }) => why));

function matches(row: AdviceRow, facts: AdviceFacts): boolean {
  return Object.entries(row.when).every(([name, values]) =>
    (values as readonly string[]).includes(facts[name as keyof AdviceFacts]),
  );
}

/** The recommended strategy and the rule that fired. The table is total: every combination of facts has a row. */
export function advise(facts: AdviceFacts): Advice {
  const row = ADVICE.find((candidate) => matches(candidate, facts));
  if (row === undefined) throw new Error("the decision table has a hole");
  return { rule: row.id, strategy: row.strategy, ceilingMs: row.ceilingMs, why: row.why };
}

const LEVELS: readonly Severity[] = ["P1", "P2", "P3", "P4"];

function level(
  facts: Pick<AdviceFacts, "evidence" | "environment" | "data">,
  abuse: "yes" | "no" | "unknown",
  credentials: number,
): number {
  const production = facts.environment === "production";
  const seen = facts.evidence === "confirmed-abuse" || facts.evidence === "public-exposure";
  if (facts.data === "regulated" && abuse !== "no") return 0;
  if (seen && credentials > 1) return 0;
  if (abuse === "yes" || facts.evidence === "confirmed-abuse") return production ? 0 : 1;
  if (facts.evidence === "public-exposure") return production && abuse === "unknown" ? 0 : 1;
  return facts.evidence === "unknown" ? 1 : 2;
}

/**
 * Severity by the criteria of the AWS triage guide and PagerDuty's levels: unsure means the higher one, unknown attacker activity on a
 * public key counts as active, a key outside production without people's data is one lower.
 */
export function deriveSeverity(
  facts: Pick<AdviceFacts, "evidence" | "environment" | "data">,
  abuse: "yes" | "no" | "unknown",
  credentials: number,
): Severity {
  const base = level(facts, abuse, credentials);
  const sensitive = facts.data === "personal" || facts.data === "regulated";
  const lowered = facts.environment !== "production" && !sensitive ? base + 1 : base;
  return LEVELS[Math.min(lowered, 3)] ?? "P4";
}
