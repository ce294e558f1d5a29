// A report as Markdown: for people to write in, for tickets, wikis and diffs.
import { forMarkdown, forMarkdownCode } from "../../redaction/escape.ts";
import { keepRegion, unwritten } from "../keep.ts";
import {
  plainSpan,
  spansOf,
  type Block,
  type Document,
  type Section,
  type Span,
  type Table,
  type Words,
  type Written,
} from "./document.ts";

/** Times and figures of ours: a sign in front of them begins no list inside a cell. */
const FIGURE = /^[~+-]{0,2}\d[\d:-]*(?: ~?[\da-z:]+)*$/;

/** Escaped text; blanks at its ends stay, because more may follow on the line. */
function text(plain: string): string {
  const before = /^\s/.test(plain) ? " " : "";
  const after = /\s$/.test(plain) && plain.trim() !== "" ? " " : "";
  return before + forMarkdown(plain) + after;
}

/** A span of code cannot hold a pipe inside a table. */
function code(plain: string): string {
  return plain.includes("|") ? forMarkdown(plain) : forMarkdownCode(plain);
}

function span(one: Span): string {
  if (typeof one === "string") return text(one);
  if ("strong" in one) return `**${forMarkdown(one.strong)}**`;
  if ("soft" in one) return `*${forMarkdown(one.soft)}*`;
  if ("code" in one) return code(one.code);
  if ("evidenceHere" in one) return code(one.evidenceHere);
  return "evidence" in one ? forMarkdown(plainSpan(one)) : plainSpan(one);
}

function line(words: Words): string {
  return spansOf(words).map(span).join("");
}

function cell(words: Words): string {
  return typeof words === "string" && FIGURE.test(words) ? words : line(words);
}

function tableOf({ head, rows, none }: Table): string {
  if (rows.length === 0) return forMarkdown(none);
  const lines = [head, head.map(() => "---"), ...rows.map((row) => row.map(cell))];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** What stands in a place before anybody writes there. */
function firstContent({ prompt, questions, columns, start }: Written): string {
  const parts = [
    ...(prompt === null ? [] : [unwritten(prompt)]),
    ...(start === null ? [] : [`${start}\n`]),
    ...(columns.length === 0
      ? []
      : [`| ${columns.join(" | ")} |\n|${columns.map(() => "---|").join("")}\n`]),
    ...(questions.length === 0
      ? []
      : [`<!-- Questions that help:\n${questions.map((one) => `- ${one}\n`).join("")}-->\n`]),
  ];
  return parts.join("\n");
}

function block(one: Block): string {
  switch (one.kind) {
    case "paragraph":
      return line(one.words);
    case "heading":
      return `### ${line(one.words)}`;
    case "list":
      return one.items.map((item) => `- ${line(item)}`).join("\n");
    case "table":
      return tableOf(one);
    case "written":
      return keepRegion(one.name, firstContent(one));
    case "picture":
      return forMarkdown(one.words);
  }
  return one satisfies never;
}

function sectionOf({ number, title, blocks }: Section): string {
  return [`## ${String(number)}. ${title}`, ...blocks.map(block)].join("\n\n");
}

/** The whole document, ending in a newline. Pictures are told in words. */
export function toMarkdown({ title, marks, sections }: Document): string {
  const parts = [
    `# ${forMarkdown(title)}`,
    ...marks.map((mark) => `**${forMarkdown(mark)}**`),
    ...sections.map(sectionOf),
  ];
  return `${parts.join("\n\n")}\n`;
}
