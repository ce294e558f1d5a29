// What a reviewer would otherwise have to look for in a post-mortem: blame, secrets, personal data, unwritten places, loose actions.
import { findPersonal } from "../redaction/personal.ts";
import { findSecrets } from "../redaction/redact.ts";
import { readKept, UNWRITTEN, type Region } from "./keep.ts";

export interface LintFinding {
  /** From 1. */
  readonly line: number;
  readonly rule:
    | "blame"
    | "passive"
    | "secret"
    | "personal-data"
    | "not-written"
    | "action-owner"
    | "action-due";
  /** What was found; never the secret or the personal data itself. */
  readonly text: string;
  readonly hint: string;
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

function withoutComments(text: string): string {
  return text.replaceAll(/<!--[^]*?-->/g, "").trim();
}

function isUnwritten({ content }: Region): boolean {
  return content.includes(UNWRITTEN) || withoutComments(content) === "";
}

function cellsOf(line: string): string[] {
  return line
    .trim()
    .replaceAll(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim());
}

function looseActions(region: Region): LintFinding[] {
  const lines = region.content.split("\n");
  const head = lines.findIndex((line) => line.trim().startsWith("|"));
  const columns = cellsOf(lines[head] ?? "").map((column) => column.toLowerCase());
  const owner = columns.findIndex((column) => column.startsWith("owner"));
  const due = columns.findIndex((column) => column.startsWith("due"));
  return lines.flatMap((text, index): LintFinding[] => {
    if (head < 0 || index < head + 2 || !text.trim().startsWith("|")) return [];
    const cells = cellsOf(text);
    const line = region.line + 1 + index;
    const action = cells
      .slice(0, 2)
      .filter((cell) => cell !== "")
      .join(" ");
    return [
      ...((cells[owner] ?? "") === ""
        ? [{ line, rule: "action-owner" as const, text: action, hint: "give it an owner role" }]
        : []),
      ...(/^\d{4}-\d{2}-\d{2}$/.test(cells[due] ?? "")
        ? []
        : [
            { line, rule: "action-due" as const, text: action, hint: "give it a date, YYYY-MM-DD" },
          ]),
    ];
  });
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
  return region.name === "actions" ? [...words, ...looseActions(region)] : words;
}

/** What is still wrong with a post-mortem, by line; empty when it can be handed over. Findings never repeat a secret. */
export function lintPostMortem(markdown: string): LintFinding[] {
  const lines = markdown.split("\n");
  return [
    ...lines.flatMap((text, index) => [...blame(text, index + 1), ...leaks(text, index + 1)]),
    ...readKept(markdown).regions.flatMap(ofRegion),
  ].sort((a, b) => a.line - b.line);
}
