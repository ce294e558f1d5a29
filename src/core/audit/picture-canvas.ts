// The paper of an audit's picture: its measures for a page and for a phone, and how shapes and words are put on it.
import { forXml } from "../redaction/escape.ts";

/** Columns of a letter of 12 pixels, wide ones included. */
const LETTER = 6.6;

/** All in pixels; on a phone the picture is as wide as its screen, so that letters keep their size. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** Edges of the drawing inside. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly mostBars: number;
  readonly mostTimes: number;
}

const PAGE: Canvas = {
  width: 720,
  height: 316,
  left: 52,
  right: 708,
  top: 90,
  bottom: 286,
  mostBars: 180,
  mostTimes: 7,
};

const PHONE: Canvas = {
  width: 360,
  height: 310,
  left: 40,
  right: 352,
  top: 128,
  bottom: 280,
  mostBars: 90,
  mostTimes: 4,
};

export const CANVAS = { page: PAGE, phone: PHONE } as const;

/** A kind of paper that a picture is drawn for. */
export type Paper = keyof typeof CANVAS;

/** How wide words will be, in pixels. */
export function wideOf(words: string): number {
  return words.length * LETTER;
}

export function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}

export function rect(kind: string, x: number, y: number, width: number, height: number): string {
  return `<rect class="${kind}" x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}"/>`;
}

/** Words, escaped; `of` are further attributes. */
export function text(x: number, y: number, words: string, of = ""): string {
  return `<text x="${number(x)}" y="${number(y)}"${of}>${forXml(words)}</text>`;
}
