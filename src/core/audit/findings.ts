// Findings as a report has them: what rules raised, with a stable id, examples and words.
import { toInstant } from "../instant.ts";
import type { Where } from "./access-event.ts";
import type { Example } from "./activity.ts";
import { nameOf, type Caller } from "./callers.ts";
import { hash } from "./count.ts";
import type { Case, Raised } from "./detection/rule.ts";
import { routeOf } from "./route.ts";
import { clipped, counted } from "./words.ts";
import type { Finding, Sample, SourceCoverage } from "./report.ts";

const MOST_NAMED = 20;
const LONGEST_SAMPLE = 200;
/** Letters and digits that cannot be taken for each other (Crockford's base 32). */
const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

/** `F-` and six letters or digits: the same rule on the same subject of the same key gives the same one. */
function findingId(rule: string, key: string, about: readonly string[]): string {
  let rest = hash([rule, key, ...about.toSorted()].join("\n"));
  let letters = "";
  for (let at = 0; at < 6; at += 1) {
    letters = `${LETTERS[rest & 31] ?? ""}${letters}`;
    rest >>>= 5;
  }
  return `F-${letters}`;
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1) || path;
}

function placeOf({ source, line }: Where, sources: readonly SourceCoverage[]): string {
  return `${fileName(sources[source]?.name ?? "log")}:${String(line)}`;
}

function sample(example: Example, sources: readonly SourceCoverage[]): Sample {
  const { at, where, action, resource, status, outcome } = example;
  const text = `${calledWords(action, resource)} ${String(status ?? outcome)}`;
  return {
    at: toInstant(at),
    where: placeOf(where, sources),
    text: clipped(text.trim(), LONGEST_SAMPLE),
  };
}

/** What was called, each thing once: `GET /v1/prompts/prm_1` says its route as well. */
function calledWords(action: string | null, resource: string | null): string {
  if (action === null || resource === null || resource === action) return action ?? resource ?? "";
  const [method = "", route] = action.split(" ", 2);
  return route !== undefined && route === routeOf(resource)
    ? `${method} ${resource}`
    : `${action} ${resource}`;
}

/** Whether these callers, or anybody where there are none, asked for something in the minute. */
function areActive(callers: readonly Caller[], minute: number): boolean {
  return callers.length === 0 || callers.some(({ actor }) => actor.minutes.has(minute));
}

/** The busiest minutes of the time, where no event that was kept as an example lies in it. */
function busiest(
  { window }: Case,
  { from, to, callers }: Raised,
  sources: readonly SourceCoverage[],
): readonly Sample[] {
  return [...window.minutes]
    .filter(([at, { first }]) => first >= from && first < to && areActive(callers, at))
    .map(([, minute]) => minute)
    .sort((a, b) => b.requests - a.requests || a.first - b.first)
    .slice(0, 3)
    .map(({ first, where, requests }) => ({
      at: toInstant(first),
      where: placeOf(where, sources),
      text: `${counted(requests, "request")} in this minute`,
    }));
}

/** When its callers got what they asked for, within its time; without callers, whoever used the key. */
function succeededIn({ window }: Case, { callers, from, to }: Raised): Finding["succeeded"] {
  const actors = callers.map(({ actor }) => actor);
  const firsts = actors.map(({ firstSuccess }) => firstSuccess);
  const lasts = actors.length === 0 ? [window.lastSuccess] : actors.map((one) => one.lastSuccess);
  const first = actors.length === 0 ? from : Math.max(from, Math.min(...firsts));
  const last = Math.min(to - 1, Math.max(...lasts));
  return first <= last ? { from: toInstant(first), to: toInstant(last) } : null;
}

/** What a rule raised, as a finding. */
export function findingOf(raised: Raised, one: Case, sources: readonly SourceCoverage[]): Finding {
  const { rule, level, confidence, title, subject, observed, expected, threshold } = raised;
  const id = findingId(rule.id, one.facts.key, raised.about ?? [subject ?? ""]);
  const samples = raised.examples
    .filter(({ at }) => at >= raised.from && at < raised.to)
    .map((example) => sample(example, sources));
  return {
    id,
    rule: rule.id,
    family: rule.family,
    level,
    confidence,
    title,
    window: { from: toInstant(raised.from), to: toInstant(raised.to) },
    succeeded: succeededIn(one, raised),
    observed,
    expected,
    threshold,
    subject,
    who: [...new Set(raised.callers.map(nameOf))].slice(0, MOST_NAMED),
    judged: one.context.judged.get(id) ?? null,
    events: raised.events,
    samples: samples.length > 0 ? samples : busiest(one, raised, sources),
    refute: rule.refute,
    source: rule.source,
  };
}
