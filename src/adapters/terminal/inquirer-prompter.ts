// Questions on the terminal, by inquirer. Asked on stderr: stdout is for results.
import { createPromptModule } from "inquirer";
import { ClaroIrError } from "../../core/error.ts";
import type { Choice, Prompter } from "../../ports/prompter.ts";
import { keyPrompt } from "./key-prompt.ts";
import { livePrompt } from "./live-prompt.ts";
import { secretOf } from "./secret-of.ts";

/** Words made safe and plain for the terminal in use. */
export interface PrompterOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly clean: (text: string) => string;
  readonly colour: () => boolean;
  readonly width: () => number;
}

type Streams = Pick<PrompterOptions, "input" | "output">;

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

async function ask(streams: Streams, kind: "input" | "password", message: string): Promise<string> {
  const prompt = createPromptModule(streams);
  const question = { name: "answer", message } as const;
  const asked = await (kind === "input"
    ? prompt<{ answer: string }>([{ ...question, type: "input" }])
    : prompt<{ answer: string }>([
        { ...question, type: "password", mask: "*", toggleMask: false },
      ]));
  return asked.answer.trim();
}

/** The prompter of this terminal. */
export function terminalPrompter(options: PrompterOptions): Prompter {
  const { clean, input, output } = options;
  const streams: Streams = { input, output };
  return {
    async text(question, fallback) {
      const shown = fallback === undefined ? question : `${question} [${fallback}]`;
      const answer = await calmly(ask(streams, "input", clean(shown)));
      return answer === "" ? (fallback ?? "") : answer;
    },
    async hidden(question, optional) {
      return secretOf(await calmly(ask(streams, "password", clean(question))), optional === true);
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
          streams,
        ),
      ),
    live: (screen) =>
      calmly(
        livePrompt(
          { screen, clean, colour: options.colour, width: options.width },
          {
            ...streams,
            clearPromptOnDone: true,
          },
        ),
      ),
  };
}
