// Remembers what a pure function said of texts that come again and again in a log: addresses, routes.

/** Beyond it everything is forgotten: a log of a million different paths must not fill the memory. */
const MOST = 16_384;
const LONGEST = 256;

/** The same function, asked once for each text while there is room. */
export function remembered<Answer>(of: (text: string) => Answer): (text: string) => Answer {
  const known = new Map<string, Answer>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const answer = of(text);
    if (text.length <= LONGEST) {
      if (known.size >= MOST) known.clear();
      known.set(text, answer);
    }
    return answer;
  };
}
