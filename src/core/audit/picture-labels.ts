// What is written on an audit's picture: its legend, and the two instants that matter, each beside its line and across no other.
import { DAY, toEpoch, type Instant } from "../instant.ts";
import { number, rect, text, wideOf, type Canvas } from "./picture-canvas.ts";
import type { Marks } from "./picture-window.ts";
import type { Span } from "./report.ts";
import { lengthWords } from "./words.ts";

/** Heights of the two rows of words over the drawing, from its top. The end of the key has the upper one. */
const ROW = { exposed: -12, dead: -27 } as const;
const LETTERS_HIGH = 11;

export interface Shown {
  readonly usual: boolean;
  readonly foreign: boolean;
  readonly gaps: boolean;
  readonly open: boolean;
}

function sign(kind: string, x: number, y: number): string {
  return kind === "usual"
    ? `<path class="usual" d="M${number(x)} ${number(y - 4)}h12"/>`
    : rect(kind, x, y - 9, 12, 10);
}

/** One line, or several where the paper is narrow. `y`: of its first line. */
export function legend(
  length: number,
  shown: Shown,
  span: Span,
  marks: Marks,
  { left, right }: Canvas,
  y: number,
): string {
  const since = marks.exposedFrom;
  const isBefore = since !== null && since < span.from;
  const items = [
    ["ours", `ours, requests in ${lengthWords(length)}`],
    ...(shown.foreign ? [["foreign", "not ours"]] : []),
    ...(shown.usual ? [["usual", "usual"]] : []),
    ...(shown.gaps ? [["gap", "no logs"]] : []),
    ...(shown.open
      ? [["open", isBefore ? `exposed since ${since.slice(5, 16).replace("T", " ")}` : "exposed"]]
      : []),
  ];
  let place = { x: left, y };
  return items
    .map(([kind = "", words = ""]) => {
      const wide = 17 + wideOf(words);
      if (place.x > left && place.x + wide > right) place = { x: left, y: place.y + 17 };
      const item =
        sign(kind, place.x, place.y) + text(place.x + 17, place.y, words, ' class="soft"');
      place = { ...place, x: place.x + wide + 17 };
      return item;
    })
    .join("");
}

interface Mark {
  readonly line: string;
  readonly said: string;
}

const NOTHING: Mark = { line: "", said: "" };

function isShown(at: Instant | null, { from, to }: Span): at is Instant {
  return at !== null && at >= from && at < to;
}

function moment(at: Instant, { from, to }: Span): string {
  const isLong = toEpoch(to) - toEpoch(from) > DAY;
  return isLong ? at.slice(5, 16).replace("T", " ") : at.slice(11, 16);
}

/**
 * The lines of exposure and of the end of the key, and their words. The exposure's line ends below the words of the other, and its own
 * words stand on the left of it, where the other line never is.
 */
export function uprights(
  { exposedFrom, containedAt }: Marks,
  span: Span,
  canvas: Canvas,
  x: (at: number) => number,
): readonly Mark[] {
  function mark(at: Instant | null, kind: keyof typeof ROW, toTheLeft: (wide: number) => boolean) {
    if (!isShown(at, span)) return NOTHING;
    const place = x(toEpoch(at));
    const words = `${kind} ${moment(at, span)}`;
    const isLeft = toTheLeft(wideOf(words) + 4);
    const y = canvas.top + ROW[kind];
    return {
      line: `<line class="mark" x1="${number(place)}" x2="${number(place)}" y1="${number(y - LETTERS_HIGH)}" y2="${number(canvas.bottom)}"/>`,
      said: text(
        isLeft ? place - 4 : place + 4,
        y,
        words,
        ` class="said"${isLeft ? ' text-anchor="end"' : ""}`,
      ),
    };
  }
  return [
    mark(exposedFrom, "exposed", (wide) => x(toEpoch(exposedFrom ?? span.from)) >= wide),
    mark(containedAt, "dead", (wide) => x(toEpoch(containedAt ?? span.to)) + wide > canvas.width),
  ];
}
