// Words of a command that people copy into a shell.

/** A word as a shell takes it: as it is, or in single quotes where it holds a blank or a special character. */
export function shellWord(text: string): string {
  return /^[\w.:@%+,/-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
