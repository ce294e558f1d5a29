// Asking for a named fact: one key where its values are few, a line of text otherwise. Times are asked with examples that fit.
import { parseWhen } from "../../core/instant.ts";
import type { FactDefinition, Lies } from "../../core/runbook/runbook.ts";
import { misplaced, whenForms } from "../../core/session/when-words.ts";
import { worldNow, type Guide } from "./guide.ts";

/** More values than digits are typed. */
const MOST_CHOICES = 9;

/**
 * A time as the person types it, asked again while it lies on the wrong side of now; empty when they would rather answer later. What is no
 * time at all is given back as it is.
 */
export async function askWhen(
  guide: Guide,
  question: string,
  { lies = "past", later = "later" }: { readonly lies?: Lies; readonly later?: string } = {},
): Promise<string> {
  for (;;) {
    const asked = (await worldNow(guide)).now;
    const answer = await guide.ask.text(
      `${question} (${whenForms(asked, lies)}; Enter = ${later})`,
    );
    const { now } = await worldNow(guide);
    const at = parseWhen(answer, now);
    const problem = at === undefined ? null : misplaced(at, now, lies);
    if (problem === null) return answer;
    guide.ask.say(problem, "yellow");
  }
}

/** The value as it is recorded; empty when the person would rather answer later. */
export async function askFact(guide: Guide, definition: FactDefinition): Promise<string> {
  const { title, type, values, lies } = definition;
  if (type === "instant") return askWhen(guide, title, { lies: lies ?? "past" });
  const listed = type === "flag" ? ["yes", "no"] : values;
  if (listed.length === 0) return guide.ask.text(`${title} (Enter = later)`);
  if (listed.length > MOST_CHOICES)
    return guide.ask.text(`${title} (${listed.join(", ")}; Enter = later)`);
  const choices = listed.map((words, index) => ({ key: String(index + 1), words }));
  const key = await guide.ask.choose(title, [...choices, { key: "l", words: "later" }], "l");
  return listed[Number(key) - 1] ?? "";
}
