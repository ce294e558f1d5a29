// For texts that come again and again: ten thousand events are told in a few hundred different sentences.

/** `convert`, asked once for each different text. Keeps all of them: make one for a document, not for a process. */
export function remembering(convert: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return function remembered(text) {
    const before = known.get(text);
    if (before !== undefined) return before;
    const converted = convert(text);
    known.set(text, converted);
    return converted;
  };
}
