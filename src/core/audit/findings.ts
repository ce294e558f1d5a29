// Findings as a report has them: what rules raised, with a stable id, examples and words.
import { toInstant } from "../instant.ts";
import type { Where } from "./access-event.ts";
import type { Example } from "./activity.ts";
import { nameOf } from "./callers.ts";
import { hash } from "./count.ts";
import type { Case, Raised } from "./detection/rule.ts";
import { counted } from "./words.ts";
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
  const text = [action, resource === action ? null : resource, status ?? outcome]
    .filter((part) => part !== null)
    .join(" ");
  return {
    at: toInstant(at),
    where: placeOf(where, sources),
    text: text.slice(0, LONGEST_SAMPLE),
  };
}

/** The busiest minutes, where no caller gives an example. */
function busiest(
  { window }: Case,
  from: number,
  to: number,
  sources: readonly SourceCoverage[],
): readonly Sample[] {
  return [...window.minutes]
    .map(([, minute]) => minute)
    .filter(({ first }) => first >= from && first < to)
    .sort((a, b) => b.requests - a.requests || a.first - b.first)
    .slice(0, 3)
    .map(({ first, where, requests }) => ({
      at: toInstant(first),
      where: placeOf(where, sources),
      text: `${counted(requests, "request")} in this minute`,
    }));
}

/** What a rule raised, as a finding. */
export function findingOf(raised: Raised, one: Case, sources: readonly SourceCoverage[]): Finding {
  const { rule, level, confidence, title, subject, observed, expected, threshold } = raised;
  const id = findingId(rule.id, one.facts.key, raised.about ?? [subject ?? ""]);
  const samples = raised.examples.map((example) => sample(example, sources));
  return {
    id,
    rule: rule.id,
    family: rule.family,
    level,
    confidence,
    title,
    window: { from: toInstant(raised.from), to: toInstant(raised.to) },
    observed,
    expected,
    threshold,
    subject,
    who: [...new Set(raised.callers.map(nameOf))].slice(0, MOST_NAMED),
    judged: one.context.judged.get(id) ?? null,
    events: raised.events,
    samples: samples.length > 0 ? samples : busiest(one, raised.from, raised.to, sources),
    refute: rule.refute,
    source: rule.source,
  };
}
