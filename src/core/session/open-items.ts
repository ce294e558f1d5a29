// Which steps are open for a person at a screen, and which of them comes next.
import { tellsOf } from "../compliance/told.ts";
import {
  checklist,
  isSettled,
  liveCredentials,
  type ChecklistItem,
} from "../incident/checklist.ts";
import { isEarly } from "../incident/next-logs.ts";
import { nextSteps, type NextStep } from "../incident/next.ts";
import type { IncidentState } from "../incident/state.ts";
import type { Instant } from "../instant.ts";
import type { Runbook } from "../runbook/runbook.ts";

/** What a screen is about. */
export interface Focus {
  /** Steps that run beside the person and need no hands, by `runningName`. */
  readonly running: ReadonlySet<string>;
  /** The key whose rows are shown, where there are several; null = all. */
  readonly credential: string | null;
}

/** How work that runs beside the person names its step. */
export function runningName(step: string, credential: string | null): string {
  return `${step}/${credential ?? ""}`;
}

/** Whether a screen shows the keys themselves: several, and none of them chosen. */
export function isBoard(state: IncidentState, focus: Pick<Focus, "credential">): boolean {
  return focus.credential === null && liveCredentials(state).length > 1;
}

/** Open items that need a person's hands, on the screen at hand. */
export function openItems(
  runbook: Runbook,
  state: IncidentState,
  focus: Focus,
): readonly ChecklistItem[] {
  const board = isBoard(state, focus);
  return checklist(runbook, state).filter(({ state: item, step, credential }) => {
    if (isSettled(item) || focus.running.has(runningName(step.id, credential?.id ?? null)))
      return false;
    if (credential === null) return focus.credential === null;
    return !board && (focus.credential === null || credential.id === focus.credential);
  });
}

function isSame(item: ChecklistItem, step: string, credential: string | null): boolean {
  return item.step.id === step && (item.credential?.id ?? null) === credential;
}

/** What `next` says when only these items are asked about. */
export function nextAmong(
  runbook: Runbook,
  state: IncidentState,
  now: Instant,
  items: readonly ChecklistItem[],
): readonly NextStep[] {
  return nextSteps(
    runbook,
    state,
    now,
    ({ step, credential }) => !items.some((one) => isSame(one, step.id, credential?.id ?? null)),
  );
}

/** The item that `next` names first, else the first ready one, else the first. */
export function leadOf(
  items: readonly ChecklistItem[],
  next: readonly NextStep[],
): ChecklistItem | undefined {
  for (const { step, credential } of next) {
    const found = items.find((item) => isSame(item, step, credential));
    if (found !== undefined) return found;
  }
  return items.find((item) => item.state !== "locked") ?? items[0];
}

/** Whether most steps of a row are about a key. */
function isAboutKeys(runbook: Runbook, row: string): boolean {
  const steps = runbook.steps.filter((step) => step.row === row);
  return steps.filter(({ scope }) => scope === "credential").length * 2 > steps.length;
}

/**
 * The step that leads a row. About keys it is the one that `next` names; a row of the whole incident is gone through in the runbook's order,
 * as far as it can be, and its end comes last.
 */
export function leadOfRow(
  runbook: Runbook,
  state: IncidentState,
  now: Instant,
  items: readonly ChecklistItem[],
  next: readonly NextStep[],
): ChecklistItem | undefined {
  const [first] = items;
  if (first === undefined || isAboutKeys(runbook, first.step.row)) return leadOf(items, next);
  const urgent = items.find(({ state: stands }) => stands === "unknown" || stands === "failed");
  const ready = items.filter((item) => item.state !== "locked" && !isEarly(state, item, now));
  // Notices have a row of their own, and wait there for days.
  const work = ready.filter(({ step }) => step.decides !== "close");
  return urgent ?? work.find(({ step }) => tellsOf(step) === null) ?? work[0] ?? leadOf(items, []);
}

/** The step that a person comes to next in a row; undefined when nothing in it needs hands. */
export function leadStep(
  runbook: Runbook,
  state: IncidentState,
  now: Instant,
  focus: Focus,
  row: string,
): ChecklistItem | undefined {
  const items = openItems(runbook, state, focus).filter((item) => item.step.row === row);
  return leadOfRow(runbook, state, now, items, nextAmong(runbook, state, now, items));
}
