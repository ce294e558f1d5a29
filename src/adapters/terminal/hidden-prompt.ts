// A value that is not shown while it is typed or pasted: how many characters it has, and after Enter its last four.
import {
  createPrompt,
  isBackspaceKey,
  isEnterKey,
  useKeypress,
  useRef,
  useState,
} from "@inquirer/core";

interface HiddenPromptConfig {
  readonly question: string;
  /** Answers of one key that are no value, e.g. `x`. Shown as typed. */
  readonly keys: readonly string[];
}

/** Of anything shorter than this, four characters would tell too much. */
const LAST_FOUR_FROM = 12;

function counted(length: number): string {
  return length === 1 ? "1 character" : `${String(length)} characters`;
}

/** What may be seen of a value: its last four, or of a short one its length. */
function shortened(value: string, keys: readonly string[]): string {
  if (value === "" || keys.includes(value)) return value;
  return value.length < LAST_FOUR_FROM ? counted(value.length) : `..${value.slice(-4)}`;
}

/** Resolves with what was typed or pasted, without blanks around it; backspace takes one character back, Ctrl-U all. */
export const hiddenPrompt = createPrompt<string, HiddenPromptConfig>((config, done) => {
  const value = useRef("");
  const [length, setLength] = useState(0);
  const [answer, setAnswer] = useState<string | null>(null);

  useKeypress((event, readline) => {
    const { ctrl, name } = event;
    if (isEnterKey(event)) {
      const given = value.current.trim();
      setAnswer(shortened(given, config.keys));
      done(given);
      return;
    }
    if (isBackspaceKey(event)) value.current = value.current.slice(0, -1);
    else if (ctrl && name === "u") value.current = "";
    else value.current += readline.line;
    // Nothing of it stays in the line that is drawn.
    readline.clearLine(0);
    setLength(value.current.length);
  });

  const shown = answer ?? (length === 0 ? "" : counted(length));
  return shown === "" ? config.question : `${config.question} ${shown}`;
});
