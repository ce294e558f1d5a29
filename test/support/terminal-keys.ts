// Keys by name, as the bytes that a terminal sends for them.

const NAMED: Readonly<Record<string, string>> = {
  Enter: "\r",
  Tab: "\t",
  Esc: "\x1b",
  Space: " ",
  Backspace: "\x7f",
  Up: "\x1b[A",
  Down: "\x1b[B",
  Right: "\x1b[C",
  Left: "\x1b[D",
  Home: "\x1b[H",
  End: "\x1b[F",
  Delete: "\x1b[3~",
  PageUp: "\x1b[5~",
  PageDown: "\x1b[6~",
};

/** The bytes of one key: a name above, `ctrl-` and a letter, or the character itself. Throws for anything else. */
export function bytesOf(key: string): string {
  const named = NAMED[key];
  if (named !== undefined) return named;
  const control = /^ctrl-([a-z])$/.exec(key)?.[1];
  if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) - 96);
  if (Array.from(key).length === 1) return key;
  throw new Error(`there is no key "${key}"`);
}

/** Pasted text as a terminal sends it: line breaks as Enter, in brackets where the program asked for them. */
export function pastedBytes(text: string, bracketed: boolean): string {
  const sent = text.replaceAll(/\r?\n/g, "\r");
  return bracketed ? `\x1b[200~${sent}\x1b[201~` : sent;
}
