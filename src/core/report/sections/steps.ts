// Section 11: the steps that were not done as the runbook has them, by whom, and why.
import { checklist, type ChecklistItem } from "../../incident/checklist.ts";
import { between, plus, type Instant } from "../../instant.ts";
import { paragraph, table, type Section, type Words } from "../document/document.ts";
import { spell } from "../input.ts";
import { UNKNOWN, type View } from "./view.ts";

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

function stepRows(view: View, items: readonly ChecklistItem[]): readonly (readonly Words[])[] {
  return items.flatMap((item): readonly (readonly Words[])[] => {
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
        record === null ? "" : [{ event: record.seq }],
      ],
    ];
  });
}

/** Support steps that nobody recorded, each once; keys are named where it is done for others. */
function silentTitles(view: View, items: readonly ChecklistItem[]): readonly string[] {
  const silent = items.filter(
    ({ state, step }) => (state === "ready" || state === "locked") && step.tier !== "core",
  );
  return [...Map.groupBy(silent, ({ step }) => step)].map(([step, own]) => {
    const isAll = items.filter((item) => item.step === step).length === own.length;
    const keys = isAll ? [] : own.flatMap(({ credential }) => credential?.id ?? []);
    return `${keys.length === 0 ? "" : `${view.say(keys.join(", "))}: `}${view.say(step.title)}`;
  });
}

/** Steps that were skipped, waived, late, not achieved or not done, and why. */
export function steps(view: View): Section {
  const items = checklist(view.input.runbook, view.input.state);
  const head = ["Step", "Phase", "Tier", "State", "Why", "By", "No."];
  const titles = silentTitles(view, items);
  return {
    number: 11,
    title: "Steps not done, late, skipped or waived",
    blocks: [
      table("steps", head, stepRows(view, items), "Every core step was done in time."),
      ...(titles.length === 0
        ? []
        : [paragraph(`Support steps without a record: ${titles.join("; ")}.`)]),
    ],
  };
}
