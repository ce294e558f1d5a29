// The frame of every HTML document: one file, nothing loaded, nothing run, readable on a phone and on paper.
import { forXml } from "../redaction/escape.ts";
import { PAGE_STYLE } from "./page-style.ts";

/** What is short and must not be broken: a word, a time, a figure. */
const FIXED = /^(?:\S{1,12}|[\d~+-][\d~+: a-z-]{0,23})$/;

/** A day with a time: where a table is wide, the two may stand one above the other. */
const MOMENT = /^\d{4}-\d\d-\d\d ~?\d/;

/** A path or a digest, which must break somewhere; other words never do. */
const LONG_WORD = /\S{17}/;

function kindOf(plain: string): string {
  if (FIXED.test(plain)) return MOMENT.test(plain) ? ' class="fixed moment"' : ' class="fixed"';
  return LONG_WORD.test(plain) ? ' class="long"' : "";
}

/** The titles of a table's columns; one in which nothing stands takes no room from the others. */
export function htmlHead(titles: readonly string[], empty: readonly boolean[] = []): string {
  const cells = titles.map((title, index) => {
    const said = forXml(title);
    const kind = empty[index] === true ? ' class="none"' : "";
    return `<th scope="col"${kind} data-label="${said}">${said}</th>`;
  });
  return `<thead><tr>${cells.join("")}</tr></thead>\n`;
}

/** A cell of a column in which nothing stands. */
export const htmlNoCell = '<td class="none"></td>';

/** Makes the cells of one column. `content`: markup of ours; `plain`: the same as a reader sees it. */
export type Column = (content: string, plain: string) => string;

/** The column of a table with that title; without one where it is empty. */
export function htmlColumn(label: string): Column {
  const named = label === "" ? "" : ` data-label="${forXml(label)}"`;
  return function cell(content, plain) {
    if (content === "") return "<td></td>";
    return `<td${kindOf(plain)}${named}>${content}</td>`;
  };
}

/** The same where every cell is of the kind of `like`, and none is empty: times and figures of ours. */
export function columnLike(label: string, like: string): (content: string) => string {
  const opening = `<td${kindOf(like)} data-label="${forXml(label)}">`;
  return (content) => `${opening}${content}</td>`;
}

/**
 * A whole HTML document. `body` is markup of ours with every text from the record escaped by `forXml`; `digest` is SHA-256 in base64.
 * The policy allows this one style sheet, those of its pictures (`styles`), and nothing else: no script, no image, no request, no form, no frame.
 */
export function htmlPage(
  title: string,
  body: string,
  digest: (text: string) => string,
  styles: readonly string[] = [],
): string {
  const hashes = [PAGE_STYLE, ...styles].map((style) => `'sha256-${digest(style)}'`).join(" ");
  const policy = `default-src 'none'; style-src ${hashes}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="format-detection" content="telephone=no, email=no, address=no, date=no">
<title>${forXml(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}
