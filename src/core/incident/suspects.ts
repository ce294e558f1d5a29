// Who used a key and has findings against them: one caller over all keys, what was said of them, and what contradicts it.
import type { FindingVerdict } from "./audit-event.ts";
import type { FindingRecord, Judgement, SuspectRecord } from "./audit-state.ts";
import type { IncidentState } from "./state.ts";

/** What callers are told from. */
export type Known = Pick<IncidentState, "suspects" | "findings">;

/** One caller over all keys of the incident. */
export interface Caller extends Pick<
  SuspectRecord,
  "name" | "members" | "agents" | "country" | "network" | "requests" | "refused" | "first" | "last"
> {
  readonly credentials: readonly string[];
  readonly did: readonly string[];
  readonly judged: Judgement | null;
  /** Findings that speak against them, in order of arrival. */
  readonly findings: readonly FindingRecord[];
  /** Of these, how many nobody has judged. */
  readonly open: number;
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

function callerOf(state: Known, name: string, seen: readonly SuspectRecord[]): Caller {
  const ids = new Set(seen.flatMap((one) => one.findings));
  const findings = state.findings.filter(({ id }) => ids.has(id));
  const [first] = seen;
  return {
    name,
    members: Math.max(...seen.map((one) => one.members)),
    agents: unique(seen.flatMap((one) => one.agents)),
    country: first?.country ?? null,
    network: first?.network ?? null,
    requests: seen.reduce((sum, one) => sum + one.requests, 0),
    refused: seen.reduce((sum, one) => sum + one.refused, 0),
    first: seen.map((one) => one.first).sort()[0] ?? "",
    last:
      seen
        .map((one) => one.last)
        .sort()
        .at(-1) ?? "",
    credentials: unique(seen.map((one) => one.credential)),
    did: unique(seen.flatMap((one) => one.did)).slice(0, 3),
    judged: first?.judged ?? null,
    findings,
    open: findings.filter((one) => one.judged === null).length,
  };
}

/** All callers, the worst first as the audit named them. */
export function callers(state: Known): readonly Caller[] {
  const byName = Map.groupBy(state.suspects, ({ name }) => name);
  return [...byName].map(([name, seen]) => callerOf(state, name, seen));
}

/** Callers that a finding speaks against. */
export function callersIn(state: Known, { id }: Pick<FindingRecord, "id">): readonly Caller[] {
  return callers(state).filter((one) => one.findings.some((finding) => finding.id === id));
}

/**
 * What is said of a caller: their own word, else what all of their findings were called; null = nobody has said anything that holds for them.
 * That a finding is misuse says nothing of everybody in it: that takes one which is about them alone.
 */
export function wordOn(state: Known, caller: Caller): FindingVerdict | null {
  const { judged, findings } = caller;
  if (judged !== null) return judged.verdict;
  const [first = null, ...others] = new Set(findings.map((one) => one.judged?.verdict ?? null));
  if (others.length > 0) return null;
  const isAlone = findings.some((one) => callersIn(state, one).length === 1);
  return first === "malicious" && !isAlone ? null : first;
}

/** Callers that wait for a word: nobody has said anything of them, or something new speaks against them. */
export function waiting(state: Known): readonly Caller[] {
  return callers(state).filter((one) => one.open > 0 || wordOn(state, one) === null);
}

/** What callers' words make of a finding: one thief is enough, harmless are only all of them together; null = somebody's word is missing. */
export function settledBy(state: Known, finding: FindingRecord): FindingVerdict | null {
  const words = callersIn(state, finding).map(({ judged }) => judged?.verdict ?? null);
  if (words.includes("malicious")) return "malicious";
  if (words.includes(null)) return finding.judged?.verdict === "malicious" ? "unknown" : null;
  return words.every((word) => word === "benign") ? "benign" : "unknown";
}

function areOpposite(one: FindingVerdict, other: FindingVerdict): boolean {
  return one !== other && one !== "unknown" && other !== "unknown";
}

function because({ by, because: why }: Judgement): string {
  return `${by}: ${why}`;
}

/** Where a word on a finding contradicts another one about the same callers, a line each. */
export function contradictions(
  state: Known,
  id: string,
  verdict: FindingVerdict,
): readonly string[] {
  return callersIn(state, { id }).flatMap(({ name, judged, findings }) => {
    if (judged !== null)
      return areOpposite(judged.verdict, verdict)
        ? [`${name} is ${judged.verdict} by word of ${because(judged)}`]
        : [];
    const other = findings.find(
      (one) => one.id !== id && one.judged !== null && areOpposite(one.judged.verdict, verdict),
    );
    if (other?.judged === undefined || other.judged === null) return [];
    return [`${name}: ${other.id} is ${other.judged.verdict} by word of ${because(other.judged)}`];
  });
}

/** Earlier words that a word on a caller contradicts: on the caller itself, else on single findings, a line each. */
export function turnedOver(caller: Caller, verdict: FindingVerdict): readonly string[] {
  const { name, judged, findings } = caller;
  if (judged !== null && areOpposite(judged.verdict, verdict))
    return [`${name} was ${judged.verdict} by word of ${because(judged)}`];
  return findings.flatMap(({ id, judged: word }) =>
    word !== null && areOpposite(word.verdict, verdict)
      ? [`${id} was ${word.verdict} by word of ${because(word)}`]
      : [],
  );
}
