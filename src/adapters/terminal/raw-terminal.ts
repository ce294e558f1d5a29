// The terminal while questions are asked: keys come one by one and are not echoed, a paste comes in brackets. Given back whatever ends the program.
import { writeSync } from "node:fs";
import { isatty } from "node:tty";

/** Terminal modes (xterm, "Bracketed Paste Mode"; DECTCEM): ask for brackets around a paste, no longer ask, show the cursor. */
const BRACKETS_ON = "\u001b[?2004h";
const BRACKETS_OFF = "\u001b[?2004l";
const CURSOR_ON = "\u001b[?25h";

const STDERR = 2;

export interface RawTerminal {
  /** Take it, or take it again after somebody else (the shell) had it. */
  take(): void;
  /** As it was found. */
  giveBack(): void;
}

/** The terminal behind this input. `speaks`: it understands escape sequences (a dumb one does not). */
export function rawTerminal(
  input: { setRawMode(raw: boolean): unknown },
  speaks: boolean,
): RawTerminal {
  let taken = false;

  function tell(sequences: string): void {
    if (speaks && isatty(STDERR)) writeSync(STDERR, sequences);
  }

  function giveBack(): void {
    if (!taken) return;
    taken = false;
    try {
      input.setRawMode(false);
      tell(BRACKETS_OFF + CURSOR_ON);
    } catch (error) {
      // EIO and its like: the line has dropped, there is no terminal to give back.
      if (!(error instanceof Error && "code" in error)) throw error;
    }
  }

  return {
    take() {
      if (!taken) process.once("exit", giveBack);
      taken = true;
      // What Node believes to be raw already it would leave as the shell made it.
      input.setRawMode(false);
      input.setRawMode(true);
      tell(BRACKETS_ON);
    },
    giveBack() {
      process.off("exit", giveBack);
      giveBack();
    },
  };
}
