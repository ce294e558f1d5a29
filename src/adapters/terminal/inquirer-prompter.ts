// Questions on the terminal, by inquirer. Asked on stderr: stdout is for results.
import { wrap, type Style } from "../../core/session/line.ts";
import type { Choice, Prompter } from "../../ports/prompter.ts";
import { askCalmly } from "./ask-calmly.ts";
import { copyToClipboard } from "./clipboard.ts";
import { hiddenAnswer } from "./hidden-answer.ts";
import { hiddenPrompt } from "./hidden-prompt.ts";
import { keyPrompt } from "./key-prompt.ts";
import { Keyboard, type Accepts, type Asking } from "./keyboard.ts";
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
  /** One line to the person, styled where the terminal wants it. */
  readonly say: (text: string, style: Style | undefined) => void;
  /** Aborted when the program has to end: by a signal, by Ctrl-C, by a lost line. */
  readonly signal: AbortSignal;
  /** TERM says that the terminal knows no escape sequences. */
  readonly dumb: boolean;
}

type Streams = Pick<PrompterOptions, "input" | "output"> & { readonly signal: AbortSignal };

/** A line of text. Loads the whole of inquirer, which the first question, a hidden one, need not wait for. */
async function askText(streams: Streams, message: string): Promise<string> {
  const { createPromptModule } = await import("inquirer");
  const prompt = createPromptModule(streams);
  const asked = await prompt<{ answer: string }>([{ name: "answer", message, type: "input" }]);
  return asked.answer.trim();
}

/** Lines of a text that fit, each with the blanks that the text begins with. */
function wrapped(text: string, width: number): readonly string[] {
  const indent = /^ */.exec(text)?.[0] ?? "";
  return wrap(text.slice(indent.length), width - indent.length).map((line) => indent + line);
}

/** Room that an answer should have beside its question. */
const ANSWER_WIDTH = 20;

/** A question, on lines of its own where its answer would have too little room beside it. */
function laidOut(question: string, width: number): string {
  if (question.length + ANSWER_WIDTH <= width) return question;
  return [...wrapped(question, width - 2), " >"].join("\n");
}

/** The prompter of this terminal. */
export function terminalPrompter(options: PrompterOptions): Prompter {
  const { clean, width, input, output } = options;
  function ask<T>(question: (streams: Streams) => Promise<T>): Promise<T> {
    return askCalmly(options, (signal) => question({ input, output, signal }));
  }
  return {
    say(text, style) {
      for (const line of wrapped(clean(text), width())) options.say(line, style);
    },
    async text(question, fallback) {
      const shown = fallback === undefined ? question : `${question} [${fallback}]`;
      const answer = await ask((streams) => askText(streams, laidOut(clean(shown), width())));
      return answer === "" ? (fallback ?? "") : answer;
    },
    async hidden(question, keys) {
      const shown = laidOut(clean(question), width());
      const value = await ask((streams) => hiddenPrompt({ question: shown }, streams));
      return hiddenAnswer(value, keys ?? []);
    },
    choose: (question: string, choices: readonly Choice[], preferred?: string) =>
      ask((streams) =>
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
    live: (screen) =>
      ask((streams) =>
        livePrompt(
          { screen, clean, colour: options.colour, width },
          { ...streams, clearPromptOnDone: true },
        ),
      ),
    copy: (text) => copyToClipboard(output, clean(text)),
    async reveal(secret) {
      const terminal = openTerminal();
      const shown = {
        question: `\n  ${secret.reveal()}\n`,
        choices: [{ key: "h", words: "hide it" }],
        preferred: "h",
        width: width(),
      };
      await ask((streams) =>
        keyPrompt(shown, { ...streams, output: terminal, clearPromptOnDone: true }),
      ).finally(() => terminal.end());
    },
  };
}
