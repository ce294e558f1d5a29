// The controlling terminal itself: the one place a key's value may be written for a person.
import { closeSync, openSync, writeSync } from "node:fs";
import { WriteStream } from "node:tty";
import type { Secret } from "../../core/credential/secret.ts";

const TERMINAL = "/dev/tty";

/** Whether this process has a controlling terminal. */
export function hasTerminal(): boolean {
  try {
    closeSync(openSync(TERMINAL, "r+"));
    return true;
  } catch (error) {
    // ENXIO, ENOENT, EACCES: no terminal to speak of. Anything else is worth knowing.
    if (error instanceof Error && "code" in error) return false;
    throw error;
  }
}

/** The controlling terminal as a stream to draw on, past stdout, stderr and every pipe. */
export function openTerminal(): WriteStream {
  return new WriteStream(openSync(TERMINAL, "r+"));
}

/** Write the value to the controlling terminal, past stdout and every pipe. */
export function showOnTerminal(secret: Secret): void {
  const terminal = openSync(TERMINAL, "r+");
  try {
    writeSync(terminal, `\n  ${secret.reveal()}\n\nClear the screen when you have used it.\n`);
  } finally {
    closeSync(terminal);
  }
}
