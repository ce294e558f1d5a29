// The timeline as one page that stands alone: for a browser, a phone, a printer, a mail.
import { toEpoch } from "../../instant.ts";
import { forXml } from "../../redaction/escape.ts";
import { dateTime, elapsedWords, momentWords, recordedLater } from "../input.ts";
import { remembering } from "../../remembering.ts";
import { fixedColumn, htmlColumn, htmlHead, htmlPage, type Column } from "../page.ts";
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
const CELL = {
  time: fixedColumn("Time (UTC)"),
  since: fixedColumn("+T"),
  phase: htmlColumn("Phase"),
  event: htmlColumn("Event"),
  by: htmlColumn("By"),
  number: fixedColumn("No."),
  evidence: htmlColumn("Evidence"),
};

/** Cells of words that come again, redacted and escaped once. */
interface Words {
  readonly phase: (text: string) => string;
  readonly event: (text: string) => string;
  readonly by: (text: string) => string;
}

function wordCells({ clean }: FormatContext): Words {
  function cleaned(column: Column): (text: string) => string {
    return remembering((text) => {
      const plain = clean(text);
      return column(forXml(plain), plain);
    });
  }
  return {
    phase: remembering((text) => CELL.phase(forXml(text), text)),
    event: cleaned(CELL.event),
    by: cleaned(CELL.by),
  };
}

function laterCell(text: string, later: string, { clean }: FormatContext): string {
  const plain = clean(text);
  return CELL.event(`${forXml(plain)} <em>(${later})</em>`, plain);
}

function evidenceCell(digests: readonly string[]): string {
  const shown = digests.map((sha256) => `<code>${forXml(sha256.slice(0, 8))}</code>`);
  return CELL.evidence(shown.join(" "), digests.length > 1 ? "several digests" : "digest");
}

/** The rows as an HTML table. */
function timelineHtml(rows: readonly TimelineRow[], context: FormatContext): string {
  const declared = toEpoch(context.state.declaredAt);
  const words = wordCells(context);
  const lines = eachRow(rows, (row) => {
    const { occurredAt, precision, phase, text, by, seq, evidence } = row;
    const later = recordedLater(row);
    const moment = CELL.time(momentWords(occurredAt, precision));
    const since = CELL.since(elapsedWords(toEpoch(occurredAt) - declared, precision));
    const event = later === null ? words.event(text) : laterCell(text, later, context);
    const number = CELL.number(`#${String(seq)}`);
    return `<tr>${moment}${since}${words.phase(phase ?? "")}${event}${words.by(by)}${number}${evidenceCell(evidence)}</tr>\n`;
  });
  return `<table class="timeline">
${htmlHead(TITLES)}<tbody>
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
