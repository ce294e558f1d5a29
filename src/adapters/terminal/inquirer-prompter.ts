// Questions on the terminal, by inquirer. Asked on stderr: stdout is for results.
import { createPromptModule } from "inquirer";
import { ClaroIrError } from "../../core/error.ts";
import { Secret } from "../../core/credential/secret.ts";
import { wrap, type Style } from "../../core/session/line.ts";
import type { Choice, Prompter } from "../../ports/prompter.ts";
import { hiddenPrompt } from "./hidden-prompt.ts";
import { keyPrompt } from "./key-prompt.ts";
import { Keyboard, type Accepts, type Asking } from "./keyboard.ts";
import { livePrompt } from "./live-prompt.ts";
import { copyToClipboard } from "./clipboard.ts";
import { rawTerminal } from "./raw-terminal.ts";
import { openTerminal } from "./tty.ts";

/** Words made safe and plain for the terminal in use. */
export interface PrompterOptions {
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

/** The end of the program is a calm end for a question, not a stack trace. */
async function calmly<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "AbortPromptError") throw error;
    throw new ClaroIrError("interrupted", "interrupted", "Left. Everything recorded is safe.", {
      hint: "claro-ir resume",
      cause: error,
    });
  }
}

async function askLine(message: string, asking: Asking): Promise<string> {
  const prompt = createPromptModule({ ...asking, output: process.stderr });
  const { answer } = await prompt<{ answer: string }>([{ name: "answer", message, type: "input" }]);
  return answer.trim();
}

/** What was typed at a hidden question. */
function hiddenAnswer(value: string, keys: readonly string[]): Secret | string | undefined {
  if (value === "") return undefined;
  if (keys.includes(value)) return value;
  if (!/\s/.test(value)) return new Secret(value);
  throw new ClaroIrError("usage", "bad-paste", "That holds blanks or line breaks: not one key.", {
    hint: "Copy the key alone and paste it again",
  });
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
  const { clean, width, colour } = options;
  const output = process.stderr;
  const keyboard = new Keyboard(
    process.stdin,
    rawTerminal(process.stdin, !options.dumb),
    options.signal,
  );
  function ask<T>(accepts: Accepts, prompt: (asking: Asking) => Promise<T>): Promise<T> {
    return calmly(keyboard.ask(accepts, prompt));
  }
  return {
    say(text, style) {
      for (const line of wrapped(clean(text), width())) options.say(line, style);
    },
    async text(question, fallback) {
      const shown = fallback === undefined ? question : `${question} [${fallback}]`;
      const message = laidOut(clean(shown), width());
      const answer = await ask("line", (asking) => askLine(message, asking));
      return answer === "" ? (fallback ?? "") : answer;
    },
    async hidden(question, keys = []) {
      const config = { question: laidOut(clean(question), width()), keys };
      const value = await ask("line", (asking) => hiddenPrompt(config, { ...asking, output }));
      return hiddenAnswer(value, keys);
    },
    choose(question: string, choices: readonly Choice[], preferred?: string) {
      const config = {
        question: clean(question),
        choices: choices.map(({ key, words }) => ({ key, words: clean(words) })),
        preferred: preferred ?? null,
        width: width(),
      };
      return ask("keys", (asking) => keyPrompt(config, { ...asking, output }));
    },
    live: (screen) =>
      ask("keys", (asking) =>
        livePrompt(
          { screen, clean, colour, width, output },
          { ...asking, output, clearPromptOnDone: true },
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
      const place = { output: terminal, clearPromptOnDone: true };
      await ask("keys", (asking) => keyPrompt(shown, { ...asking, ...place })).finally(() =>
        terminal.end(),
      );
    },
  };
}
