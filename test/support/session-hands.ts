// What a person does in the guided session on a real terminal: read something off the screen, open a row, answer a question.
import type { TerminalWindow } from "./terminal.ts";

/** Wait until the screen holds it; gives what the pattern's group caught. */
export async function read(terminal: TerminalWindow, pattern: RegExp): Promise<string> {
  await terminal.waitFor(pattern);
  return pattern.exec(terminal.screen())?.[1] ?? "";
}

/** Open the row of the live view that begins with these words. */
export async function openRow(terminal: TerminalWindow, words: string): Promise<void> {
  terminal.press(await read(terminal, new RegExp(`^[> ](\\d) ${words}`, "m")));
}

/** Answer a question with one key once it stands there: what is typed before is thrown away. */
export async function answer(
  terminal: TerminalWindow,
  question: string,
  key: string,
): Promise<void> {
  await terminal.waitFor(question);
  await terminal.settled();
  terminal.press(key);
}
