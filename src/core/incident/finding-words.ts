// Findings and the callers behind them in words, for lists and for whoever opens one.
import type { Instant } from "../instant.ts";
import { counted } from "../audit/words.ts";
import type { FindingRecord } from "./audit-state.ts";
import { wordOn, type Caller, type Known } from "./suspects.ts";

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

/** How often and when: `36 requests, 7 refused, 2026-11-26 03:07Z to 03:31Z`. */
export function useWords({
  requests,
  refused,
  first,
  last,
}: Pick<Caller, "requests" | "refused" | "first" | "last">): string {
  const denied = refused === 0 ? "" : `, ${counted(refused, "of them refused", "of them refused")}`;
  return `${counted(requests, "request")}${denied}, ${spanWords(first, last)}`;
}

/** What stands beside a caller: the word on it, else how many of its findings wait for one. */
export function callerMark(state: Known, caller: Caller): string {
  const word = wordOn(state, caller);
  const { open } = caller;
  if (word === null) return open === 0 ? "no word yet" : `${String(open)} to judge`;
  return open === 0 ? word : `${word}, ${String(open)} new`;
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
    `${name}  ${callerMark(state, caller)}`,
    ...(who === "" ? [] : [`  ${who}`]),
    `  ${useWords(caller)}${credentials.length > 1 ? `, with ${credentials.join(", ")}` : ""}`,
    ...(did.length === 0 ? [] : [`  ${did.join(", ")}`]),
    ...findings.map(({ id, level, title }) => `  ${id} ${level}: ${title}`),
    ...(judged === null ? [] : [`  ${judged.verdict}, by ${judged.by}: ${judged.because}`]),
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
    judged === null
      ? "  not judged yet"
      : `  ${judged.verdict}, by ${judged.by} at ${judged.at}: ${judged.because}`,
  ];
}
