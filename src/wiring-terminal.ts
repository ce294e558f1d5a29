// Asking people: on a terminal that is drawn on, or in lines alone. Each loads its library at the first question.
import { isatty } from "node:tty";
import type { Output } from "./adapters/terminal/output.ts";
import type { Prompter } from "./ports/prompter.ts";

interface Terminal {
  readonly output: Output;
  readonly plain: boolean;
  readonly signal: AbortSignal;
}

/** Whether people can be asked: a question is written to stderr and answered on stdin, and what a program reads from stdout is no conversation. */
export function canAsk(): boolean {
  return [0, 1, 2].every((descriptor) => isatty(descriptor));
}

/** Who asks. A process has one keyboard, so it is opened once, at the first question. */
export function keyboardOf(terminal: Terminal): () => Promise<Prompter> {
  let asking: Promise<Prompter> | undefined;
  return () => (asking ??= prompterOf(terminal));
}

async function prompterOf({ output, plain, signal }: Terminal): Promise<Prompter> {
  if (plain) {
    const { plainPrompter } = await import("./adapters/terminal/plain-prompter.ts");
    return plainPrompter({ input: process.stdin, say: (line) => output.err(line), signal });
  }
  const { terminalPrompter } = await import("./adapters/terminal/inquirer-prompter.ts");
  return terminalPrompter({
    input: process.stdin,
    output: process.stderr,
    signal,
    clean: (text) => output.clean(text),
    colour: () => output.colour.err,
    width: () => output.width(),
    say: (text, style) => output.err(style === undefined ? text : [{ text, style }]),
  });
}
