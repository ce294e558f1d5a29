// The style sheet of every HTML document: a browser window, a phone, paper.

/** Rows one below the other, without the titles of their columns. */
function stacked(table: string): string {
  return `${table} thead { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; white-space: nowrap; width: 1px; }
  ${table} tr { border-block-end: 1px solid var(--line); display: block; padding: .6rem 0; }
  ${table} td { border: 0; padding: .1rem 0; }
  ${table} td:empty { display: none; }
  ${table} td.fixed { white-space: normal; }`;
}

/** Rows as cards: one cell a line, its column's title in front. */
function cards(table: string): string {
  return `${stacked(table)}
  ${table} td:not(:empty) { display: block; }
  ${table} td[data-label]::before { content: attr(data-label) ": "; font-weight: 600; }
  ${table} td[data-label="What"] { font-weight: 600; }
  ${table} td[data-label="What"]::before { content: none; }`;
}

/** From six columns on. */
const WIDE = "table:not(.timeline):has(th:nth-child(6))";

/** In a wide table with several moments in a row, day and time stand one above the other. */
const MOMENTS = `${WIDE}:not(.windows):has(td.moment ~ td.moment) td.moment { min-width: 10.5ch; white-space: normal; }`;

const SCREEN = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 25%, transparent); --soft: color-mix(in srgb, currentColor 80%, transparent); }
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
figure { margin: 1rem 0; }
figure svg { display: block; max-width: 60rem; width: 100%; }
figure .for-phone { display: none; max-width: 30rem; }
figcaption { font-size: .9rem; }
pre { overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
table { border-collapse: collapse; margin-block: .5rem 1rem; width: 100%; }
th, td { border-block-end: 1px solid var(--line); overflow-wrap: break-word; padding: .4rem .6rem .4rem 0; text-align: start; vertical-align: top; }
.none { display: none; }
td.long { overflow-wrap: anywhere; }
td[data-label="Fact"] { overflow-wrap: break-word; }
td[data-label="SHA-256"] { min-width: 19.5ch; }
table.evidence td.moment { min-width: 10.5ch; white-space: normal; }
table.about td:first-child, table.facts td:first-child { font-weight: 600; width: 16rem; }
td.fixed { font-variant-numeric: tabular-nums; white-space: nowrap; }
table.timeline td[data-label="Event"] { width: 40%; }
code { font: .9em ui-monospace, monospace; }`;

/** A timeline's rows are short: the event on lines of its own, everything else around it in a smaller type. */
const NARROW = `
@media screen and (max-width: 66rem) {
  ${WIDE} { font-size: .9em; }
  ${MOMENTS}
  ${stacked("table.timeline")}
  table.timeline td { color: var(--soft); font-size: .9em; margin-inline-end: .5rem; }
  table.timeline td:not(:empty) { display: inline; }
  table.timeline td[data-label="Event"] { color: inherit; display: block; font-size: 1em; width: auto; }
  table.timeline td[data-label="Recorded"]::before { content: "recorded "; }
  table.timeline td[data-label="Evidence"]::before { content: "evidence "; }
}
@media screen and (max-width: 48rem) {
  ${cards("table:not(.timeline)")}
  table.about td:first-child, table.facts td:first-child { width: auto; }
}
@media screen and (max-width: 40rem) {
  figure .for-page { display: none; }
  figure .for-phone { display: block; }
}`;

/** A heading, what leads to a table, and a table's first and last rows stay with what follows. */
const PAPER = `
@media print {
  @page { margin: 18mm 14mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt system-ui, sans-serif; } }
  :root { font-size: 8.5pt; }
  body { max-width: none; padding: 0; }
  h2 { margin-block-start: 1.5rem; }
  th, td { padding-block: .2rem; }
  nav { display: none; }
  a { text-decoration: none; }
  h2, h3, p:has(+ table), p:has(+ figure), p:has(+ ul) { break-after: avoid; break-inside: avoid; }
  thead { display: table-header-group; }
  tr, figure { break-inside: avoid; }
  tbody tr:nth-child(-n + 2):not(:last-child), tbody tr:nth-last-child(2) { break-after: avoid; }
  ${MOMENTS}
  table.timeline { font-size: .93em; table-layout: fixed; }
  table.timeline td.fixed:not(.moment) { white-space: normal; }
  table.timeline th { box-sizing: border-box; }
  table.timeline th[data-label="Time (UTC)"] { width: 17%; }
  table.timeline th[data-label="+T"] { width: 9%; }
  table.timeline th[data-label="Recorded"], table.timeline th[data-label="Evidence"] { width: 9%; }
  table.timeline th[data-label="Phase"], table.timeline th[data-label="By"] { width: 11.5%; }
  table.timeline th[data-label="No."] { width: 6.5%; }
}
`;

export const PAGE_STYLE = SCREEN + NARROW + PAPER;
