// Making a message fit a channel: one line each, nothing that steers or hides, cut where the channel ends, and said so.
import { mark, type Notice } from "../../core/notify/notice.ts";
import { forTerminalLine } from "../../core/redaction/escape.ts";

const CUT = " … (cut)";

/** Text on one line without characters that steer, hide or reorder. */
export function plain(text: string): string {
  return forTerminalLine(text.replaceAll(/[\n\r\t]+/g, " "));
}

/**
 * `text` as `escape` writes it, at most `most` UTF-16 units; what does not fit is cut at a whole character, and the end says so.
 * An escape is never cut in two.
 */
export function fit(
  text: string,
  most: number,
  escape: (text: string) => string = (same) => same,
): string {
  const whole = text.slice(0, most + 1);
  if (whole === text && escape(text).length <= most) return escape(text);
  let kept = "";
  for (const character of whole) {
    const next = escape(character);
    if (kept.length + next.length > most - CUT.length) break;
    kept += next;
  }
  return kept + CUT;
}

/** The whole message as text, one line each, at most `most` UTF-16 units; its last line, which says where it comes from, is never cut. */
export function wholeText(notice: Notice, most: number, escape?: (text: string) => string): string {
  const last = `\n${mark(notice)}`;
  const lines = [notice.title, ...notice.lines].map(plain).join("\n");
  return fit(lines, most - last.length, escape) + last;
}

/** Bytes of a value as JSON. */
export function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
