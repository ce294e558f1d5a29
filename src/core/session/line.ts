// Lines of a screen: text of a given width with at most one style and one accent. A terminal may ignore both.
import { durationWords, toEpoch, type Instant } from "../instant.ts";

export type Style = "bold" | "dim" | "red" | "green" | "yellow";

/** One line. `accent`: a part of it in a style of its own, by offset and length. */
export interface Line {
  readonly text: string;
  readonly style: Style | null;
  readonly accent?: { readonly at: number; readonly length: number; readonly style: Style };
}

export function line(text: string, style: Style | null = null): Line {
  return { text, style };
}

/** Cut to a width, with a mark that something is missing. */
export function fit(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}~`;
}

/** The first of several ways to say the same that fits; the last one cut where none does. */
export function firstFitting(ways: readonly string[], width: number): string {
  return ways.find((way) => way.length <= width) ?? fit(ways.at(-1) ?? "", width);
}

/** Left and right on one line; the right side wins where both do not fit. */
export function across(left: string, right: string, width: number): string {
  const room = width - right.length - 1;
  return right === "" ? fit(left, width) : `${fit(left, room).padEnd(room)} ${right}`;
}

/** Words wrapped at blanks; a word that is too long for a line is cut into lines of its own. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of text.split(" ")) {
    if (current !== "" && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else current = current === "" ? word : `${current} ${word}`;
    while (current.length > width) {
      lines.push(current.slice(0, width));
      current = current.slice(width);
    }
  }
  return [...lines, current];
}

/** Items two blanks apart, wrapped between items only. */
export function wrapItems(items: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const item of items.filter((one) => one !== "")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 2 + item.length > width) lines.push(item);
    else lines[lines.length - 1] = `${last}  ${item}`;
  }
  return lines.flatMap((text) => wrap(text, width));
}

/** Time left until a deadline, or how long it has passed. */
export function countdown(dueAt: Instant, now: Instant): string {
  const left = toEpoch(dueAt) - toEpoch(now);
  return left >= 0 ? `${durationWords(left)} left` : `OVERDUE ${durationWords(left)}`;
}
