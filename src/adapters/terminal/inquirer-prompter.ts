// Questions on the terminal, by inquirer. Asked on stderr: stdout is for results.
import { wrap, type Style } from "../../core/session/line.ts";
import type { Choice, Prompter } from "../../ports/prompter.ts";
import { askCalmly } from "./ask-calmly.ts";
import { Keyboard, type Accepts } from "./keyboard.ts";
import { copyToClipboard } from "./clipboard.ts";
import { hiddenAnswer } from "./hidden-answer.ts";
import { hiddenPrompt } from "./hidden-prompt.ts";
import { keyPrompt } from "./key-prompt.ts";
import { livePrompt } from "./live-prompt.ts";
import { openTerminal } from "./tty.ts";

/** Words made safe and plain for the terminal in use. */
export interface PrompterOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Ends whatever is asked. */
  readonly signal: AbortSignal;
  readonly clean: (text: string) => string;
  readonly colour: () => boolean;
  readonly width: () => number;
  /** One line to the person, made safe, folded to the terminal, styled where it wants that. */
  readonly say: (text: string, style: Style | undefined) => void;
}

type Streams = Pick<PrompterOptions, "input" | "output"> & { readonly signal: AbortSignal };

/** A line of text. Loads the whole of inquirer, which the first question, a hidden one, need not wait for. */
async function askText(streams: Streams, message: string): Promise<string> {
  const { createPromptModule } = await import("inquirer");
  const prompt = createPromptModule(streams);
  // Its own mark of an answered question is no ASCII sign, which not every locale shows.
  const theme = { prefix: "?" };
  const question = { name: "answer", message, type: "input", theme } as const;
  const asked = await prompt<{ answer: string }>([question]);
  return asked.answer.trim();
}

/** Room that an answer should have beside its question. */
const ANSWER_WIDTH = 20;

/** A question, on lines of its own where its answer would have too little room beside it. */
function laidOut(question: string, width: number): string {
  if (question.length + ANSWER_WIDTH <= width) return question;
  return [...wrap(question, width - 2), " >"].join("\n");
}

/** The prompter of this terminal. */
export function terminalPrompter(options: PrompterOptions): Prompter {
  const { clean, width, output, signal } = options;
  const keyboard = new Keyboard(options.input);
  function ask<T>(accepts: Accepts, question: (streams: Streams) => Promise<T>): Promise<T> {
    return askCalmly({ keyboard, signal }, accepts, (asking) => question({ ...asking, output }));
  }
  return {
    say: (text, style) => options.say(text, style),
    async text(question, fallback) {
      const shown = fallback === undefined ? question : `${question} [${fallback}]`;
      const answer = await ask("line", (streams) =>
        askText(streams, laidOut(clean(shown), width())),
      );
      return answer === "" ? (fallback ?? "") : answer;
    },
    async hidden(question, keys, shown) {
      const config = { question: laidOut(clean(question), width()), shown };
      const value = await ask("line", (streams) => hiddenPrompt(config, streams));
      return hiddenAnswer(value, keys ?? []);
    },
    choose: (question: string, choices: readonly Choice[], preferred?: string) =>
      ask("keys", (streams) =>
        keyPrompt(
          {
            question: clean(question),
            choices: choices.map(({ key, words }) => ({ key, words: clean(words) })),
            preferred: preferred ?? null,
            width: width(),
          },
          streams,
        ),
      ),
    live(screen) {
      const { colour } = options;
      const config = { screen, clean, colour, width, output, cursor: { row: screen.from ?? 0 } };
      return ask("keys", (streams) => livePrompt(config, { ...streams, clearPromptOnDone: true }));
    },
    copy: (text) => copyToClipboard(output, clean(text)),
    async reveal(secret) {
      const terminal = openTerminal();
      const shown = {
        question: `\n  ${secret.reveal()}\n`,
        choices: [{ key: "h", words: "hide it" }],
        preferred: "h",
        width: width(),
      };
      await ask("keys", (streams) =>
        keyPrompt(shown, { ...streams, output: terminal, clearPromptOnDone: true }),
      ).finally(() => terminal.end());
    },
  };
}
