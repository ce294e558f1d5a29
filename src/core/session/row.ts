// A line of the live view that the cursor can be on, and what its mark says.
import { missingToBlock } from "../credential/guard.ts";
import type { ChecklistItem } from "../incident/checklist.ts";
import type { IncidentState } from "../incident/state.ts";
import type { Instant } from "../instant.ts";

/** One line the cursor can be on: a group of steps, on the board of several keys one of them, or the duties to notify. */
export interface SessionRow {
  readonly kind: "row" | "key" | "duties";
  /** Row of the runbook, or the key's id. */
  readonly id: string;
  readonly title: string;
  readonly credential: string | null;
  readonly state: "open" | "waiting" | "busy" | "unknown" | "finished";
  /** Reason in one line; only the line under the cursor shows it. */
  readonly why: string;
  /** Who is at it, where somebody claimed it. */
  readonly who: string | null;
  /** Rough minutes of hands left in it, from the budgets of its open steps; null when set by a clock, or when they are dates to meet rather than work. */
  readonly minutes: number | null;
  /** Time left until the first date of a row that lives by dates. */
  readonly due?: string;
}

/** Whether something outside its own hands holds it up: open needs, or a guard that says no. */
function isHeldUp(state: IncidentState, item: ChecklistItem, now: Instant): boolean {
  if (item.state === "locked") return true;
  if (item.credential === null || item.step.guard !== "may-block") return false;
  return missingToBlock(state, item.credential, now).length > 0;
}

/** What a row's mark says, from the item that leads it. */
export function markOf(
  state: IncidentState,
  item: ChecklistItem,
  now: Instant,
): SessionRow["state"] {
  if (item.state === "unknown") return "unknown";
  if (item.state === "started") return "busy";
  return isHeldUp(state, item, now) ? "waiting" : "open";
}
