// Remembers what a pure function said of texts that come again and again in a log: addresses, routes.

/** Beyond it everything is forgotten: a log of a million different paths must not fill the memory. */
const MOST = 16_384;
const LONGEST = 256;

/** The same function, asked once for each text while there is room. */
export function remembered<Answer>(of: (text: string) => Answer): (text: string) => Answer {
  const known = new Map<string, { readonly text: string; readonly answer: Answer }>();
  // What does not change from line to line is compared with the last one, and not looked up.
  let last = { text: "", answer: of("") };
  return (text) => {
    if (text === last.text) return last.answer;
    const before = known.get(text);
    if (before !== undefined) {
      last = before;
      return before.answer;
    }
    const fresh = { text, answer: of(text) };
    if (text.length > LONGEST) return fresh.answer;
    if (known.size >= MOST) known.clear();
    known.set(text, fresh);
    last = fresh;
    return fresh.answer;
  };
}
