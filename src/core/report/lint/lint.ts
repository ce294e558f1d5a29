// What a reviewer would otherwise have to look for in a post-mortem: blame, secrets, people, unwritten places, loose actions, claims without a record.
import { findPersonal, type PersonalSpan } from "../../redaction/personal.ts";
import { findSecrets } from "../../redaction/redact.ts";
import type { Span } from "../../redaction/span.ts";
import { speakers } from "../audience/names.ts";
import type { ReportInput } from "../input.ts";
import { readKept, UNWRITTEN, type Region } from "../keep.ts";
import { withoutComments } from "../written.ts";
import { looseActions } from "./actions.ts";
import { carriedBy, uncarried } from "./claims.ts";
import type { LintFinding } from "./finding.ts";
import { isExplained, movedStarts, openNotices } from "./notices.ts";
import { altered, otherVersion, outdated, ownLines, unanswered } from "./record.ts";

/** What a document is held against. */
export interface LintRecord {
  /** The record as it was when the document was made, at that moment and by that version. */
  readonly made: ReportInput;
  /** Events that came on record since; those that only say who looked at the evidence, which follows a document, do not count. */
  readonly later: number;
  /** Of the program that looks; another one may word the same record otherwise. */
  readonly version: string;
}

const BLAME =
  /\b(?:should(?: not|n't)? have|could have easily|failed to|forgot(?:ten)?|careless(?:ly|ness)?|negligen(?:t|ce)|human error|fault of|obviously|stupid(?:ly)?|to blame)\b/gi;
const PASSIVE =
  /\b(?:was|were|got) (?:not )?(?:[a-z]{3,20}ed|done|made|sent|left|put|taken|given|written|found)\b(?! (?:by|at|on|in) )/gi;

function blame(text: string, line: number): LintFinding[] {
  return [...text.matchAll(BLAME)].map((match) => ({
    line,
    rule: "blame",
    text: match[0],
    hint: "describe the condition and why it made sense at the time, not the person",
  }));
}

function passive(text: string, line: number): LintFinding[] {
  return [...text.matchAll(PASSIVE)].map((match) => ({
    line,
    rule: "passive",
    text: match[0],
    hint: "say which role did it",
  }));
}

/** Of places that overlap the first: one secret is one finding, whatever it looks like besides. */
function apart<Of extends Span>(spans: readonly Of[]): readonly Of[] {
  const kept: Of[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end))
    if (span.start >= (kept.at(-1)?.end ?? 0)) kept.push(span);
  return kept;
}

const KINDS: Readonly<Record<PersonalSpan["kind"], string>> = {
  email: "mail address",
  phone: "phone number",
  card: "payment card",
  iban: "bank account",
};

function leaks(text: string, line: number): LintFinding[] {
  return [
    ...apart(findSecrets(text)).map((span) => ({
      line,
      rule: "secret" as const,
      text: span.title,
      hint: "remove it; name the key by its register name and last four characters",
    })),
    ...findPersonal(text).map((span) => ({
      line,
      rule: "personal-data" as const,
      text: `a ${KINDS[span.kind]}`,
      hint: "remove it; name the role",
    })),
  ];
}

function isUnwritten({ content }: Region): boolean {
  return content.includes(UNWRITTEN) || withoutComments(content) === "";
}

function ofRegion(region: Region): LintFinding[] {
  if (isUnwritten(region))
    return [
      {
        line: region.line,
        rule: "not-written",
        text: region.name,
        hint: `write between the marks of "${region.name}" and remove "${UNWRITTEN}"`,
      },
    ];
  const words = region.content
    .split("\n")
    .flatMap((text, index) => passive(text, region.line + 1 + index));
  const isTable = region.name === "actions" || region.name === "detection-gaps";
  return isTable ? [...words, ...looseActions(region)] : words;
}

/** Names of people in a document that shows roles: operators, those of the configuration, and who speaks in a sentence. */
function names({ content, line }: Region, { made }: LintRecord): LintFinding[] {
  if (made.withNames) return [];
  const people = new Set([
    ...made.state.operators.map(({ id }) => id),
    ...made.events.map((event) => event.by),
    ...(made.people ?? []),
  ]);
  return content.split("\n").flatMap((text, index) => {
    const words = new Set(text.match(/[\p{L}\p{N}._-]+/gu));
    const known = [...people].filter(
      (id) => id.length > 2 && (words.has(id) || (id.includes(" ") && text.includes(id))),
    );
    return [...new Set([...known, ...speakers(text)])].map((id) => ({
      line: line + 1 + index,
      rule: "name" as const,
      text: id,
      hint: "name the role; people stand in the journal",
    }));
  });
}

const FOREIGN: LintFinding = {
  line: 1,
  rule: "altered",
  text: "it does not say which state of this journal it was made from",
  hint: "claro-ir postmortem writes that part anew; people's words stay",
};

function againstRecord(
  markdown: string,
  record: LintRecord,
  own: readonly string[],
): readonly LintFinding[] {
  const kept = readKept(markdown);
  const notifications = kept.regions.find(({ name }) => name === "notifications")?.content ?? "";
  const carried = carriedBy(own.join("\n"), record.made.state.head.seq);
  return [
    ...outdated(record.later),
    ...otherVersion(record.made.version, record.version),
    ...altered(markdown, kept, own),
    ...unanswered(markdown, record.made),
    ...openNotices(markdown, record.made),
    ...movedStarts(markdown, record.made).filter((one) => !isExplained(one, notifications)),
    ...kept.regions.flatMap((region) =>
      isUnwritten(region) ? [] : [...uncarried(region, carried), ...names(region, record)],
    ),
  ];
}

/**
 * What is still wrong with a post-mortem, by line; empty when it can be handed over. Findings never repeat a secret. With the record it is
 * also held against the journal, whose own words are then nobody's blame any more; null = it is of no state that this journal ever had.
 */
export function lintPostMortem(markdown: string, record?: LintRecord | null): LintFinding[] {
  const own = record === undefined || record === null ? [] : ownLines(record.made);
  const journal = new Set(own);
  const lines = markdown.split("\n");
  return [
    ...lines.flatMap((text, index) => [
      ...(journal.has(text) ? [] : blame(text, index + 1)),
      ...leaks(text, index + 1),
    ]),
    ...readKept(markdown).regions.flatMap(ofRegion),
    ...(record === null ? [FOREIGN] : []),
    ...(record === undefined || record === null ? [] : againstRecord(markdown, record, own)),
  ].sort((a, b) => a.line - b.line);
}
