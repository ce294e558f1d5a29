// Questions for screen readers and dumb terminals: every question a line, every answer a line with Enter; nothing is drawn over.
import { createLineReader, type LineReader, type PlainTerminal } from "./line-reader.ts";
import { answerLive } from "./plain-live.ts";
import { Secret } from "../../core/credential/secret.ts";
import { hiddenAnswer } from "./hidden-answer.ts";
import { showOnTerminal } from "./tty.ts";
import type { Choice, Prompter } from "../../ports/prompter.ts";

/** `y, n or b`. */
function listed(keys: readonly string[]): string {
  const [last = "", ...before] = keys.toReversed();
  return before.length === 0 ? last : `${before.reverse().join(", ")} or ${last}`;
}

function choiceHint(choices: readonly Choice[], preferred: string | undefined): string {
  const enter = preferred === undefined ? "" : ` Enter alone means ${preferred}.`;
  return `Type ${listed(choices.map(({ key }) => key))}, then Enter.${enter}`;
}

function wordsOf({ key, words }: Choice): string {
  return `  ${key}: ${words}`;
}

/** The choice that a typed line means; a capital letter is no other answer. */
function meant(line: string, choices: readonly Choice[], preferred: string | undefined) {
  if (line === "") return preferred;
  return (
    choices.find(({ key }) => key === line) ??
    choices.find(({ key }) => key.toLowerCase() === line.toLowerCase())
  )?.key;
}

async function choose(
  reader: LineReader,
  question: string,
  choices: readonly Choice[],
  preferred: string | undefined,
): Promise<string> {
  const hint = choiceHint(choices, preferred);
  const asked = [...(question === "" ? [] : [question]), ...choices.map(wordsOf), hint];
  let line = await reader.line(asked);
  for (;;) {
    const key = meant(line, choices, preferred);
    if (key !== undefined) return key;
    const why = line === "" ? "Enter alone answers nothing here." : "That is none of these.";
    line = await reader.line([`${why} ${hint}`]);
  }
}

/** A prompter that only ever adds lines. */
export function plainPrompter(options: PlainTerminal): Prompter {
  const reader = createLineReader(options);
  return {
    say: (text) => reader.say(text),
    async text(question, fallback) {
      const enter = fallback === undefined ? "" : ` (Enter alone: ${fallback})`;
      const answer = await reader.line([`${question}${enter}`]);
      return answer === "" ? (fallback ?? "") : answer;
    },
    async hidden(question, keys, shown) {
      const value = await reader.hiddenLine(question, shown);
      const answer = hiddenAnswer(value, keys ?? []);
      if (answer instanceof Secret)
        reader.say(`Received: ${String(value.length)} characters, not shown.`);
      return answer;
    },
    choose: (question, choices, preferred) => choose(reader, question, choices, preferred),
    live: (screen) => answerLive(reader, screen),
    async reveal(secret) {
      showOnTerminal(secret);
      await reader.line(["Press Enter when you have used it."]);
    },
    // A dumb terminal would print the clipboard's control sequence: the words are said instead.
    copy: (text) => reader.say(text),
  };
}
