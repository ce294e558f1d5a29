// What a reviewer would otherwise have to look for in a post-mortem: blame, secrets, people, unwritten places, loose actions, claims without a record.
import type { Head } from "../../journal/event.ts";
import { findPersonal } from "../../redaction/personal.ts";
import { findSecrets } from "../../redaction/redact.ts";
import type { ReportInput } from "../input.ts";
import { readKept, UNWRITTEN, type Region } from "../keep.ts";
import { withoutComments } from "../written.ts";
import { looseActions } from "./actions.ts";
import { carriedBy, uncarried } from "./claims.ts";
import type { LintFinding } from "./finding.ts";
import { altered, outdated, ownLines, unanswered } from "./record.ts";

/** What a document is held against. */
export interface LintRecord {
  /** The record as it was when the document was made, at that moment and by that version. */
  readonly made: ReportInput;
  /** Where the journal ends now. */
  readonly head: Head;
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

function leaks(text: string, line: number): LintFinding[] {
  return [
    ...findSecrets(text).map((span) => ({
      line,
      rule: "secret" as const,
      text: span.title,
      hint: "remove it; name the key by its register name and last four characters",
    })),
    ...findPersonal(text).map((span) => ({
      line,
      rule: "personal-data" as const,
      text: `a ${span.kind === "email" ? "mail address" : span.kind === "card" ? "payment card" : "phone number"}`,
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

/** Ids of people in a document that shows roles. */
function names({ content, line }: Region, { made }: LintRecord): LintFinding[] {
  if (made.withNames) return [];
  const people = new Set([
    ...made.state.operators.map(({ id }) => id),
    ...made.events.map((event) => event.by),
  ]);
  return content.split("\n").flatMap((text, index) => {
    const words = new Set(text.match(/[\p{L}\p{N}._-]+/gu));
    return [...people]
      .filter((id) => id.length > 2 && words.has(id))
      .map((id) => ({
        line: line + 1 + index,
        rule: "name" as const,
        text: id,
        hint: "name the role; operators stand in the journal",
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
  const carried = carriedBy(own.join("\n"), record.made.state.head.seq);
  return [
    ...outdated(record.made.state.head, record.head),
    ...altered(markdown, kept, own),
    ...unanswered(markdown, record.made),
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
