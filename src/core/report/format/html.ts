// The timeline as one page that stands alone: for a browser, a phone, a printer, a mail.
import { toEpoch } from "../../instant.ts";
import { forXml } from "../../redaction/escape.ts";
import { dateTime, elapsedWords, momentWords, recordedLater } from "../input.ts";
import { remembering } from "../../remembering.ts";
import { columnLike, htmlColumn, htmlHead, htmlNoCell, htmlPage, type Column } from "../page.ts";
import type { TimelineRow } from "../timeline.ts";
import {
  eachRow,
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
  time: columnLike("Time (UTC)", "2026-11-23 02:10:07"),
  day: columnLike("Time (UTC)", "2026-11-23 ~day"),
  since: columnLike("+T", "+0:42"),
  phase: htmlColumn("Phase"),
  event: htmlColumn("Event"),
  by: htmlColumn("By"),
  number: columnLike("No.", "#1"),
  evidence: htmlColumn("Evidence"),
};

/** Cells of words that come again, redacted and escaped once, and of columns in which a reader is told nothing. */
interface Words {
  readonly evidence: Column;
  readonly phase: (text: string) => string;
  readonly event: (text: string) => string;
  readonly by: (text: string) => string;
}

function wordCells(isEmpty: readonly boolean[], { clean }: FormatContext): Words {
  function cleaned(column: Column): (text: string) => string {
    return remembering((text) => {
      const plain = clean(text);
      return column(forXml(plain), plain);
    });
  }
  return {
    evidence: isEmpty[EVIDENCE] === true ? () => htmlNoCell : CELL.evidence,
    phase:
      isEmpty[PHASE] === true
        ? () => htmlNoCell
        : remembering((text) => CELL.phase(forXml(text), text)),
    event: cleaned(CELL.event),
    by: cleaned(CELL.by),
  };
}

function laterCell(text: string, later: string, { clean }: FormatContext): string {
  const plain = clean(text);
  return CELL.event(`${forXml(plain)} <em>(${later})</em>`, plain);
}

function evidenceCell(digests: readonly string[], column: Column): string {
  const shown = digests.map((sha256) => `<code>${forXml(sha256.slice(0, 8))}</code>`);
  return column(shown.join(" "), digests.length > 1 ? "several digests" : "digest");
}

/** The rows as an HTML table. */
function timelineHtml(rows: readonly TimelineRow[], context: FormatContext): string {
  const declared = toEpoch(context.state.declaredAt);
  const isEmpty = TITLES.map(
    (_, index) =>
      (index === PHASE && rows.every(({ phase }) => phase === null)) ||
      (index === EVIDENCE && rows.every(({ evidence }) => evidence.length === 0)),
  );
  const words = wordCells(isEmpty, context);
  const lines = eachRow(rows, (row) => {
    const { occurredAt, precision, phase, text, by, seq } = row;
    const later = recordedLater(row);
    const moment = CELL[precision === "day" ? "day" : "time"](momentWords(occurredAt, precision));
    const since = CELL.since(elapsedWords(toEpoch(occurredAt) - declared, precision));
    const event = later === null ? words.event(text) : laterCell(text, later, context);
    const number = CELL.number(`#${String(seq)}`);
    const evidence = evidenceCell(row.evidence, words.evidence);
    return `<tr>${moment}${since}${words.phase(phase ?? "")}${event}${words.by(by)}${number}${evidence}</tr>\n`;
  });
  return `<table class="timeline">
${htmlHead(TITLES, isEmpty)}<tbody>
${lines === "" ? "\n" : lines}</tbody>
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
    const above = [
      `<h1>Timeline ${forXml(nameOf(context))}</h1>`,
      ...(state.drill ? ['<p class="mark">DRILL: a rehearsal, not a real incident.</p>'] : []),
      ...markLines(rows, context).map((line) => `<p class="mark">${forXml(line)}</p>`),
      ...(told?.codenameOnly === true ? [] : [legend(context)]),
    ].join("\n");
    const table = told?.codenameOnly === true ? "" : `\n${timelineHtml(rows, context)}`;
    return htmlPage(`Timeline ${nameOf(context)}`, above + table, tools.digest);
  },
};
