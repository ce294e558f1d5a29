// Asking with every way out covered: an answer, Ctrl-C, Ctrl-D, a signal, a terminal that is gone. All but the answer are a calm end.
import type { PassThrough } from "node:stream";
import { ClaroIrError } from "../../core/error.ts";
import type { Accepts, Keyboard } from "./keyboard.ts";

/** Where a question is asked, and what ends it from outside. */
export interface Desk {
  readonly keyboard: Keyboard;
  readonly signal: AbortSignal;
}

/** What a prompt of inquirer's is given: the keys that belong to it, and what ends it. */
export interface Asking {
  readonly input: PassThrough;
  readonly signal: AbortSignal;
}

const CALM_ENDS = ["ExitPromptError", "AbortPromptError"];

/** Ask. Throws `interrupted` where no answer came. */
export async function askCalmly<T>(
  { keyboard, signal }: Desk,
  accepts: Accepts,
  ask: (asking: Asking) => Promise<T>,
): Promise<T> {
  let left: AbortSignal | undefined;
  try {
    return await keyboard.ask(accepts, (input, leaving) => {
      left = leaving;
      return ask({ input, signal: AbortSignal.any([signal, leaving]) });
    });
  } catch (error) {
    const isCalm = error instanceof Error && CALM_ENDS.includes(error.name);
    // A terminal that is gone fails in many ways, none of which is news.
    if (!isCalm && left?.aborted !== true && !signal.aborted) throw error;
    throw new ClaroIrError("interrupted", "interrupted", "Left. Everything recorded is safe.", {
      hint: "claro-ir resume",
      cause: error,
    });
  }
}
