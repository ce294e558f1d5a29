// Asking for a named fact: one key where its values are few, a line of text otherwise.
import { WHEN_FORMATS } from "../../core/instant.ts";
import type { FactDefinition } from "../../core/runbook/runbook.ts";
import type { Guide } from "./guide.ts";

/** More values than digits are typed. */
const MOST_CHOICES = 9;

/** The value as it is recorded; empty when the person would rather answer later. */
export async function askFact(guide: Guide, definition: FactDefinition): Promise<string> {
  const { title, type, values } = definition;
  const listed = type === "flag" ? ["yes", "no"] : values;
  if (listed.length === 0 || listed.length > MOST_CHOICES) {
    const form = type === "instant" ? `${WHEN_FORMATS}; ` : "";
    return guide.ask.text(`${title} (${form}Enter = later)`);
  }
  const choices = listed.map((words, index) => ({ key: String(index + 1), words }));
  const key = await guide.ask.choose(title, [...choices, { key: "l", words: "later" }], "l");
  return listed[Number(key) - 1] ?? "";
}
