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
  const slashes = slashesBefore(text, start);
  // `\\n` may be an escape of a text within a text: a letter that stays harms nobody.
  if (slashes % 2 === 1 || (slashes > 0 && /[bfnrtu]/.test(text.charAt(start))))
    start += /^u[0-9a-fA-F]{4}/.test(text.slice(start, start + 5)) ? 5 : 1;
  if (
    end > start &&
    end < text.length &&
    slashesBefore(text.slice(start, end), end - start) % 2 === 1
  )
    end += 1;
  return { ...span, start: Math.min(start, end), end };
}

/** The quotation marks that a value needs at a place of a JSON line: `"`, `\"` in a JSON text within a string, none within words; undefined on other lines. */
export type QuoteAt = (at: number) => string | undefined;

/** Follows the strings of every line of `text` once; ask from left to right. */
export function followQuotes(text: string): QuoteAt {
  let line = 0;
  let next = text.indexOf("\n");
  let seen = 0;
  /** Within a string; within a string of the JSON text that is in it; whether that text has strings; behind a backslash there. */
  let [inside, within, isNested, isEscaped] = [false, false, false, false];
  function goTo(at: number): void {
    while (next >= 0 && next < at) {
      line = next + 1;
      next = text.indexOf("\n", line);
      seen = line;
      [inside, within, isNested, isEscaped] = [false, false, false, false];
    }
  }
  /** A character of the inner text. */
  function passInner(sign: string): void {
    if (sign === '"' && !isEscaped) [within, isNested] = [!within, true];
    isEscaped = within && sign === "\\" && !isEscaped;
  }
  function pass(): void {
    const sign = text.charAt(seen);
    seen += 1;
    if (sign === '"') [inside, within, isNested, isEscaped] = [!inside, false, false, false];
    else if (sign === "\\" && inside) {
      passInner(text.charAt(seen));
      seen += 1;
    } else isEscaped = false;
  }
  return function quoteAt(at) {
    goTo(at);
    if (!/^\s*[{[]/.test(text.slice(line, line + 200))) return undefined;
    while (seen < at) pass();
    if (!inside) return '"';
    return isNested && !within ? String.raw`\"` : "";
  };
}

const NAMED = /(\\*")[ \t]{0,4}:[ \t]{0,4}$/;
const BEGUN = /[[,:][ \t]{0,4}$/;
const ENDED = /^[ \t]{0,4}(?:[,}\]\r\n]|$)/;

/** `tag` as it must stand at the span's place: in quotes where a bare number of a JSON text is replaced. */
export function quotedTag(
  text: string,
  { start, end }: Span,
  tag: string,
  quoteAt: QuoteAt,
): string {
  if (!/^\d/.test(text.charAt(start)) || !/^\d+$/.test(text.slice(start, end))) return tag;
  const before = text.slice(Math.max(0, start - 16), start);
  if (!ENDED.test(text.slice(end, end + 6)) || !BEGUN.test(before)) return tag;
  const quote = quoteAt(start) ?? NAMED.exec(before)?.[1] ?? "";
  return `${quote}${tag}${quote}`;
}
