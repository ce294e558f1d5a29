// Whether a document's own part is still what the journal gives: nothing added, nothing taken away, nothing out of date.
import { checklist } from "../../incident/checklist.ts";
import type { Instant } from "../../instant.ts";
import type { ReportInput } from "../input.ts";
import { readKept, type Kept, type Region } from "../keep.ts";
import { renderPostMortem } from "../post-mortem.ts";
import { EXPOSURE_FACTS, IMPACT_FACTS } from "../sections/impact.ts";
import { count } from "../sentence/sentences.ts";
import { factRecord } from "../terms.ts";
import type { LintFinding } from "./finding.ts";

/** What a document says of itself: the record up to which event, made when and by which version. */
export interface DocumentVersion {
  readonly seq: number;
  /** First eight digits of that event's hash. */
  readonly hash: string;
  readonly now: Instant;
  readonly version: string;
  readonly withNames: boolean;
}

const VERSION = /^\| Document version \| \d+: the record to #(\d{1,9}) ([0-9a-f]{8}) \|$/m;
const GENERATED =
  /^\| Generated \| (\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) UTC by claro-ir (\S+) \|$/m;
const BY_ROLE = "Who acted is shown by role.";

/** What the document says of itself; undefined where somebody took that out. */
export function documentVersion(markdown: string): DocumentVersion | undefined {
  const outside = readKept(markdown).outside.join("\n");
  const [, seq, hash] = VERSION.exec(outside) ?? [];
  const [, day, time, version] = GENERATED.exec(outside) ?? [];
  if (seq === undefined || hash === undefined || day === undefined || version === undefined)
    return undefined;
  const now = `${day}T${time ?? ""}.000Z`;
  return { seq: Number(seq), hash, now, version, withNames: !outside.includes(BY_ROLE) };
}

function countsOf(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) if (line.trim() !== "") counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

/** Numbers of the lines that belong to people, marks included. */
function theirs(regions: readonly Region[]): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const { line, content } of regions) {
    const length = content.split("\n").length;
    // The guide line, the opening mark, the words, the closing mark.
    for (let at = line - 1; at <= line + length; at += 1) lines.add(at);
  }
  return lines;
}

/** The record's own part as the journal gives it, its lines. */
export function ownLines(record: ReportInput): readonly string[] {
  return readKept(renderPostMortem(record)).outside;
}

/** Lines outside people's places that the journal does not give, and how many of its own are missing. */
export function altered(
  markdown: string,
  { regions }: Kept,
  own: readonly string[],
): LintFinding[] {
  const people = theirs(regions);
  const left = countsOf(own);
  const added = markdown.split("\n").flatMap((raw, index): LintFinding[] => {
    const text = raw.replace(/\r$/, "");
    const line = index + 1;
    if (text.trim() === "" || people.has(line) || text.startsWith("<!-- claro-ir:sum ")) return [];
    if (text.trim() === "## Kept text") return [];
    const many = left.get(text) ?? 0;
    if (many > 0) {
      left.set(text, many - 1);
      return [];
    }
    return [
      {
        line,
        rule: "altered",
        text: "a line that the journal does not give",
        hint: "claro-ir postmortem writes this part anew; your words go between the keep marks",
      },
    ];
  });
  const missing = [...left.values()].reduce((sum, lines) => sum + lines, 0);
  if (missing === 0) return added;
  return [
    ...added,
    {
      line: 1,
      rule: "altered",
      text: `${String(missing)} lines of the record are missing`,
      hint: "claro-ir postmortem writes them again",
    },
  ];
}

/** The journal has gone on since the document was made; `later` events are more than a look at the evidence. */
export function outdated(later: number): LintFinding[] {
  if (later === 0) return [];
  return [
    {
      line: 1,
      rule: "outdated",
      text: `the journal has ${count(later, "event")} more`,
      hint: "claro-ir postmortem",
    },
  ];
}

/** Another version words the same record otherwise: what differs need not be anybody's doing. */
export function otherVersion(made: string, now: string): LintFinding[] {
  if (made === now) return [];
  return [
    {
      line: 1,
      rule: "outdated",
      text: `made by claro-ir ${made}; ${now} may word the same record otherwise`,
      hint: "claro-ir postmortem",
    },
  ];
}

/** Somebody said why it is not answered: every step that asks for it was skipped or waived, or a moment was looked for in vain. */
function isExcused({ runbook, state }: ReportInput, name: string): boolean {
  const isMoment = runbook.facts[name]?.type === "instant";
  return checklist(runbook, state)
    .filter(({ step }) => step.inputs.includes(name))
    .some((item) => {
      const { state: stands } = item;
      return (
        ["skipped", "waived", "not-applicable"].includes(stands) || (isMoment && stands === "done")
      );
    });
}

/** Questions of the document that the runbook asks and nobody has answered. */
export function unanswered(markdown: string, record: ReportInput): LintFinding[] {
  const { runbook, state } = record;
  const asked = new Set(runbook.steps.flatMap(({ inputs }) => inputs));
  const lines = markdown.split("\n");
  return [...IMPACT_FACTS, ...EXPOSURE_FACTS]
    .filter(([, name]) => asked.has(name) && factRecord(state.facts, name) === undefined)
    .filter(([, name]) => !isExcused(record, name))
    .map(([title, name]) => ({
      line: lines.findIndex((line) => line.startsWith(`| ${title} |`)) + 1,
      rule: "unanswered" as const,
      text: title,
      hint: `claro-ir fact ${name} <answer>; or skip the step that asks, with a reason`,
    }));
}
