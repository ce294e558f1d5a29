// The frame of every HTML document: one file, nothing loaded, nothing run, readable on a phone and on paper.
import { forXml } from "../redaction/escape.ts";

const STYLE = `
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 75rem; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
.mark { border-inline-start: .25rem solid; font-weight: 600; margin: .5rem 0; padding-inline-start: .75rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-block-end: 1px solid color-mix(in srgb, currentColor 25%, transparent); overflow-wrap: anywhere; padding: .4rem .6rem .4rem 0; text-align: start; vertical-align: top; }
th, td:nth-child(6) { overflow-wrap: normal; white-space: nowrap; }
td:nth-child(5) { min-width: 7rem; }
td:first-child, td:nth-child(2) { font-variant-numeric: tabular-nums; overflow-wrap: normal; white-space: nowrap; }
code { font: .9em ui-monospace, monospace; }
@media screen and (max-width: 48rem) {
  thead { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; white-space: nowrap; width: 1px; }
  tr { border-block-end: 1px solid; display: block; padding: .6rem 0; }
  td { border: 0; display: block; padding: .1rem 0; }
  td:empty { display: none; }
  td[data-label]::before { content: attr(data-label) ": "; font-weight: 600; }
}
@media print {
  body { font-size: 9pt; max-width: none; padding: 0; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
`;

/**
 * A whole HTML document. `body` is markup of ours with every text from the record escaped by `forXml`; `digest` is SHA-256 in base64.
 * The policy allows this one style sheet and nothing else: no script, no image, no request, no form, no frame.
 */
export function htmlPage(title: string, body: string, digest: (text: string) => string): string {
  const policy = `default-src 'none'; style-src 'sha256-${digest(STYLE)}'; base-uri 'none'; form-action 'none'`;
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
