// What was typed or pasted before a question was on the screen is no answer to it.
import { setImmediate } from "node:timers/promises";
import { ReadStream } from "node:tty";

/** Turns of the event loop in which everything that waits in the terminal has been read. */
const TURNS = 3;

/** Read and forget what waits in the terminal. Costs less than a millisecond. */
export async function forgetTypeAhead(input: NodeJS.ReadableStream): Promise<void> {
  if (!(input instanceof ReadStream)) return;
  const wasRaw = input.isRaw;
  function forget(): void {
    // Nobody asked yet.
  }
  // In raw mode a line that has no end yet can be read, too.
  input.setRawMode(true);
  input.on("data", forget);
  input.resume();
  for (let turn = 0; turn < TURNS; turn += 1) await setImmediate();
  input.pause();
  input.off("data", forget);
  input.setRawMode(wasRaw);
}
