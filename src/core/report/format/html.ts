// The timeline as one page that stands alone: for a browser, a phone, a printer, a mail.
import { toEpoch } from "../../instant.ts";
import { forXml } from "../../redaction/escape.ts";
import { dateTime, elapsedWords, momentWords, recordedLater } from "../input.ts";
import { remembering } from "../../remembering.ts";
import { htmlColumn, htmlHead, htmlNoCell, htmlPage, type Column } from "../page.ts";
import type { TimelineRow } from "../timeline.ts";
import {
  cleanRow,
  headShort,
  markLines,
  nameOf,
  type FormatContext,
  type TimelineFormat,
} from "./format.ts";

const TITLES = ["Time (UTC)", "+T", "Phase", "Event", "By", "No.", "Evidence"] as const;
const PHASE = TITLES.indexOf("Phase");
const EVIDENCE = TITLES.indexOf("Evidence");
const CELL = {
  time: htmlColumn("Time (UTC)", "fixed moment"),
  since: htmlColumn("+T", "fixed"),
  phase: htmlColumn("Phase"),
  event: htmlColumn("Event"),
  by: htmlColumn("By"),
  number: htmlColumn("No.", "fixed"),
  evidence: htmlColumn("Evidence"),
} satisfies Record<string, Column>;

/** Cells of words that come again, and of columns in which a reader is told nothing. */
interface Words {
  readonly evidence: Column;
  readonly phase: (text: string) => string;
  readonly event: (text: string) => string;
  readonly by: (text: string) => string;
}

function wordCells(isEmpty: readonly boolean[]): Words {
  return {
    evidence: isEmpty[EVIDENCE] === true ? () => htmlNoCell : CELL.evidence,
    phase:
      isEmpty[PHASE] === true
        ? () => htmlNoCell
        : remembering((text) => CELL.phase(forXml(text), text)),
    event: remembering((text) => CELL.event(forXml(text), text)),
    by: remembering((text) => CELL.by(forXml(text), text)),
  };
}

function tableRow(row: TimelineRow, elapsed: number, words: Words): string {
  const { occurredAt, precision, phase, text, by, seq, evidence } = row;
  const later = recordedLater(row);
  const event = words.event(text);
  const said = later === null ? event : event.replace(/<\/td>$/, ` <em>(${later})</em></td>`);
  const digests = evidence.map((sha256) => `<code>${forXml(sha256.slice(0, 8))}</code>`);
  const moment = momentWords(occurredAt, precision);
  const since = elapsedWords(elapsed, precision);
  const number = `#${String(seq)}`;
  const evidenceCell = words.evidence(
    digests.join(" "),
    evidence.length > 1 ? "several digests" : "digest",
  );
  return `<tr>${CELL.time(moment, moment)}${CELL.since(since, since)}${words.phase(phase ?? "")}${said}${words.by(by)}${CELL.number(number, number)}${evidenceCell}</tr>`;
}

/** The rows as an HTML table. */
function timelineHtml(rows: readonly TimelineRow[], context: FormatContext): string {
  const declared = toEpoch(context.state.declaredAt);
  const isEmpty = TITLES.map(
    (_, index) =>
      (index === PHASE && rows.every(({ phase }) => phase === null)) ||
      (index === EVIDENCE && rows.every(({ evidence }) => evidence.length === 0)),
  );
  const words = wordCells(isEmpty);
  const lines = rows.map((row) =>
    tableRow(cleanRow(row, context), toEpoch(row.occurredAt) - declared, words),
  );
  return `<table class="timeline">
${htmlHead(TITLES, isEmpty)}<tbody>
${lines.join("\n")}
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
