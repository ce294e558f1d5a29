// What every section of the post-mortem is written from: the input, computed once, and the words for what is not known.
import type { StepState } from "../../incident/checklist.ts";
import { parseInstant, type Instant } from "../../instant.ts";
import type { Words } from "../document/document.ts";
import { withoutHomes } from "../home-path.ts";
import { dateTime, dayOf, momentWords, spellExactly, type ReportInput } from "../input.ts";
import type { Metric, MetricEnd } from "../metric.ts";
import { computeMetrics } from "../metrics.ts";
import { whoShown } from "../people.ts";
import { factRecord, givenPrecisions } from "../terms.ts";
import { timelineRows, type TimelineRow } from "../timeline.ts";

/** Said wherever a fact is not on record; never a zero, never an empty cell. */
export const UNKNOWN = "unknown";

export interface View {
  readonly input: ReportInput;
  readonly rows: readonly TimelineRow[];
  readonly metrics: readonly Metric[];
  /** Role, or operator with names; redacted. */
  who(operator: string): string;
  /** Text from the record, redacted; `unknown` for none. Not escaped: that is the rendering's part. */
  say(text: string | null): string;
  /** The same of a text that may name files: without the name of whoever's home they lay in. */
  path(text: string | null): string;
  /** An instant of the record, as exactly as it was given; `unknown` for none. */
  moment(at: Instant | null): string;
}

export function createView(input: ReportInput): View {
  const { state, events, runbook } = input;
  const who = whoShown(state, events, input.withNames);
  const given = givenPrecisions(events);
  function say(text: string | null): string {
    return text === null || text.trim() === "" ? UNKNOWN : input.clean(text);
  }
  return {
    input,
    rows: timelineRows(events, runbook, who),
    metrics: computeMetrics(state, events, runbook),
    moment: (at) => (at === null ? UNKNOWN : momentWords(at, given.get(at) ?? "second")),
    who: (operator) => input.clean(who(operator)),
    say,
    path: (text) => withoutHomes(say(text)),
  };
}

/** How a step stands, for who knows no checklist: what may begin and what waits for others are both open. */
export function stepStateWords(state: StepState): string {
  return state === "ready" || state === "locked" ? "open" : state;
}

/** An instant as `2026-11-23 02:10:07`, or `unknown`. */
export function when(at: Instant | null): string {
  return at === null ? UNKNOWN : dateTime(at);
}

/** One end of a figure, as exactly as it is known, or `unknown`. */
export function endWords(end: MetricEnd | null): string {
  return end === null ? UNKNOWN : momentWords(end.at, end.precision);
}

function isRough({ from, to }: Metric): boolean {
  return [from, to].some((end) => end !== null && end.precision !== "second");
}

/** A figure in words: its time (`at least` where an end is only known to be earlier, `~` where an end of it is not exact), why it cannot be right, or `unknown`. */
export function figure(metric: Metric | undefined): string {
  if (metric === undefined || metric.ms === null) return UNKNOWN;
  const bound = metric.bound === null ? "" : `${metric.bound} `;
  const time = `${bound}${isRough(metric) ? "~" : ""}${spellExactly(metric.ms)}`;
  return metric.dataError === null ? time : `data error (${time})`;
}

/** A metric by id. */
export function metricOf(view: View, id: string): Metric | undefined {
  return view.metrics.find((metric) => metric.id === id);
}

/** What people stated, a day as a day; `unknown` for nothing. */
export function fact(view: View, name: string): string {
  const value = factRecord(view.input.state.facts, name)?.value ?? null;
  const instant = value === null ? undefined : parseInstant(value);
  if (value === null || instant === undefined) return view.say(value);
  return value.length === 10 ? dayOf(instant) : when(instant);
}

/** A question with what is on record for it and where. */
export function factRow(view: View, title: string, name: string): readonly Words[] {
  const record = factRecord(view.input.state.facts, name);
  return [title, fact(view, name), record === undefined ? "" : [{ event: record.seq }]];
}
