// The paper of the response's picture: its measures for a page and for a phone, its bars and strokes.
import { forXml } from "../redaction/escape.ts";
import type { ReportInput } from "./input.ts";
import type { PhaseScale } from "./phase-scale.ts";
import type { Instant } from "../instant.ts";

/** All in pixels. A row has its words beside its bar, or on a phone above it, so that no deadline's line runs through them. */
export interface Layout {
  readonly width: number;
  /** Edges of the columns. */
  readonly left: number;
  readonly right: number;
  /** Of the first row. */
  readonly top: number;
  readonly row: number;
  /** The bar's middle in its row. */
  readonly middle: number;
  readonly title: { readonly x: number; readonly y: number; readonly anchor: "start" | "end" };
  /** What a row came to. */
  readonly verdict: { readonly x: number; readonly y: number; readonly anchor: "start" | "end" };
}

export const LAYOUT = {
  page: {
    width: 720,
    left: 150,
    right: 574,
    top: 74,
    row: 30,
    middle: 15,
    title: { x: 138, y: 19, anchor: "end" },
    verdict: { x: 586, y: 19, anchor: "start" },
  },
  phone: {
    width: 360,
    left: 10,
    right: 350,
    top: 88,
    row: 44,
    middle: 31,
    title: { x: 10, y: 16, anchor: "start" },
    verdict: { x: 350, y: 16, anchor: "end" },
  },
} as const satisfies Readonly<Record<string, Layout>>;

export type Paper = keyof typeof LAYOUT;

export interface Frame {
  readonly input: ReportInput;
  readonly scale: PhaseScale;
  readonly layout: Layout;
  /** Milliseconds since the declaration. */
  since(at: Instant): number;
}

export const BAR = 12;

export function n(value: number): string {
  return value.toFixed(1);
}

/** From one moment to another, in ms since the declaration; `words` are told where a pointer rests on it. */
export function bar(kind: string, from: number, to: number, words: string, frame: Frame): string {
  const [left, right] = [frame.scale.x(from), frame.scale.x(to)];
  return `<rect class="${kind}" x="${n(left)}" y="${String(-BAR / 2)}" width="${n(Math.max(2, right - left))}" height="${String(BAR)}" rx="2"><title>${forXml(words)}</title></rect>`;
}

/** A moment across a bar. */
export function stroke(at: number, words: string, { scale }: Frame): string {
  const x = n(scale.x(at));
  return `<line class="mark" x1="${x}" x2="${x}" y1="${String(-BAR / 2 - 3)}" y2="${String(BAR / 2 + 3)}"><title>${forXml(words)}</title></line>`;
}
