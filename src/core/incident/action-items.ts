// Actions that follow from an incident, as one named fact: a row each, its parts between bars. Each has a verb, an owner, a date and a ticket.
import { factValue } from "./facts.ts";
import type { IncidentState } from "./state.ts";

/** The fact that holds them. */
export const ACTION_ITEMS = "actionItems";

export const ACTION_TYPES = ["prevent", "detect", "respond", "recover"] as const;

export interface ActionItem {
  readonly action: string;
  readonly owner: string;
  /** A day, `2026-12-01`; empty = not fixed yet. */
  readonly due: string;
  readonly ticket: string;
  /** One of ACTION_TYPES; empty = not said. */
  readonly type: string;
}

/** Signs that part rows and their cells mean something else in words. */
function cell(words: string): string {
  return words.replaceAll("|", "/").replaceAll(";", ",").trim();
}

/** As the fact holds them: `Rotate the keys monthly | platform | 2026-12-01 | OPS-12 | prevent; …`. */
export function actionText(items: readonly ActionItem[]): string {
  return items
    .map(({ action, owner, due, ticket, type }) =>
      [action, owner, due, ticket, type].map(cell).join(" | "),
    )
    .join("; ");
}

/** What is on record; a part that nobody gave is empty. */
export function actionItems(state: IncidentState): readonly ActionItem[] {
  const value = factValue(state, ACTION_ITEMS) ?? "";
  return value
    .split(";")
    .filter((row) => row.trim() !== "")
    .map((row) => {
      const [action = "", owner = "", due = "", ticket = "", type = ""] = row
        .split("|")
        .map((part) => part.trim());
      return { action, owner, due, ticket, type };
    });
}
