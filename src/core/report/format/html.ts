// The timeline as one page that stands alone: for a browser, a phone, a printer, a mail.
import { toEpoch } from "../../instant.ts";
import { forXml } from "../../redaction/escape.ts";
import { dateTime, elapsedWords, momentWords, recordedLater } from "../input.ts";
import { htmlCell, htmlHead, htmlPage } from "../page.ts";
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

function tableRow(row: TimelineRow, elapsed: number): string {
  const { occurredAt, precision, phase, text, by, seq, evidence } = row;
  const later = recordedLater(row);
  const event = forXml(text) + (later === null ? "" : ` <em>(${later})</em>`);
  const digests = evidence.map((sha256) => `<code>${forXml(sha256.slice(0, 8))}</code>`);
  const moment = momentWords(occurredAt, precision);
  const since = elapsedWords(elapsed, precision);
  const cells = [
    [moment, moment],
    [since, since],
    [forXml(phase ?? ""), phase ?? ""],
    [event, text],
    [forXml(by), by],
    [`#${String(seq)}`, `#${String(seq)}`],
    [digests.join(" "), evidence.length > 1 ? "several digests" : "digest"],
  ] as const;
  return `<tr>${cells.map(([content, plain], index) => htmlCell(content, plain, HEAD[index] ?? "")).join("")}</tr>`;
}

/** The rows as an HTML table. */
function timelineHtml(rows: readonly TimelineRow[], context: FormatContext): string {
  const declared = toEpoch(context.state.declaredAt);
  return `<table class="timeline">
${htmlHead(HEAD)}<tbody>
${rows.map((row) => tableRow(cleanRow(row, context), toEpoch(row.occurredAt) - declared)).join("\n")}
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
