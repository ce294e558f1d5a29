// The frame of every HTML document: one file, nothing loaded, nothing run, readable on a phone and on paper.
import { forXml } from "../redaction/escape.ts";

const STYLE = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 25%, transparent); }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 75rem; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { border-block-start: 1px solid var(--line); font-size: 1.25rem; margin-block: 2.5rem .5rem; padding-block-start: 1rem; }
h3 { font-size: 1.05rem; margin-block: 1.5rem .5rem; }
h1, h2, h3, p, li, figcaption { overflow-wrap: anywhere; }
a { color: inherit; text-decoration-style: dotted; }
nav ul { columns: 18rem; list-style: none; padding: 0; }
.mark { border-inline-start: .25rem solid; font-weight: 600; margin: .5rem 0; padding-inline-start: .75rem; }
.written { border-inline-start: 2px solid var(--line); padding-inline-start: .75rem; }
.unwritten { font-style: italic; opacity: .8; }
figure { margin: 1rem 0; overflow-x: auto; }
figure svg { display: block; max-width: 60rem; min-width: 34rem; width: 100%; }
figcaption { font-size: .9rem; }
pre { overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
table { border-collapse: collapse; margin-block: .5rem 1rem; width: 100%; }
th, td { border-block-end: 1px solid var(--line); overflow-wrap: anywhere; padding: .4rem .6rem .4rem 0; text-align: start; vertical-align: top; }
th { overflow-wrap: normal; }
table.about td:first-child, table.facts td:first-child { font-weight: 600; width: 16rem; }
td.fixed { font-variant-numeric: tabular-nums; white-space: nowrap; }
table.timeline td[data-label="Event"] { width: 40%; }
td[data-label="By"] { min-width: 6rem; overflow-wrap: normal; }
code { font: .9em ui-monospace, monospace; }
@media screen and (max-width: 66rem) {
  thead { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; white-space: nowrap; width: 1px; }
  tr { border-block-end: 1px solid; display: block; padding: .6rem 0; }
  td { border: 0; display: block; padding: .1rem 0; }
  td:empty { display: none; }
  td.fixed { white-space: normal; }
  table.about td:first-child, table.facts td:first-child { width: auto; }
  table.timeline td[data-label="Event"] { width: auto; }
  td[data-label]::before { content: attr(data-label) ": "; font-weight: 600; }
  td[data-label="What"] { font-weight: 600; }
  td[data-label="What"]::before { content: none; }
}
@media print {
  @page { margin: 18mm 14mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt system-ui, sans-serif; } }
  :root { font-size: 8.5pt; }
  body { max-width: none; padding: 0; }
  h2 { margin-block-start: 1.5rem; }
  th, td { padding-block: .2rem; }
  nav { display: none; }
  a { text-decoration: none; }
  h2, h3, p:has(+ table), p:has(+ figure), p:has(+ ul) { break-after: avoid; }
  table.clocks { font-size: .9em; }
  table.clocks td, table.metrics td { overflow-wrap: break-word; }
  thead { display: table-header-group; }
  tr, figure { break-inside: avoid; }
  table.timeline { font-size: .93em; table-layout: fixed; }
  table.timeline td { overflow-wrap: break-word; }
  table.timeline td.fixed:not([data-label="Time (UTC)"]) { white-space: normal; }
  table.timeline th { box-sizing: border-box; }
  table.timeline th[data-label="Time (UTC)"] { width: 17%; }
  table.timeline th[data-label="+T"] { width: 7%; }
  table.timeline th[data-label="Recorded"], table.timeline th[data-label="Evidence"] { width: 9%; }
  table.timeline th[data-label="Phase"], table.timeline th[data-label="By"] { width: 11%; }
  table.timeline th[data-label="No."] { width: 5%; }
}
`;

/** What is short and must not be broken: a word, a time, a figure. */
const FIXED = /^(?:\S{1,12}|[\d~+-][\d~+: a-z-]{0,23})$/;

/** The titles of a table's columns. */
export function htmlHead(titles: readonly string[]): string {
  const cells = titles.map((title) => {
    const said = forXml(title);
    return `<th scope="col" data-label="${said}">${said}</th>`;
  });
  return `<thead><tr>${cells.join("")}</tr></thead>\n`;
}

/** Makes the cells of one column. `content`: markup of ours; `plain`: the same as a reader sees it. */
export type Column = (content: string, plain: string) => string;

/** The column of a table with that title; without one where it is empty. */
export function htmlColumn(label: string): Column {
  const named = label === "" ? "" : ` data-label="${forXml(label)}"`;
  return function cell(content, plain) {
    if (content === "") return "<td></td>";
    return `<td${FIXED.test(plain) ? ' class="fixed"' : ""}${named}>${content}</td>`;
  };
}

/** The same for what is always there, short and not to be broken: times and figures of ours. */
export function fixedColumn(label: string): (content: string) => string {
  const opening = `<td class="fixed" data-label="${forXml(label)}">`;
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
  const hashes = [STYLE, ...styles].map((style) => `'sha256-${digest(style)}'`).join(" ");
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
<style>${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}
