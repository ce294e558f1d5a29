// Who used a key and has findings against them: one caller over all keys, what was said of them, and what contradicts it.
import type { FindingVerdict } from "./audit-event.ts";
import { isHigh } from "../audit/level.ts";
import type { Span } from "../audit/report.ts";
import type { FindingRecord, Judgement, SuspectRecord } from "./audit-state.ts";
import type { IncidentState } from "./state.ts";

/** What callers are told from. */
export type Known = Pick<IncidentState, "suspects" | "findings">;

/** One caller over all keys of the incident. */
export interface Caller extends Pick<
  SuspectRecord,
  "name" | "members" | "agents" | "country" | "network" | "requests" | "refused" | "first" | "last"
> {
  /** Requests that were answered; null = an older audit did not say. */
  readonly accepted: number | null;
  /** First and last of them; null = none was, undefined = an older audit did not say. */
  readonly succeeded: Span | null | undefined;
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

/** Null as soon as one of them is not known. */
export function sumOrNull(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}

function succeededIn(seen: readonly SuspectRecord[]): Span | null | undefined {
  if (seen.some((one) => one.succeeded === undefined)) return undefined;
  const spans = seen.flatMap((one) => one.succeeded ?? []);
  const [from] = spans.map((one) => one.from).sort();
  const to = spans
    .map((one) => one.to)
    .sort()
    .at(-1);
  return from === undefined || to === undefined ? null : { from, to };
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
    accepted: sumOrNull(seen.map((one) => one.accepted ?? null)),
    succeeded: succeededIn(seen),
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
 * What is said of a caller: their own word, else what all of their serious findings were called (of slight signs alone: all of them); null =
 * nobody has said anything that holds for them.
 * That a finding is misuse says nothing of everybody in it: that takes one which is about them alone.
 */
export function wordOn(state: Known, caller: Caller): FindingVerdict | null {
  const { judged, findings } = caller;
  if (judged !== null) return judged.verdict;
  const serious = findings.filter(isHigh);
  const telling = serious.length > 0 ? serious : findings;
  const [first = null, ...others] = new Set(telling.map((one) => one.judged?.verdict ?? null));
  if (others.length > 0) return null;
  const isAlone = telling.some((one) => callersIn(state, one).length === 1);
  return first === "malicious" && !isAlone ? null : first;
}

/** An open finding waits for somebody else: of others in it nobody has said anything. */
export function waitsFor(state: Known, finding: FindingRecord): readonly Caller[] {
  if (finding.judged !== null) return [];
  return callersIn(state, finding).filter((one) => one.judged === null);
}

/** What speaks against somebody who has a word, and came after it: nobody else is to be waited for. */
export function newAgainst(state: Known, { judged, findings }: Caller): readonly FindingRecord[] {
  if (judged === null) return [];
  return findings.filter((one) => one.judged === null && waitsFor(state, one).length === 0);
}

/** Callers that wait for a word: nobody has said anything of them, or something new speaks against them. */
export function waiting(state: Known): readonly Caller[] {
  return callers(state).filter(
    (one) => newAgainst(state, one).length > 0 || wordOn(state, one) === null,
  );
}

/**
 * What callers' words make of a finding, once everybody in it has one: one thief is enough, harmless are only all of them together; null =
 * somebody's word is missing, and it stays as it is.
 */
export function settledBy(state: Known, finding: FindingRecord): FindingVerdict | null {
  const words = callersIn(state, finding).map(({ judged }) => judged?.verdict ?? null);
  if (words.includes(null)) return null;
  if (words.includes("malicious")) return "malicious";
  return words.every((word) => word === "benign") ? "benign" : "unknown";
}
