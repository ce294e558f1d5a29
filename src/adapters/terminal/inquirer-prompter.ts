// Questions on the terminal, by inquirer. Asked on stderr: stdout is for results.
import password from "@inquirer/password";
import { ClaroIrError } from "../../core/error.ts";
import { Secret } from "../../core/credential/secret.ts";
import type { Choice, Prompter } from "../../ports/prompter.ts";
import { keyPrompt } from "./key-prompt.ts";
import { livePrompt } from "./live-prompt.ts";

/** Words made safe and plain for the terminal in use. */
export interface PrompterOptions {
  readonly clean: (text: string) => string;
  readonly colour: () => boolean;
  readonly width: () => number;
}

const CONTEXT = { output: process.stderr };

/** Ctrl-C and the end of input are a calm end, not a stack trace. */
async function calmly<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ExitPromptError") throw error;
    throw new ClaroIrError("interrupted", "interrupted", "Left. Everything recorded is safe.", {
      hint: "claro-ir resume",
      cause: error,
    });
  }
}

/** A line of text. Loads the whole of inquirer, which the first question, a hidden one, need not wait for. */
async function askText(message: string): Promise<string> {
  const { createPromptModule } = await import("inquirer");
  const prompt = createPromptModule(CONTEXT);
  const asked = await prompt<{ answer: string }>([{ name: "answer", message, type: "input" }]);
  return asked.answer.trim();
}

async function askHidden(message: string): Promise<string> {
  return (await password({ message, mask: "*", toggleMask: false }, CONTEXT)).trim();
}

function secretOf(value: string, optional: boolean): Secret | undefined {
  if (value === "" && optional) return undefined;
  if (value !== "" && !/\s/.test(value)) return new Secret(value);
  throw new ClaroIrError(
    "usage",
    "bad-paste",
    value === "" ? "Nothing was pasted." : "That holds blanks or line breaks: not one key.",
    { hint: "Copy the key alone and paste it again" },
  );
}

/** The prompter of this terminal. */
export function terminalPrompter(options: PrompterOptions): Prompter {
  const { clean } = options;
  return {
    async text(question, fallback) {
      const shown = fallback === undefined ? question : `${question} [${fallback}]`;
      const answer = await calmly(askText(clean(shown)));
      return answer === "" ? (fallback ?? "") : answer;
    },
    async hidden(question, optional) {
      return secretOf(await calmly(askHidden(clean(question))), optional === true);
    },
    choose: (question: string, choices: readonly Choice[], preferred?: string) =>
      calmly(
        keyPrompt(
          {
            question: clean(question),
            choices: choices.map(({ key, words }) => ({ key, words: clean(words) })),
            preferred: preferred ?? null,
            width: options.width(),
          },
          CONTEXT,
        ),
      ),
    live: (screen) =>
      calmly(
        livePrompt(
          { screen, clean, colour: options.colour, width: options.width },
          {
            ...CONTEXT,
            clearPromptOnDone: true,
          },
        ),
      ),
  };
}
