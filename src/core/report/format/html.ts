// The timeline as one page that stands alone: for a browser, a phone, a printer, a mail.
import { forXml } from "../../redaction/escape.ts";
import { dateTime, dayOf, recordedLater, sinceDeclared, timeOf } from "../input.ts";
import { htmlPage } from "../page.ts";
import type { TimelineRow } from "../timeline.ts";
import {
  cleanRow,
  headShort,
  markLines,
  nameOf,
  type FormatContext,
  type TimelineFormat,
} from "./format.ts";

const HEAD = ["Time (UTC)", "+T", "Phase", "Event", "By", "No.", "Evidence"] as const;

function tableRow(row: TimelineRow, context: FormatContext): string {
  const { occurredAt, precision, phase, text, by, seq, evidence } = cleanRow(row, context);
  const later = recordedLater(row);
  const cells = [
    `${dayOf(occurredAt)} ${timeOf(occurredAt, precision)}`,
    sinceDeclared(context.state.declaredAt, occurredAt, precision),
    forXml(phase ?? ""),
    forXml(text) + (later === null ? "" : ` <em>(${later})</em>`),
    forXml(by),
    `#${String(seq)}`,
    evidence.map((sha256) => `<code>${forXml(sha256.slice(0, 8))}</code>`).join(" "),
  ];
  const labelled = cells.map((cell, index) =>
    cell === "" ? "<td></td>" : `<td data-label="${HEAD[index] ?? ""}">${cell}</td>`,
  );
  return `<tr>${labelled.join("")}</tr>`;
}

/** The rows as an HTML table. */
function timelineHtml(rows: readonly TimelineRow[], context: FormatContext): string {
  return `<table>
<thead><tr>${HEAD.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead>
<tbody>
${rows.map((row) => tableRow(row, context)).join("\n")}
</tbody>
</table>`;
}

function legend({ state }: FormatContext): string {
  return `<p>Times in UTC; +T since the declaration at ${dateTime(state.declaredAt)}; ~ means not exact. Journal to ${headShort(state.head)}.</p>`;
}

export const html: TimelineFormat = {
  id: "html",
  title: "one page for a browser or a printer",
  extension: "html",
  mime: "text/html",
  render(rows, context, tools) {
    const { state, told } = context;
    const body = [
      `<h1>Timeline ${forXml(nameOf(context))}</h1>`,
      ...(state.drill ? ['<p class="mark">DRILL: a rehearsal, not a real incident.</p>'] : []),
      ...markLines(rows, context).map((line) => `<p class="mark">${forXml(line)}</p>`),
      ...(told?.codenameOnly === true ? [] : [legend(context), timelineHtml(rows, context)]),
    ];
    return htmlPage(`Timeline ${nameOf(context)}`, body.join("\n"), tools.digest);
  },
};
