// A person at the terminal who answers from a script: every question must be expected, every answer used.
import type { Line } from "../../src/core/session/line.ts";
import { Secret } from "../../src/core/credential/secret.ts";
import type { LiveAnswer, Prompter } from "../../src/ports/prompter.ts";

/** `paste:` a value, `type:` a line, `key:` one key, `open:` the row with these words, `row:` one by its number, `live:` a key of the live screen. */
export type Reply =
  | { readonly paste: string }
  | { readonly type: string }
  | { readonly key: string }
  | { readonly open: string }
  | { readonly row: number }
  | { readonly live: string };

export interface Person extends Prompter {
  /** Every question asked, in order. */
  readonly asked: string[];
  /** The live screen each time it was answered, as text. */
  readonly screens: string[];
  /** Every line said to them. */
  readonly said: string[];
  /** What was offered to the clipboard. */
  readonly copied: string[];
  /** Replies that nobody has asked for. */
  left(): number;
}

function textOf(lines: readonly Line[]): string {
  return lines.map((line) => line.text).join("\n");
}

/** A person with these replies; `between` runs before each live screen is answered (time passes, others act). */
export function person(
  replies: readonly Reply[],
  between: () => Promise<void> = () => Promise.resolve(),
): Person {
  const waiting = [...replies];
  const asked: string[] = [];
  const screens: string[] = [];
  const said: string[] = [];
  const copied: string[] = [];
  function next(kind: string, question: string): string {
    asked.push(question);
    const reply = waiting.shift() as Record<string, string> | undefined;
    if (reply?.[kind] === undefined)
      throw new Error(
        `asked for ${kind} by "${question}", the script has ${JSON.stringify(reply)}`,
      );
    return reply[kind];
  }
  return {
    asked,
    screens,
    said,
    copied,
    say(text) {
      said.push(text);
    },
    copy(text) {
      copied.push(text);
    },
    reveal: async () => {
      next("key", "a key is shown");
    },
    left: () => waiting.length,
    text: async (question, fallback) => next("type", question) || (fallback ?? ""),
    async hidden(question, keys) {
      const value = next("paste", question);
      if (value === "") return undefined;
      return keys?.includes(value) === true ? value : new Secret(value);
    },
    async choose(question, choices, preferred) {
      const key = next("key", question);
      if (key === "Enter") {
        if (preferred === undefined) throw new Error(`Enter answers nothing at "${question}"`);
        return preferred;
      }
      if (!choices.some((choice) => choice.key === key))
        throw new Error(`"${key}" is no answer to "${question}"`);
      return key;
    },
    async live(screen): Promise<LiveAnswer> {
      await between();
      await screen.refresh();
      const shown = textOf(screen.draw(0, 80));
      screens.push(shown);
      if (screen.isDone?.() === true) return { kind: "done" };
      const reply = waiting.shift();
      if (reply === undefined) return { kind: "key", key: "q", row: 0 };
      if ("live" in reply) {
        if (!screen.keys.includes(reply.live)) throw new Error(`"${reply.live}" does nothing`);
        return { kind: "key", key: reply.live, row: 0 };
      }
      if ("row" in reply) return { kind: "open", row: reply.row };
      if (!("open" in reply)) throw new Error(`the live screen came, not ${JSON.stringify(reply)}`);
      const rows = shown.split("\n").filter((text) => /^[> ][1-9] /.test(text));
      const row = rows.findIndex((text) => text.includes(reply.open));
      if (row === -1) throw new Error(`no row says "${reply.open}":\n${shown}`);
      return { kind: "open", row };
    },
  };
}
