// Whether a key was misused, as far as logs and people say: the newest audit, and above it what people judged of its findings.
import { isHigh } from "../audit/level.ts";
import type { Misuse } from "../audit/report.ts";
import type { FindingRecord } from "./audit-state.ts";
import type { IncidentState } from "./state.ts";
import type { Instant } from "../instant.ts";
import { callers, sumOrNull, wordOn, type Caller } from "./suspects.ts";

export interface MisuseRecord {
  /** Null = no log was read for it. UNKNOWN is never "no". */
  readonly verdict: Misuse | null;
  /** A person's word on its findings, which is above the verdict; null = none. */
  readonly judged: "malicious" | "benign" | null;
  /** Findings that somebody must judge yet. */
  readonly open: number;
  /** By whom, as far as findings say; null = they speak against nobody. */
  readonly use: MisuseUse | null;
}

/** What the callers did that findings speak against, those left out that a person called harmless. */
export interface MisuseUse {
  /** The worst first, at most three. */
  readonly callers: readonly string[];
  /** Not named. */
  readonly more: number;
  readonly agents: readonly string[];
  readonly requests: number;
  /** Of them answered; null = an older audit did not say. */
  readonly accepted: number | null;
  /** Of them denied; the rest failed. */
  readonly refused: number;
  readonly first: Instant;
  readonly last: Instant;
}

type Known = Pick<IncidentState, "audit" | "findings" | "suspects">;

const MOST_NAMED = 3;

function useOf(people: readonly Caller[]): MisuseUse | null {
  if (people.length === 0) return null;
  const named = people.slice(0, MOST_NAMED).map(({ name }) => name);
  return {
    callers: named,
    more: people.reduce((sum, { members }) => sum + members, 0) - named.length,
    agents: [...new Set(people.flatMap(({ agents }) => agents))].slice(0, MOST_NAMED),
    requests: people.reduce((sum, { requests }) => sum + requests, 0),
    accepted: sumOrNull(people.map(({ accepted }) => accepted)),
    refused: people.reduce((sum, { refused }) => sum + refused, 0),
    first: people.map(({ first }) => first).sort()[0] ?? "",
    last:
      people
        .map(({ last }) => last)
        .sort()
        .at(-1) ?? "",
  };
}

/** High findings that nobody has judged, of all keys. */
export function openFindings(state: Pick<IncidentState, "findings">): readonly FindingRecord[] {
  return state.findings.filter((finding) => isHigh(finding) && finding.judged === null);
}

/** Somebody called a finding misuse, or a caller. */
function isCalledMisuse({ findings, suspects }: Pick<IncidentState, "findings" | "suspects">) {
  return [...findings, ...suspects].some(({ judged }) => judged?.verdict === "malicious");
}

/** Every finding above a hint is ours, by somebody's word, and at least one there is. */
function isAllBenign(findings: readonly FindingRecord[]): boolean {
  const serious = findings.filter(({ level }) => level !== "low" && level !== "info");
  return serious.length > 0 && serious.every(({ judged }) => judged?.verdict === "benign");
}

/** What is known about the misuse of one key. */
export function misuseOf({ audit, findings, suspects }: Known, credential: string): MisuseRecord {
  const own = findings.filter((finding) => finding.credential === credential);
  const seen = {
    suspects: suspects.filter((one) => one.credential === credential),
    findings: own,
  };
  const people = callers(seen);
  const open = openFindings({ findings: own }).length;
  const audited = audit?.credentials.find((one) => one.credential === credential);
  const use = useOf(people.filter((one) => wordOn(seen, one) !== "benign"));
  if (isCalledMisuse(seen)) return { verdict: "CONFIRMED", judged: "malicious", open, use };
  if (isAllBenign(own)) return { verdict: "UNKNOWN", judged: "benign", open, use: useOf(people) };
  return { verdict: audited?.misuse ?? null, judged: null, open, use };
}

/** A suspicion that was found harmless, no key of which was cut, and nothing of which was called misuse since: there is nothing to contain. */
export function isHarmless(
  state: Pick<IncidentState, "facts" | "findings" | "suspects" | "credentials">,
): boolean {
  return (
    state.facts["verdict"]?.value === "benign" &&
    Object.values(state.credentials).every(
      ({ old, dropped }) => dropped !== null || old.state === "alive",
    ) &&
    !isCalledMisuse(state)
  );
}

/** In one or two words: `confirmed`, `judged benign`, `unknown`; null = nobody has looked. */
export function misuseWords({ verdict, judged }: MisuseRecord): string | null {
  if (judged === "benign") return "judged benign";
  return verdict?.toLowerCase() ?? null;
}

export const WORST_FIRST = ["CONFIRMED", "PROBABLE", "POSSIBLE", "UNKNOWN"] as const;

/** The worst of several keys; null = no log was read for any. */
export function worstMisuse(state: Known, credentials: readonly string[]): MisuseRecord | null {
  const known = credentials
    .map((one) => misuseOf(state, one))
    .filter((one) => one.verdict !== null);
  function rank({ verdict, judged }: MisuseRecord): number {
    return judged === "benign"
      ? WORST_FIRST.length
      : WORST_FIRST.findIndex((one) => one === verdict);
  }
  return known.toSorted((a, b) => rank(a) - rank(b))[0] ?? null;
}
