// A question that is answered by one key. Without a preferred answer, Enter does nothing: harm is never accepted by habit.
import { createPrompt, isEnterKey, useKeypress, useState } from "@inquirer/core";
import { fit, wrap } from "../../core/session/line.ts";
import { typedKey } from "./typed-key.ts";

interface KeyPromptConfig {
  readonly question: string;
  readonly choices: readonly { readonly key: string; readonly words: string }[];
  readonly preferred: string | null;
  readonly width: number;
}

function layout(config: KeyPromptConfig): string {
  const words = config.choices.map(({ key, words: meaning }) =>
    key === config.preferred ? `[${key}] ${meaning}` : `${key} ${meaning}`,
  );
  const oneLine = `${config.question}  ${words.join("   ")}`;
  if (oneLine.length <= config.width) return oneLine;
  return [
    ...wrap(config.question, config.width),
    ...words.flatMap((word) =>
      wrap(word, config.width - 4).map((line, index) => `${index === 0 ? "  " : "    "}${line}`),
    ),
  ].join("\n");
}

/** Resolves with the key pressed; keys that answer nothing are ignored. */
export const keyPrompt = createPrompt<string, KeyPromptConfig>((config, done) => {
  const [answer, setAnswer] = useState<string | null>(null);

  function finish(key: string): void {
    setAnswer(key);
    done(key);
  }

  useKeypress((event, readline) => {
    if (answer !== null) return;
    // What was typed or pasted beyond the key is no answer to the next question.
    readline.clearLine(0);
    if (isEnterKey(event) && config.preferred !== null) finish(config.preferred);
    const pressed = typedKey(event);
    const found = config.choices.find(({ key }) => key === pressed);
    if (found !== undefined) finish(found.key);
  });

  if (answer === null) return layout(config);
  const chosen = config.choices.find(({ key }) => key === answer);
  // The answer stays on its line, in as many words as fit there.
  // A line as wide as the terminal would be followed by an empty one.
  return fit(`${config.question}  ${chosen?.words ?? answer}`, config.width - 1);
});
