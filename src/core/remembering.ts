// For texts that come again and again: ten thousand events are told in a few hundred different sentences.

/**
 * `convert`, asked once for each different text. Keeps at most `most` of them, and begins anew then: where no limit is given, make one for a
 * document, not for a process.
 */
export function remembering(
  convert: (text: string) => string,
  most = Infinity,
): (text: string) => string {
  const known = new Map<string, string>();
  return function remembered(text) {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= most) known.clear();
    const converted = convert(text);
    known.set(text, converted);
    return converted;
  };
}
