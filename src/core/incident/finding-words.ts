// Findings and the callers behind them in words, for lists and for whoever opens one.
import type { Instant } from "../instant.ts";
import { counted, listWords, useWords } from "../audit/words.ts";
import type { FindingVerdict } from "./audit-event.ts";
import type { FindingRecord, Judgement } from "./audit-state.ts";
import { openFindings } from "./misuse.ts";
import { newAgainst, waiting, waitsFor, wordOn, type Caller, type Known } from "./suspects.ts";

/** A verdict as people say it of a caller or a finding: one set of words on every screen. */
export function verdictWords(verdict: FindingVerdict): string {
  return { malicious: "misuse", benign: "ours", unknown: "unknown" }[verdict];
}

function judgedWords({ verdict, by, because }: Judgement): string {
  return `${verdictWords(verdict)}, by ${by}: ${because}`;
}

/** `2026-11-26 03:07Z to 03:31Z`; the day of the end where it is another one. */
export function spanWords(first: Instant, last: Instant): string {
  const end = last.slice(0, 10) === first.slice(0, 10) ? "" : `${last.slice(0, 10)} `;
  return `${first.slice(0, 10)} ${first.slice(11, 16)}Z to ${end}${last.slice(11, 16)}Z`;
}

/** Agents, country and operator, as far as the logs say. */
export function whoWords({ agents, country, network, members }: Caller): string {
  const place = [country, network].filter((one) => one !== null).join(", ");
  return [
    ...(members > 1 ? [counted(members, "caller")] : []),
    ...(agents.length === 0 ? [] : [agents.join(", ")]),
    ...(place === "" ? [] : [place]),
  ].join("; ");
}

/** How often and when: `36 requests, 29 accepted, 7 refused, 2026-11-26 03:07Z to 03:31Z`. */
export function useAndSpan(
  caller: Pick<Caller, "requests" | "accepted" | "refused" | "first" | "last">,
): string {
  return `${useWords(caller)}, ${spanWords(caller.first, caller.last)}`;
}

/** What stands beside a caller: the word on it and what waits; without one, whether there must be one. */
export function callerMark(state: Known, caller: Caller): string {
  const word = wordOn(state, caller);
  const fresh = newAgainst(state, caller).length;
  if (word !== null) return `${verdictWords(word)}${fresh === 0 ? "" : `, ${String(fresh)} new`}`;
  if (openFindings(caller).length > 0) return "to judge";
  if (caller.findings.some(({ judged }) => judged?.verdict === "malicious"))
    return "in misuse, no word";
  return caller.open > 0 ? "slight signs" : "judged one by one";
}

/** `2 findings wait for 203.0.113.61`: what the word on a caller cannot settle alone; empty where it can. */
export function waitsLine(state: Known, { judged, findings }: Caller): string {
  if (judged === null) return "";
  const open = findings.filter((one) => waitsFor(state, one).length > 0);
  if (open.length === 0) return "";
  const names = new Set(open.flatMap((one) => waitsFor(state, one)).map(({ name }) => name));
  return `${counted(open.length, "finding waits", "findings wait")} for ${listWords([...names])}`;
}

/** How much is left for people: `4 callers to judge (5 serious findings)`, then what may have a word. */
export function leftToJudge(state: Known): string {
  const open = openFindings(state);
  const people = waiting(state);
  if (open.length > 0) {
    const first = people.filter(({ findings }) => findings.some((one) => open.includes(one)));
    const serious = counted(open.length, "serious finding");
    return first.length === 0
      ? `${serious} to judge`
      : `${counted(first.length, "caller")} to judge (${serious})`;
  }
  const slight = state.findings.filter(({ judged }) => judged === null).length;
  const all = `all ${String(state.findings.length)} judged`;
  if (slight === 0)
    return people.length === 0 ? all : `${all}, ${counted(people.length, "caller")} without a word`;
  return `none left that must be judged, ${String(slight)} slight`;
}

/** Titles of a caller's findings, each once. */
export function titles({ findings }: Caller): readonly string[] {
  return [...new Set(findings.map(({ title }) => title))];
}

/** All that is known of a caller, a line each. */
export function callerLines(state: Known, caller: Caller): readonly string[] {
  const { name, did, judged, findings, credentials } = caller;
  const who = whoWords(caller);
  return [
    `${name}  ${[callerMark(state, caller), waitsLine(state, caller)].filter(Boolean).join("; ")}`,
    ...(who === "" ? [] : [`  ${who}`]),
    `  ${useAndSpan(caller)}${credentials.length > 1 ? `, with ${credentials.join(", ")}` : ""}`,
    ...(did.length === 0 ? [] : [`  asked for ${did.join(", ")}`]),
    ...findings.map(({ id, level, title }) => `  ${id} ${level}: ${title}`),
    ...(judged === null ? [] : [`  ${judgedWords(judged)}`]),
  ];
}

/** All that is known of a finding, a line each. */
export function findingLines(finding: FindingRecord): readonly string[] {
  const { id, level, confidence, title, window, observed, expected, threshold, judged } = finding;
  return [
    `${id}  ${level}, confidence ${confidence}: ${title}`,
    `  when      ${window.from} to ${window.to}, ${String(finding.events)} events`,
    `  observed  ${observed}`,
    `  expected  ${expected}`,
    `  threshold ${threshold}  (${finding.rule})`,
    ...finding.samples.map(({ at, where, text }) => `  e.g.      ${at} ${where} ${text}`),
    `  harmless if ${finding.refute}`,
    judged === null ? "  not judged yet" : `  ${judgedWords(judged)} (${judged.at.slice(0, 16)}Z)`,
  ];
}
