// Markdown that people wrote, as HTML that may stand in a report: no element, link, picture or script of theirs.
import MarkdownIt, { type Token } from "markdown-it";
import { forTerminal } from "../../core/redaction/escape.ts";

/** Headings of people stand below those of the document. */
const BELOW = 3;

function lower(token: Token): void {
  const level = Number(/^h([1-6])$/.exec(token.tag)?.[1] ?? 0);
  if (level > 0) token.tag = `h${String(Math.min(6, level + BELOW))}`;
}

/** A phone shows each cell with the title of its column, which the style sheet reads from the cell. */
function nameCells(tokens: readonly Token[]): void {
  let titles: string[] = [];
  let column = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.type === "table_open") titles = [];
    if (token.type === "tr_open") column = 0;
    if (token.type === "th_open") titles.push(tokens[index + 1]?.content ?? "");
    if (token.type === "td_open") {
      token.attrSet("data-label", titles[column] ?? "");
      column += 1;
    }
  }
}

/**
 * The HTML of it. Links stay as they were typed, address and all: on paper that is what is needed, and nobody can be led astray. Hidden
 * characters become visible.
 */
export function markdownToHtml(text: string): string {
  const parser = new MarkdownIt({ html: false, linkify: false }).disable([
    "link",
    "image",
    "autolink",
    "reference",
  ]);
  const tokens = parser.parse(forTerminal(text.replaceAll("\r\n", "\n")), {});
  for (const token of tokens) lower(token);
  nameCells(tokens);
  return parser.renderer.render(tokens, parser.options, {});
}
