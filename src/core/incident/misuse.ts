// Whether a key was misused, as far as logs and people say: the newest audit, and above it what people judged of its findings.
import type { Misuse } from "../audit/report.ts";
import type { FindingRecord } from "./audit-state.ts";
import type { IncidentState } from "./state.ts";

export interface MisuseRecord {
  /** Null = no log was read for it. UNKNOWN is never "no". */
  readonly verdict: Misuse | null;
  /** A person's word on its findings, which is above the verdict; null = none. */
  readonly judged: "malicious" | "benign" | null;
  /** Findings that somebody must judge yet. */
  readonly open: number;
}

/** A finding that may not be left unjudged. */
export function isHigh({ level }: Pick<FindingRecord, "level">): boolean {
  return level === "critical" || level === "high";
}

/** High findings that nobody has judged, of all keys. */
export function openFindings(state: Pick<IncidentState, "findings">): readonly FindingRecord[] {
  return state.findings.filter((finding) => isHigh(finding) && finding.judged === null);
}

/** Every finding above a hint is ours, by somebody's word, and at least one there is. */
function isAllBenign(findings: readonly FindingRecord[]): boolean {
  const serious = findings.filter(({ level }) => level !== "low" && level !== "info");
  return serious.length > 0 && serious.every(({ judged }) => judged?.verdict === "benign");
}

/** What is known about the misuse of one key. */
export function misuseOf(
  { audit, findings }: Pick<IncidentState, "audit" | "findings">,
  credential: string,
): MisuseRecord {
  const own = findings.filter((finding) => finding.credential === credential);
  const open = openFindings({ findings: own }).length;
  const audited = audit?.credentials.find((one) => one.credential === credential);
  if (own.some(({ judged }) => judged?.verdict === "malicious"))
    return { verdict: "CONFIRMED", judged: "malicious", open };
  if (isAllBenign(own)) return { verdict: "UNKNOWN", judged: "benign", open };
  return { verdict: audited?.misuse ?? null, judged: null, open };
}

/** In one or two words: `confirmed`, `judged benign`, `unknown`; null = nobody has looked. */
export function misuseWords({ verdict, judged }: MisuseRecord): string | null {
  if (judged === "benign") return "judged benign";
  return verdict?.toLowerCase() ?? null;
}

const WORST_FIRST = ["CONFIRMED", "PROBABLE", "POSSIBLE", "UNKNOWN"] as const;

/** The worst of several keys; null = no log was read for any. */
export function worstMisuse(
  state: Pick<IncidentState, "audit" | "findings">,
  credentials: readonly string[],
): MisuseRecord | null {
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
