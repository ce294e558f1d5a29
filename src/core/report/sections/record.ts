// Sections 6 and 7: the timeline on both time axes, and every figure with its formula and its two ends.
import { HOUR, MINUTE, toEpoch } from "../../instant.ts";
import { paragraph, table, type Section, type Span, type Words } from "../document/document.ts";
import { withoutHomes } from "../home-path.ts";
import {
  dateTime,
  dayOf,
  elapsedWords,
  momentWords,
  recordedLater,
  spell,
  timeOf,
} from "../input.ts";
import type { Metric } from "../metric.ts";
import type { TimelineRow } from "../timeline.ts";
import { endWords, figure, type View } from "./view.ts";

/** A gap longer than this in the first hours is shown: somebody will ask what happened then. */
const GAP = 30 * MINUTE;
const GAP_WATCH = 4 * HOUR;

const COLUMNS = ["Time (UTC)", "+T", "Recorded", "Phase", "Event", "By", "No.", "Evidence"];

/** When it was recorded, where that is not when it happened. */
function recorded(row: TimelineRow): string {
  const later = recordedLater(row);
  if (later === null) return "";
  const day = dayOf(row.at) === dayOf(row.occurredAt) ? "" : `${dayOf(row.at)} `;
  return `${day}${timeOf(row.at, "second")} (${later.replace(/^recorded /, "")})`;
}

/** Routes of a log may look like homes; they stay as the log has them. */
const OF_LOGS = /^(?:audit|finding|suspect|watch)\./;

function eventWords(view: View, { type, text }: TimelineRow): string {
  const clean = view.input.clean(text);
  return OF_LOGS.test(type) ? clean : withoutHomes(clean);
}

function timelineRow(view: View, row: TimelineRow, elapsed: number): readonly Words[] {
  const evidence = row.evidence.flatMap((digest, index): readonly Span[] =>
    index === 0 ? [{ evidence: digest }] : [" ", { evidence: digest }],
  );
  return [
    momentWords(row.occurredAt, row.precision),
    elapsedWords(elapsed, row.precision),
    recorded(row),
    row.phase ?? "",
    eventWords(view, row),
    view.input.clean(row.by),
    [{ eventHere: row.seq }],
    evidence,
  ];
}

/** How long nothing is on record, between two rows; both in ms since the declaration. */
function gapRow(before: number, now: number): readonly (readonly Words[])[] {
  const gap = now - before;
  if (before < 0 || before >= GAP_WATCH || gap <= GAP) return [];
  return [["", "", "", "", [{ soft: `Gap: nothing on record for ${spell(gap)}` }], "", "", ""]];
}

function rowsOf(view: View): readonly (readonly Words[])[] {
  const declared = toEpoch(view.input.state.declaredAt);
  // Nothing comes before the first row.
  let before = -1;
  return view.rows.flatMap((row) => {
    const elapsed = toEpoch(row.occurredAt) - declared;
    const rows = [...gapRow(before, elapsed), timelineRow(view, row, elapsed)];
    before = elapsed;
    return rows;
  });
}

/** Every event in the order in which things happened, on both time axes. */
export function timeline(view: View): Section {
  const { state, withNames } = view.input;
  const actors = withNames ? "" : " Who acted is shown by role.";
  return {
    number: 6,
    title: "Timeline",
    blocks: [
      paragraph(
        `Times in UTC; +T since the declaration at ${dateTime(state.declaredAt)}; ~ means not exact (to the minute, hour or day). Recorded: when it came on record, where that is a minute or more after it happened. No.: its number in the journal. Evidence: the first figures of its SHA-256, in full in section 16.${actors}`,
      ),
      table("timeline", COLUMNS, rowsOf(view), "Nothing is on record."),
    ],
  };
}

function remark(view: View, metric: Metric): string {
  const missing = metric.missing.length === 0 ? null : `missing: ${metric.missing.join(", ")}`;
  const rough = [metric.from, metric.to].flatMap((end) =>
    end === null || end.precision === "second"
      ? []
      : [`${end.name} is known to the ${end.precision}`],
  );
  const parts = [metric.dataError, metric.note, ...rough, missing].filter((part) => part !== null);
  return parts.length === 0 ? "" : view.say(parts.join("; "));
}

/** Every figure with its formula and its two ends; one that is not known says what is missing. */
export function metrics(view: View): Section {
  const rows = view.metrics.map((metric) => [
    view.say(metric.title),
    figure(metric),
    metric.from === null ? "" : endWords(metric.from),
    metric.to === null ? "" : endWords(metric.to),
    view.say(metric.formula),
    remark(view, metric),
  ]);
  return {
    number: 7,
    title: "Metrics",
    blocks: [table("metrics", ["Metric", "Value", "From", "To", "Formula", "Remark"], rows, "")],
  };
}
