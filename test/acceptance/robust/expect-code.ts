// What a command came to, with everything it said when it is not what it should be.
import type { Ended } from "../../support/cli.ts";

/** Throws with the whole conversation when the exit code is none of these. */
export function expectCode(ran: Ended, ...codes: readonly number[]): void {
  if (ran.code !== null && codes.includes(ran.code)) return;
  throw new Error(
    `exit ${String(ran.code ?? ran.signal)}, not ${codes.join(" or ")}:\n${ran.stdout}${ran.stderr}`,
  );
}

/** What a person sees of an error: a message, perhaps a line more, and what to type next. */
export function expectShort(ran: Ended): void {
  const lines = ran.stderr.trimEnd().split("\n");
  if (lines.length > 3 || lines.some((line) => line.length > 400))
    throw new Error(`more than three short lines:\n${ran.stderr}`);
}
