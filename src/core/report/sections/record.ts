// Sections 6, 7 and 11: the timeline, the metrics, the steps that were not done as the runbook has them.
import { checklist, type ChecklistItem } from "../../incident/checklist.ts";
import { between, plus, type Instant } from "../../instant.ts";
import { timelineTable } from "../format/md.ts";
import { dateTime, spell } from "../input.ts";
import type { Metric } from "../metric.ts";
import { figure, table, UNKNOWN, type View } from "./view.ts";

/** Every event in the order in which things happened, on both time axes. */
export function timeline(view: View): string {
  const { state, withNames } = view.input;
  const actors = withNames ? "" : " Who acted is shown by role.";
  return `## 6. Timeline

Times in UTC; +T since the declaration at ${dateTime(state.declaredAt)}; \\~ means not exact; No. is the number in the journal.${actors}

${timelineTable(view.rows, view.input)}`;
}

function remark(view: View, metric: Metric): string {
  const missing = metric.missing.length === 0 ? null : `missing: ${metric.missing.join(", ")}`;
  const parts = [metric.dataError, metric.note, missing].filter((part) => part !== null);
  return parts.length === 0 ? "" : view.say(parts.join("; "));
}

/** Every figure with its formula; one that is not known says what is missing. */
export function metrics(view: View): string {
  const rows = view.metrics.map((metric) => [
    view.say(metric.title),
    figure(metric),
    view.say(metric.formula),
    remark(view, metric),
  ]);
  return `## 7. Metrics

${table(["Metric", "Value", "Formula", "Remark"], rows, "")}`;
}

/** End of a step's phase; for a key added later the window starts when it was added. */
function dueAt(view: View, item: ChecklistItem): Instant | null {
  const { state, runbook } = view.input;
  const phase = runbook.phases.find((each) => each.id === item.step.phase);
  if (phase === undefined) return null;
  return plus(item.credential?.addedAt ?? state.declaredAt, phase.until);
}

function lateness(view: View, item: ChecklistItem): number {
  const due = dueAt(view, item);
  const until = item.record?.status === "done" ? item.record.occurredAt : view.input.now;
  return due === null ? 0 : between(due, until);
}

/** What is worth a line, or null: done in time, not asked for, or support work that nobody recorded. */
function verdict(view: View, item: ChecklistItem): string | null {
  const late = lateness(view, item);
  switch (item.state) {
    case "done":
      return late > 0 ? `done, ${spell(late)} late` : null;
    case "skipped":
    case "waived":
    case "failed":
    case "unknown":
      return item.state === "failed" ? "not achieved" : item.state;
    case "started":
      return "started, not finished";
    case "locked":
    case "ready":
      if (item.step.tier !== "core") return null;
      return late > 0 ? `not done, ${spell(late)} overdue` : "not done yet";
    case "not-applicable":
      return null;
  }
  return null;
}

function stepRows(view: View, items: readonly ChecklistItem[]): string[][] {
  return items.flatMap((item) => {
    const words = verdict(view, item);
    if (words === null) return [];
    const { step, credential, record } = item;
    const key = credential === null ? "" : `${view.say(credential.id)}: `;
    const by = record === null ? "" : view.who(record.by);
    return [
      [
        `${key}${view.say(step.title)}`,
        step.phase,
        step.tier,
        words,
        record === null
          ? "nothing on record"
          : view.say(record.reason).replace(UNKNOWN, "no reason given"),
        by,
        record === null ? "" : `#${String(record.seq)}`,
      ],
    ];
  });
}

/** Steps that were skipped, waived, late, not achieved or not done, and why. */
export function steps(view: View): string {
  const items = checklist(view.input.runbook, view.input.state);
  const silent = items.filter(
    ({ state, step }) => (state === "ready" || state === "locked") && step.tier !== "core",
  );
  const head = ["Step", "Phase", "Tier", "State", "Why", "By", "No."];
  const titles = [...new Set(silent.map((item) => view.say(item.step.title)))];
  const rest =
    titles.length === 0 ? "" : `\n\nSupport steps without a record: ${titles.join("; ")}.`;
  return `## 11. Steps not done, late, skipped or waived

${table(head, stepRows(view, items), "Every core step was done in time.")}${rest}`;
}
