// Asking with every way out covered: an answer, Ctrl-C, Ctrl-D, a signal, a terminal that is gone. All but the answer are a calm end.
import { ReadStream } from "node:tty";
import { ClaroIrError } from "../../core/error.ts";
import { forgetTypeAhead } from "./type-ahead.ts";

/** Where a question is asked, and what ends it from outside. */
export interface Asking {
  readonly input: NodeJS.ReadableStream;
  readonly signal: AbortSignal;
}

interface Keypress {
  readonly ctrl?: boolean;
  readonly name?: string;
}

/** Aborts when the person or the terminal leaves in a way that the prompt itself does not see. */
function watchLeaving(input: NodeJS.ReadableStream): { signal: AbortSignal; stop(): void } {
  const leaving = new AbortController();
  function leave(): void {
    leaving.abort();
  }
  function onKey(_text: string | undefined, key: Keypress | undefined): void {
    if (key?.ctrl === true && key.name === "d") leave();
  }
  function onLost(): void {
    leave();
    // In raw mode a terminal never ends by a key: the line has dropped. The system is about to say so; whoever is first, it is a hang-up.
    if (input instanceof ReadStream) process.kill(process.pid, "SIGHUP");
  }
  // Readline pauses its input while the process is stopped, and leaves it so.
  function onContinue(): void {
    setImmediate(() => input.resume());
  }
  const events = ["end", "close", "error"] as const;
  process.on("SIGCONT", onContinue);
  input.on("keypress", onKey);
  for (const event of events) input.on(event, onLost);
  return {
    signal: leaving.signal,
    stop() {
      process.off("SIGCONT", onContinue);
      input.off("keypress", onKey);
      for (const event of events) input.off(event, onLost);
    },
  };
}

const CALM_ENDS = ["ExitPromptError", "AbortPromptError"];

/** Ask on a terminal that holds no earlier key presses. Throws `interrupted` where no answer came. */
export async function askCalmly<T>(
  { input, signal }: Asking,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const leaving = watchLeaving(input);
  try {
    await forgetTypeAhead(input);
    return await ask(AbortSignal.any([signal, leaving.signal]));
  } catch (error) {
    const isCalm = error instanceof Error && CALM_ENDS.includes(error.name);
    // A terminal that is gone fails in many ways, none of which is news.
    if (!isCalm && !leaving.signal.aborted && !signal.aborted) throw error;
    throw new ClaroIrError("interrupted", "interrupted", "Left. Everything recorded is safe.", {
      hint: "claro-ir resume",
      cause: error,
    });
  } finally {
    leaving.stop();
  }
}
