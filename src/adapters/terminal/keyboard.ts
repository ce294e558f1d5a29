// The keyboard of a session, raw from the first question to the end of the program: nothing typed or pasted between two questions
// is echoed, and nothing of it answers the next one.
import { PassThrough } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { ReadStream, WriteStream } from "node:tty";
import { asOneLine, createPasteReader, DO_NOT_MARK_PASTES, MARK_PASTES } from "./paste.ts";

const CTRL_C = "\x03";
const CTRL_D = "\x04";
const CTRL_Z = "\x1a";
/** A paste that nobody marked has ended when the terminal has been quiet for so long, in ms. */
const QUIET_MS = 50;

/** What a question reads from. It emits `redraw` when the screen has to be drawn again. */
export interface QuestionInput {
  readonly input: PassThrough;
  /** Aborted when the person leaves by Ctrl-D, or the terminal is gone. */
  readonly signal: AbortSignal;
}

/** `line`: ended by Enter, may be pasted. `key`: answered by one key, so never by a paste. */
export type QuestionKind = "line" | "key";

interface Open {
  readonly kind: QuestionKind;
  readonly input: PassThrough;
  readonly leaving: AbortController;
}

export interface KeyboardOptions {
  readonly stdin: ReadStream;
  readonly terminal: WriteStream;
  /** Ends every question: the program has been told to end. */
  readonly signal: AbortSignal;
  /** The terminal knows control sequences. */
  readonly canMark: boolean;
}

export class Keyboard {
  readonly #options: KeyboardOptions;
  readonly #read = createPasteReader();
  #question: Open | undefined;
  #started = false;
  #gone = false;
  /** Something was typed beyond an answer: what follows without a pause belongs to it. */
  #beyond = false;
  #lastAt = 0;

  constructor(options: KeyboardOptions) {
    this.#options = options;
  }

  /** Ask one question. What was typed before it can be seen is thrown away. */
  async ask<T>(kind: QuestionKind, question: (on: QuestionInput) => Promise<T>): Promise<T> {
    const { stdin, signal } = this.#options;
    this.#start();
    stdin.ref();
    // The first turn reads what the system still holds, the second is there for what came with it.
    await nextTurn();
    await nextTurn();
    const leaving = new AbortController();
    const input = new PassThrough();
    if (this.#gone) leaving.abort();
    this.#question = { kind, input, leaving };
    try {
      return await question({ input, signal: AbortSignal.any([signal, leaving.signal]) });
    } finally {
      this.#question = undefined;
      input.destroy();
      // Between questions it is read, but holds nobody up.
      stdin.unref();
    }
  }

  #start(): void {
    if (this.#started) return;
    this.#started = true;
    const { stdin, terminal } = this.#options;
    stdin.setEncoding("utf8");
    stdin.on("data", (chunk: string) => this.#take(chunk));
    // EIO: the line has dropped.
    for (const end of ["end", "error"]) stdin.on(end, () => this.#lose());
    terminal.on("error", () => this.#lose());
    terminal.on("resize", () => this.#question?.input.emit("redraw"));
    process.on("SIGCONT", () => this.#returnToRaw());
    process.once("exit", () => this.#release());
    this.#returnToRaw();
  }

  #take(chunk: string): void {
    const now = performance.now();
    if (now - this.#lastAt >= QUIET_MS) this.#beyond = false;
    this.#lastAt = now;
    for (const { how, text } of this.#read(chunk)) {
      if (how === "typed") this.#typed(text);
      else if (this.#question?.kind === "line") this.#question.input.write(asOneLine(text));
    }
  }

  #typed(text: string): void {
    if (text.includes(CTRL_Z)) this.#stop();
    const question = this.#question;
    if (question === undefined) {
      // No question is there to end: the work under way hears of it as it would from any terminal.
      if (text.includes(CTRL_C)) process.kill(process.pid, "SIGINT");
    } else if (text === CTRL_D) question.leaving.abort();
    else if (question.kind === "key" || text === CTRL_C) question.input.write(text);
    else if (!this.#beyond) this.#typeLine(question, text);
  }

  #typeLine(question: Open, text: string): void {
    const enter = text.search(/[\r\n]/) + 1;
    this.#beyond = enter > 0 && enter < text.length;
    question.input.write(enter > 0 ? text.slice(0, enter) : text);
  }

  #lose(): void {
    this.#gone = true;
    this.#question?.leaving.abort();
  }

  /** Stop as the terminal itself would on Ctrl-Z: the whole job, with the terminal as we found it. Returns when continued. */
  #stop(): void {
    this.#release();
    process.kill(0, "SIGTSTP");
    this.#returnToRaw();
  }

  #returnToRaw(): void {
    if (this.#gone) return;
    const { stdin, terminal, canMark } = this.#options;
    // Node remembers the mode it set, while a shell may have changed it since: off and on again.
    stdin.setRawMode(false);
    stdin.setRawMode(true);
    if (canMark) terminal.write(MARK_PASTES);
    this.#question?.input.emit("redraw");
  }

  #release(): void {
    if (this.#gone) return;
    const { stdin, terminal, canMark } = this.#options;
    stdin.setRawMode(false);
    if (canMark) terminal.write(DO_NOT_MARK_PASTES);
  }
}
