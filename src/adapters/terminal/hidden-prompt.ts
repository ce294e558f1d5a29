// A value that is pasted unseen: the question shows how long it is, and afterwards its last four characters, never more.
import { createPrompt, isEnterKey, useEffect, useKeypress, useRef, useState } from "@inquirer/core";

interface HiddenPromptConfig {
  /** The question, ready to be shown. */
  readonly question: string;
  /** Called once it is on the screen. */
  readonly shown: (() => void) | undefined;
}

/** Shorter values would be half shown by their end. */
const SHORTEST_SHOWN = 12;

function ending(value: string): string {
  if (value.length < SHORTEST_SHOWN) return value === "" ? "" : "*".repeat(value.length);
  return /^[\x21-\x7e]{4}$/.test(value.slice(-4)) ? `..${value.slice(-4)}` : "..????";
}

/** Resolves with what was pasted up to the first Enter, without blanks around it. What comes behind it is no answer to anything. */
export const hiddenPrompt = createPrompt<string, HiddenPromptConfig>(
  ({ question, shown }, done) => {
    const value = useRef("");
    const [length, setLength] = useState(0);
    const [answer, setAnswer] = useState<string | null>(null);

    useEffect(() => shown?.(), []);

    useKeypress((event, readline) => {
      if (answer !== null) return;
      if (!isEnterKey(event)) {
        value.current = readline.line;
        setLength(readline.line.length);
        return;
      }
      const given = value.current.trim();
      setAnswer(given);
      done(given);
    });

    if (answer !== null) return `${question} ${ending(answer)}`;
    return length === 0 ? question : `${question} [${String(length)} characters]`;
  },
);
