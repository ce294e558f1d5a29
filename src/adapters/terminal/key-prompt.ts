// A question that is answered by one key. Without a preferred answer, Enter does nothing: harm is never accepted by habit.
import {
  createPrompt,
  isEnterKey,
  useKeypress,
  useState,
  type KeypressEvent,
} from "@inquirer/core";
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

/** Enter stands for the preferred answer, Esc for the way back, where there is one. */
function keyMeant(event: KeypressEvent, { preferred }: KeyPromptConfig): string {
  if (isEnterKey(event)) return preferred ?? "";
  return event.name === "escape" ? "b" : typedKey(event);
}

/** Said when a key was pressed that answers nothing. */
function hint({ choices, width }: KeyPromptConfig): string {
  return wrap(`press ${choices.map(({ key }) => key).join(" or ")}`, width).join("\n");
}

/** Resolves with the key pressed; one that answers nothing is answered with those that do. */
export const keyPrompt = createPrompt<string, KeyPromptConfig>((config, done) => {
  const [answer, setAnswer] = useState<string | null>(null);
  const [isLost, setLost] = useState(false);

  function finish(key: string): void {
    setAnswer(key);
    done(key);
  }

  useKeypress((event, readline) => {
    if (answer !== null) return;
    // What was typed or pasted beyond the key is no answer to the next question.
    readline.clearLine(0);
    const pressed = keyMeant(event, config);
    const found = config.choices.find(({ key }) => key === pressed);
    if (found === undefined) setLost(true);
    else finish(found.key);
  });

  if (answer === null) return isLost ? `${layout(config)}\n${hint(config)}` : layout(config);
  const chosen = config.choices.find(({ key }) => key === answer);
  // The answer stays on its line, in as many words as fit there.
  // A line as wide as the terminal would be followed by an empty one.
  return fit(`${config.question}  ${chosen?.words ?? answer}`, config.width - 1);
});
