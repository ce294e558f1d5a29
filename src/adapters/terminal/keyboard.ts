// The keyboard: each question gets the keys that are pressed after it was shown, and nothing else. Type-ahead and the rest of a paste answer nothing.
import { emitKeypressEvents, type Key } from "node:readline";
import { PassThrough } from "node:stream";
import { setImmediate as nextTurn, setTimeout as wait } from "node:timers/promises";
import { ReadStream } from "node:tty";
import { stripVTControlCharacters } from "node:util";
import { RawTerminal } from "./raw-terminal.ts";

/** What a question takes: single keys, or a line, of which a paste may be a part. */
export type Accepts = "keys" | "line";

interface Question {
  readonly accepts: Accepts;
  readonly input: PassThrough;
  /** Aborted when the person or the terminal leaves. */
  readonly leaving: AbortController;
  /** Aborted to ask it again. */
  readonly again: AbortController;
}

/** Turns of the event loop in which everything that waits in the terminal has been read. */
const TURNS = 3;
/** Longer than a stop takes to arrive, in ms; where no shell is there to stop for, it goes on after it. */
const STOP_MS = 50;

function isPrintable(text: string): boolean {
  return text >= " " && text !== "\u007f";
}

/** Several different characters at once: nobody types like that. A key held down repeats one, an arrow is a sequence. */
function isUnmarkedPaste(chunk: Buffer | string): boolean {
  const letters = Array.from(stripVTControlCharacters(chunk.toString())).filter(isPrintable);
  return new Set(letters).size > 1;
}

/** One for the whole process: it reads from the first question on, so that nothing between two questions is echoed or kept. */
export class Keyboard {
  readonly #input: NodeJS.ReadableStream;
  readonly #terminal: RawTerminal | undefined;
  #isReading = false;
  #question: Question | undefined;
  /** What came last is a paste that the terminal did not put in brackets. */
  #isBurst = false;
  /** The question that a paste belongs to, `nobody` where there was none or its line is over; null outside of a paste. */
  #pasteFor: Question | "nobody" | null = null;
  /** Nothing but blanks and line breaks was pasted so far: what was copied may begin with them. */
  #isPasteBlank = true;
  #isStopping = false;

  constructor(input: NodeJS.ReadableStream) {
    this.#input = input;
    if (input instanceof ReadStream) this.#terminal = new RawTerminal(input);
  }

  /**
   * Ask with fresh keys; `signal` is aborted when the person or the terminal leaves. Asked once more when the program was stopped and
   * goes on, because the shell has written over it.
   */
  async ask<T>(
    accepts: Accepts,
    prompt: (input: PassThrough, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    this.#read();
    if (this.#input instanceof ReadStream) this.#input.ref();
    try {
      for (;;) {
        const asked = await this.#askOnce(accepts, prompt);
        if (asked !== "again") return asked.answer;
        if (this.#isStopping) await this.#stop();
      }
    } finally {
      // With nothing to answer it holds nobody up.
      if (this.#input instanceof ReadStream) this.#input.unref();
    }
  }

  async #askOnce<T>(
    accepts: Accepts,
    prompt: (input: PassThrough, signal: AbortSignal) => Promise<T>,
  ): Promise<{ readonly answer: T } | "again"> {
    for (let turn = 0; turn < TURNS; turn += 1) await nextTurn();
    const input = new PassThrough();
    const leaving = new AbortController();
    const again = new AbortController();
    this.#question = { accepts, input, leaving, again };
    try {
      return { answer: await prompt(input, AbortSignal.any([leaving.signal, again.signal])) };
    } catch (error) {
      if (!again.signal.aborted || leaving.signal.aborted) throw error;
      return "again";
    } finally {
      this.#question = undefined;
    }
  }

  #read(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    this.#terminal?.take();
    emitKeypressEvents(this.#input);
    this.#input.on("data", (chunk: Buffer | string) => {
      this.#isBurst = isUnmarkedPaste(chunk);
    });
    this.#input.on("keypress", (_text: unknown, key: Key) => this.#onKey(key));
    for (const event of ["end", "close", "error"]) this.#input.on(event, () => this.#lost());
    process.on("SIGCONT", () => {
      this.#terminal?.take();
      this.#question?.again.abort();
    });
  }

  #onKey(key: Key): void {
    if (key.name === "paste-start") this.#startPaste();
    else if (key.name === "paste-end") this.#pasteFor = null;
    else if (this.#pasteFor !== null) this.#onPasted(key);
    else if (key.ctrl === true && ["c", "d", "z"].includes(key.name ?? ""))
      this.#onControl(key.name);
    else if (this.#question?.accepts !== "keys" || !this.#isBurst)
      this.#question?.input.write(key.sequence ?? "");
  }

  #startPaste(): void {
    this.#pasteFor = this.#question ?? "nobody";
    this.#isPasteBlank = true;
  }

  /** Its first line that holds something, where the question takes a line. */
  #onPasted({ name, sequence = "" }: Key): void {
    const isEnd = name === "return" || name === "enter";
    if (isEnd && !this.#isPasteBlank) this.#pasteFor = "nobody";
    if (sequence.trim() !== "") this.#isPasteBlank = false;
    const question = this.#question;
    if (question === undefined || this.#pasteFor !== question) return;
    if (question.accepts === "line" && isPrintable(sequence)) question.input.write(sequence);
  }

  /** What the terminal does itself when its keys are not raw: Ctrl-C and Ctrl-D leave, Ctrl-Z stops. */
  #onControl(name: string | undefined): void {
    const question = this.#question;
    if (name === "z") {
      this.#isStopping = question !== undefined;
      if (question === undefined) void this.#stop();
      else question.again.abort();
    } else if (question !== undefined) question.leaving.abort();
    // The work under way hears of it as it would from any terminal.
    else if (name === "c") process.kill(process.pid, "SIGINT");
  }

  /** Nobody can answer any more. In raw mode a terminal never ends by a key: the line has dropped, whoever says so first. */
  #lost(): void {
    // At once: with its input gone nothing would keep the process alive until the system's own signal comes.
    if (this.#terminal !== undefined) process.emit("SIGHUP", "SIGHUP");
    this.#question?.leaving.abort();
  }

  /** Stop all of this job, as the terminal would. Goes on when the shell brings it back. */
  async #stop(): Promise<void> {
    this.#isStopping = false;
    this.#terminal?.giveBack();
    process.kill(0, "SIGTSTP");
    await wait(STOP_MS);
    this.#terminal?.take();
  }
}
