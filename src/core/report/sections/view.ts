// What every section of the post-mortem is written from: the input, computed once, and the only ways to put data into Markdown.
import { forMarkdown, forMarkdownCode } from "../../redaction/escape.ts";
import { parseInstant } from "../../instant.ts";
import { dateTime, spell, type ReportInput } from "../input.ts";
import type { Metric } from "../metric.ts";
import { computeMetrics } from "../metrics.ts";
import { whoShown } from "../people.ts";
import { factValue } from "../terms.ts";
import { timelineRows, type TimelineRow } from "../timeline.ts";

/** Said wherever a fact is not on record; never a zero, never an empty cell. */
export const UNKNOWN = "unknown";

export interface View {
  readonly input: ReportInput;
  readonly rows: readonly TimelineRow[];
  readonly metrics: readonly Metric[];
  who(operator: string): string;
  /** Text from the record, redacted and escaped. */
  say(text: string | null): string;
}

export function createView(input: ReportInput): View {
  const { state, events, runbook } = input;
  const who = whoShown(state, events, input.withNames);
  return {
    input,
    rows: timelineRows(events, runbook, who),
    metrics: computeMetrics(state, events, runbook),
    who: (operator) => forMarkdown(input.clean(who(operator))),
    say: (text) => (text === null || text.trim() === "" ? UNKNOWN : forMarkdown(input.clean(text))),
  };
}

/** A Markdown table; `cells` are escaped already. Without rows: `none`. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  none: string,
): string {
  if (rows.length === 0) return none;
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** An instant as `2026-11-23 02:10:07`, or `unknown`. */
export function when(at: string | null): string {
  return at === null ? UNKNOWN : dateTime(at);
}

/** A figure in words: its time, why it cannot be right, or `unknown`. */
export function figure(metric: Metric | undefined): string {
  if (metric === undefined || metric.ms === null) return UNKNOWN;
  return metric.dataError === null ? spell(metric.ms) : `data error (${spell(metric.ms)})`;
}

/** A metric by id. */
export function metricOf(view: View, id: string): Metric | undefined {
  return view.metrics.find((metric) => metric.id === id);
}

/** A fact of the incident, redacted and escaped, or `unknown`. */
export function fact(view: View, name: string): string {
  const value = factValue(view.input.state.facts, name);
  const instant = value === null ? undefined : parseInstant(value);
  return instant === undefined ? view.say(value) : when(instant);
}

/** A digest or file name as code. */
export function code(text: string): string {
  return text.includes("|") ? forMarkdown(text) : forMarkdownCode(text);
}
