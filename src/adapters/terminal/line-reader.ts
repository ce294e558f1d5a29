// One typed line at a time. What was typed or pasted before a question could be read answers nothing.
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import type { ReadStream } from "node:tty";
import { setTimeout as wait } from "node:timers/promises";
import { ClaroIrError } from "../../core/error.ts";

/** Pause in the input, in ms, after which what follows was typed in answer: the lines of one paste arrive closer together. */
const QUIET_MS = 30;

/** What is read from, and said to. */
export interface PlainTerminal {
  readonly input: Pick<ReadStream, "isTTY"> & NodeJS.ReadableStream;
  /** Show a line, made safe for the terminal in use. */
  readonly say: (line: string) => void;
  /** Ends whatever is asked: Ctrl-C arrives as a signal, because the terminal stays in its own line mode. */
  readonly signal: AbortSignal;
}

export interface LineReader {
  /** Show a line. */
  readonly say: (text: string) => void;
  /** Show the question's lines; gives the line typed then, trimmed. Throws kind `interrupted` at the end of input and when the program is ended. */
  line(question: readonly string[]): Promise<string>;
  /** The same; undefined when `until` ends the question first. */
  lineUntil(question: readonly string[], until: AbortSignal): Promise<string | undefined>;
  /** As `line`, without showing what is typed. */
  hiddenLine(question: string, shown?: () => void): Promise<string>;
}

/** Throw away what lies in the input already. */
async function discardTypedAhead({ input, signal }: PlainTerminal): Promise<void> {
  let arrived = true;
  function note(): void {
    arrived = true;
  }
  input.on("data", note);
  input.resume();
  try {
    while (arrived && !signal.aborted) {
      arrived = false;
      await wait(QUIET_MS);
    }
  } finally {
    input.off("data", note);
    input.pause();
  }
}

/** Swallows what readline would echo. */
function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

/** On a dumb terminal readline leaves the erase key's own character in the line. */
function erased(line: string): string {
  const kept: string[] = [];
  for (const sign of line)
    if (sign === "\u007f" || sign === "\b") kept.pop();
    else kept.push(sign);
  return kept.join("");
}

function left(): ClaroIrError {
  return new ClaroIrError("interrupted", "interrupted", "Left. Everything recorded is safe.", {
    hint: "claro-ir resume",
  });
}

/** One line, or undefined when `until` ends the question. */
async function readLine(
  source: PlainTerminal,
  question: readonly string[],
  options: {
    readonly hidden?: boolean;
    readonly until?: AbortSignal;
    readonly shown?: (() => void) | undefined;
  } = {},
): Promise<string | undefined> {
  const { input, signal } = source;
  const { hidden = false, until, shown } = options;
  await discardTypedAhead(source);
  // Only a hidden answer takes the terminal out of its own line mode, in which it would echo.
  const lines = createInterface(
    hidden ? { input, output: nowhere(), terminal: true, historySize: 0 } : { input },
  );
  // Asked when nothing is echoed any more: whoever pastes at once is not shown either.
  for (const line of question) source.say(line);
  shown?.();
  const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
  function leave(): void {
    reject(left());
  }
  function end(): void {
    resolve(undefined);
  }
  lines.once("line", resolve);
  lines.once("close", leave);
  lines.once("SIGINT", leave);
  signal.addEventListener("abort", leave, { once: true });
  until?.addEventListener("abort", end, { once: true });
  if (signal.aborted) leave();
  if (until?.aborted === true) end();
  try {
    return (await promise)?.trim();
  } finally {
    signal.removeEventListener("abort", leave);
    until?.removeEventListener("abort", end);
    lines.close();
  }
}

/** Lines from a terminal that stays in its own line mode. */
export function createLineReader(source: PlainTerminal): LineReader {
  return {
    say: source.say,
    line: async (question) => (await readLine(source, question)) ?? "",
    lineUntil: (question, until) => readLine(source, question, { until }),
    hiddenLine: async (question, shown) =>
      erased((await readLine(source, [question], { hidden: true, shown })) ?? ""),
  };
}
