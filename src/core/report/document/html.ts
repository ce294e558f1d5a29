// A report as one HTML page: for a browser, a phone, a printer. Nothing is loaded, nothing runs, and data makes no element.
import { forXml, oneLine } from "../../redaction/escape.ts";
import { htmlColumn, htmlHead, htmlNoCell, htmlPage } from "../page.ts";
import {
  plainSpan,
  plainWords,
  spansOf,
  type Block,
  type Document,
  type Section,
  type Span,
  type Table,
  type Words,
  type Written,
} from "./document.ts";

export interface HtmlTools {
  /** SHA-256 of a text, base64. */
  digest(text: string): string;
  /** Markdown that people wrote, as HTML without links, pictures and elements of theirs. */
  markdown(text: string): string;
}

/** What people wrote, by the name of its place; a place that is not there is unwritten. */
export type WrittenWords = Readonly<Record<string, string>>;

const DIGEST = /^[0-9a-f]{64}$/;

function text(plain: string): string {
  const before = /^\s/.test(plain) ? " " : "";
  const after = /\s$/.test(plain) && plain.trim() !== "" ? " " : "";
  return before + forXml(oneLine(plain)) + after;
}

function span(one: Span): string {
  if (typeof one === "string") return text(one);
  const shown = forXml(oneLine(plainSpan(one)));
  if ("strong" in one) return `<strong>${shown}</strong>`;
  if ("soft" in one) return `<em>${shown}</em>`;
  if ("code" in one) return `<code>${shown}</code>`;
  if ("event" in one) return `<a href="#event-${String(one.event)}">${shown}</a>`;
  if ("eventHere" in one) return `<span id="event-${String(one.eventHere)}">${shown}</span>`;
  const digest = "evidence" in one ? one.evidence : one.evidenceHere;
  if (!DIGEST.test(digest)) return `<code>${shown}</code>`;
  return "evidence" in one
    ? `<a href="#evidence-${digest}"><code>${shown}</code></a>`
    : `<code id="evidence-${digest}">${shown}</code>`;
}

function line(words: Words): string {
  return spansOf(words).map(span).join("");
}

const untitled = htmlColumn("");

function headOf(head: readonly string[], empty: readonly boolean[]): string {
  return head.every((title) => title === "") ? "" : htmlHead(head, empty);
}

function tableOf({ name, head, rows, none }: Table): string {
  if (rows.length === 0) return `<p>${text(none)}</p>`;
  const empty = head.map((_, index) => rows.every((row) => plainWords(row[index] ?? "") === ""));
  const columns = head.map(htmlColumn);
  const lines = rows.map((row) => {
    const cells = row.map((words, index) => {
      if (empty[index] === true) return htmlNoCell;
      const cell = columns[index] ?? untitled;
      return cell(line(words), plainWords(words));
    });
    return `<tr>${cells.join("")}</tr>`;
  });
  return `<table class="${name}">\n${headOf(head, empty)}<tbody>\n${lines.join("\n")}\n</tbody>\n</table>`;
}

function writtenOf(
  { name, prompt, start }: Written,
  words: WrittenWords,
  tools: HtmlTools,
): string {
  const theirs = words[name];
  if (theirs !== undefined) return `<div class="written">\n${tools.markdown(theirs)}</div>`;
  if (start !== null) return `<div class="written">\n${tools.markdown(start)}</div>`;
  return `<p class="unwritten">Not written yet: ${text(prompt ?? "")}</p>`;
}

function block(one: Block, words: WrittenWords, tools: HtmlTools): string {
  switch (one.kind) {
    case "paragraph":
      return `<p>${line(one.words)}</p>`;
    case "heading":
      return `<h3>${line(one.words)}</h3>`;
    case "list":
      return `<ul>\n${one.items.map((item) => `<li>${line(item)}</li>`).join("\n")}\n</ul>`;
    case "table":
      return tableOf(one);
    case "written":
      return writtenOf(one, words, tools);
    case "picture":
      return `<figure>\n${one.svg}\n${one.phone}\n<figcaption>${text(one.words)}</figcaption>\n</figure>`;
  }
  return one satisfies never;
}

function sectionOf(section: Section, words: WrittenWords, tools: HtmlTools): string {
  const { number, title, blocks } = section;
  const inside = blocks.map((one) => block(one, words, tools)).join("\n");
  return `<section id="section-${String(number)}">\n<h2>${String(number)}. ${forXml(title)}</h2>\n${inside}\n</section>`;
}

function contents(sections: readonly Section[]): string {
  const items = sections.map(
    ({ number, title }) =>
      `<li><a href="#section-${String(number)}">${String(number)}. ${forXml(title)}</a></li>`,
  );
  return `<nav>\n<ul>\n${items.join("\n")}\n</ul>\n</nav>`;
}

/** The whole page. `words`: what people wrote, redacted. */
export function toHtml(document: Document, words: WrittenWords, tools: HtmlTools): string {
  const { title, marks, sections } = document;
  const body = [
    `<h1>${text(title)}</h1>`,
    ...marks.map((mark) => `<p class="mark">${text(mark)}</p>`),
    contents(sections),
    ...sections.map((section) => sectionOf(section, words, tools)),
  ];
  const styles = sections.flatMap(({ blocks }) =>
    blocks.flatMap((one) => (one.kind === "picture" ? [one.style] : [])),
  );
  return htmlPage(title, body.join("\n"), tools.digest, [...new Set(styles)]);
}
