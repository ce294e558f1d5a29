// Places in a text, and replacing them in one pass even where they overlap.

/** From `start` (inclusive) to `end` (exclusive), in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** `text` with every span replaced; overlapping spans become one, named by the first (of equal starts the longest, of equal length the one given first). */
export function replaceSpans<Found extends Span>(
  text: string,
  spans: readonly Found[],
  replacement: (span: Found) => string,
): string {
  if (spans.length === 0) return text;
  const ordered = spans.toSorted((a, b) => a.start - b.start || b.end - a.end);
  let result = "";
  let from = 0;
  for (const span of ordered) {
    if (span.start >= from) result += text.slice(from, span.start) + replacement(span);
    from = Math.max(from, span.end);
  }
  return result + text.slice(from);
}
