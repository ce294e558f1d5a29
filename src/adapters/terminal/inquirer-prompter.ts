// Questions on the terminal, by inquirer. Asked on stderr: stdout is for results.
import { createPromptModule } from "inquirer";
import { ClaroIrError } from "../../core/error.ts";
import { Secret } from "../../core/credential/secret.ts";
import type { Prompter } from "../../ports/prompter.ts";

type Kind = "input" | "password";

/** Ctrl-C and the end of input are a calm end, not a stack trace. */
function ended(error: unknown): ClaroIrError | undefined {
  if (!(error instanceof Error) || error.name !== "ExitPromptError") return undefined;
  return new ClaroIrError("interrupted", "interrupted", "Nothing was done.", {
    hint: "claro-ir next",
    cause: error,
  });
}

async function ask(kind: Kind, message: string): Promise<string> {
  const prompt = createPromptModule({ output: process.stderr });
  try {
    const question = { name: "answer", message, clearPromptOnDone: false } as const;
    const { answer } = await (kind === "input"
      ? prompt<{ answer: string }>([{ ...question, type: "input" }])
      : prompt<{ answer: string }>([
          { ...question, type: "password", mask: "*", toggleMask: false },
        ]));
    return answer.trim();
  } catch (error) {
    throw ended(error) ?? error;
  }
}

/** The prompter of this terminal. */
export function terminalPrompter(): Prompter {
  return {
    text: (question) => ask("input", question),
    async hidden(question) {
      const value = await ask("password", question);
      if (value === "" || /\s/.test(value))
        throw new ClaroIrError(
          "usage",
          "bad-paste",
          value === "" ? "Nothing was pasted." : "That holds blanks or line breaks: not one key.",
          { hint: "Copy the key alone and paste it again" },
        );
      return new Secret(value);
    },
  };
}
