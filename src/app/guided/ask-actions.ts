// Asking for the actions that follow from an incident, row by row; Enter in place of the next one ends it.
import { ACTION_TYPES, actionText, type ActionItem } from "../../core/incident/action-items.ts";
import { askWhen } from "./ask-fact.ts";
import type { Guide } from "./guide.ts";

const TYPES = [
  { key: "p", words: "prevents it" },
  { key: "d", words: "detects it sooner" },
  { key: "r", words: "helps to respond" },
  { key: "c", words: "helps to recover" },
] as const;

async function askDay(guide: Guide): Promise<string> {
  const day = await askWhen(guide, "Until when?", { lies: "ahead", later: "not fixed" });
  return day.slice(0, 10);
}

async function askRow(guide: Guide, number: number): Promise<ActionItem | undefined> {
  const { ask } = guide;
  const action = await ask.text(`Action ${String(number)}, a verb first (Enter = no more)`);
  if (action === "") return undefined;
  const owner = await ask.text("Owner, as a role (Enter = nobody yet)");
  const due = await askDay(guide);
  const ticket = await ask.text("Ticket (Enter = none yet)");
  const key = await ask.choose("It", TYPES, "p");
  const type = ACTION_TYPES[TYPES.findIndex((one) => one.key === key)] ?? "";
  return { action, owner, due, ticket, type };
}

/** The rows as the fact holds them; empty when the person has none. */
export async function askActions(guide: Guide): Promise<string> {
  const items: ActionItem[] = [];
  for (;;) {
    const item = await askRow(guide, items.length + 1);
    if (item === undefined) return actionText(items);
    items.push(item);
  }
}
