// Keeps JSON what it is when parts of it are replaced: no escape is cut in two, and a number becomes a string.
import type { Span } from "./span.ts";

function slashesBefore(text: string, at: number): number {
  let count = 0;
  while (text.charAt(at - count - 1) === "\\") count += 1;
  return count;
}

/** The span without a piece of an escape at its beginning (`\n`, `\u003c`), and with the whole of one at its end. */
export function settle<Of extends Span>(text: string, span: Of): Of {
  let { start, end } = span;
  if (slashesBefore(text, start) % 2 === 1)
    start += /^u[0-9a-fA-F]{4}/.test(text.slice(start, start + 5)) ? 5 : 1;
  if (
    end > start &&
    end < text.length &&
    slashesBefore(text.slice(start, end), end - start) % 2 === 1
  )
    end += 1;
  return { ...span, start: Math.min(start, end), end };
}

/** Whether a place lies within a string of its line, which begins with `{` or `[`; undefined on other lines. Ask from left to right. */
export type InString = (at: number) => boolean | undefined;

/** Follows strings through the lines of `text`, each once. */
export function followStrings(text: string): InString {
  let line = 0;
  let next = text.indexOf("\n");
  let seen = 0;
  let inside = false;
  function goTo(at: number): void {
    while (next >= 0 && next < at) {
      line = next + 1;
      next = text.indexOf("\n", line);
      seen = line;
      inside = false;
    }
  }
  return function inString(at) {
    goTo(at);
    if (!/^\s*[{[]/.test(text.slice(line, line + 200))) return undefined;
    for (; seen < at; seen += 1) {
      const sign = text.charAt(seen);
      if (sign === "\\" && inside) seen += 1;
      else if (sign === '"') inside = !inside;
    }
    return inside;
  };
}

const NAMED = /(\\*")[ \t]{0,4}:[ \t]{0,4}$/;
const LISTED = /[[,][ \t]{0,4}$/;
const ENDED = /^[ \t]{0,4}(?:[,}\]\r\n]|$)/;

/** `tag` as it must stand at the span's place: in quotes where a bare number of a JSON text is replaced. */
export function quotedTag(
  text: string,
  { start, end }: Span,
  tag: string,
  inString: InString,
): string {
  if (!/^[\d]/.test(text.charAt(start)) || !/^\d+$/.test(text.slice(start, end))) return tag;
  if (!ENDED.test(text.slice(end, end + 6))) return tag;
  const before = text.slice(Math.max(0, start - 16), start);
  const quote = NAMED.exec(before)?.[1];
  if (quote !== undefined) return `${quote}${tag}${quote}`;
  return LISTED.test(before) && inString(start) === false ? `"${tag}"` : tag;
}
