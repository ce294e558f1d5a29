// Findings as a report has them: what rules raised, with a stable id, examples and words.
import { toInstant } from "../instant.ts";
import type { Example } from "./activity.ts";
import { nameOf } from "./callers.ts";
import type { AuditContext } from "./context.ts";
import { hash } from "./count.ts";
import type { Raised } from "./detection/rule.ts";
import type { Finding, Level, Sample, SourceCoverage } from "./report.ts";

/** Worst first. */
const LEVELS: readonly Level[] = ["critical", "high", "medium", "low", "info"];

const MOST_NAMED = 20;
const LONGEST_SAMPLE = 200;
/** Letters and digits that cannot be taken for each other (Crockford's base 32). */
const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

/** Negative when a is worse than b. */
export function compareLevels(a: Level, b: Level): number {
  return LEVELS.indexOf(a) - LEVELS.indexOf(b);
}

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

function sample(example: Example, sources: readonly SourceCoverage[]): Sample {
  const { at, where, action, resource, status, outcome } = example;
  const file = fileName(sources[where.source]?.name ?? "log");
  const text = [action, resource === action ? null : resource, status ?? outcome]
    .filter((part) => part !== null)
    .join(" ");
  return {
    at: toInstant(at),
    where: `${file}:${String(where.line)}`,
    text: text.slice(0, LONGEST_SAMPLE),
  };
}

/** What a rule raised, as a finding. */
export function findingOf(
  raised: Raised,
  key: string,
  sources: readonly SourceCoverage[],
  { judged }: AuditContext,
): Finding {
  const { rule, level, confidence, title, subject, observed, expected, threshold } = raised;
  const id = findingId(rule.id, key, raised.about ?? [subject ?? ""]);
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
    judged: judged.get(id) ?? null,
    events: raised.events,
    samples: raised.examples.map((example) => sample(example, sources)),
    refute: rule.refute,
    source: rule.source,
  };
}
