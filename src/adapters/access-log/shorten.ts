// The beginning of a line, to be shown.

const LONGEST = 160;

/**
 * The beginning of a text. Never the beginning of a word that goes on: half a key would be shown, because nothing knows half a
 * key for one.
 */
export function shorten(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST).replace(/[^\s"'&,;=<>()[\]{}]*$/, "")}…`;
}
