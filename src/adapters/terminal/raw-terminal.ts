// The terminal while a person is asked: keys come one by one and are not echoed, a paste comes in brackets. Given back whatever ends the program.
import { writeSync } from "node:fs";
import { isatty, type ReadStream } from "node:tty";

/** xterm's "bracketed paste mode": on and off. */
const BRACKETS_ON = "\u001b[?2004h";
const BRACKETS_OFF = "\u001b[?2004l";
const SHOW_CURSOR = "\u001b[?25h";

const STDERR = 2;

function tell(sequences: string): void {
  if (isatty(STDERR)) writeSync(STDERR, sequences);
}

/** The terminal that `input` reads from. */
export class RawTerminal {
  readonly #input: ReadStream;
  #isOurs = false;

  constructor(input: ReadStream) {
    this.#input = input;
    process.once("exit", () => this.giveBack());
  }

  /** Take it, or take it again after a shell had it. */
  take(): void {
    this.#isOurs = true;
    this.#orGone(() => {
      // What Node believes to be raw already it would leave as the shell made it.
      this.#input.setRawMode(false);
      this.#input.setRawMode(true);
      tell(BRACKETS_ON);
    });
  }

  /** Leave it as it was found. */
  giveBack(): void {
    if (!this.#isOurs) return;
    this.#isOurs = false;
    this.#orGone(() => {
      this.#input.setRawMode(false);
      tell(BRACKETS_OFF + SHOW_CURSOR);
    });
  }

  /** EIO and its like: the line has dropped, and there is nothing to take or to give back. The keyboard hears of it by itself. */
  #orGone(change: () => void): void {
    try {
      change();
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
    }
  }
}
