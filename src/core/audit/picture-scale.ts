// The measures of an audit's picture: bars wide enough to be seen, round numbers at the axes.
import { DAY, HOUR, MINUTE, toEpoch, toInstant } from "../instant.ts";
import type { CredentialAudit, Span } from "./report.ts";

/** Lengths of time that a bar, or the space between two marks of the axis, may stand for. */
const LENGTHS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14_400].map(
  (minutes) => minutes * MINUTE,
);

/** One bar: requests of ours below, of strangers on top; `usual` = what was to be expected, null = not known. */
export interface Bar {
  readonly from: number;
  readonly ours: number;
  readonly foreign: number;
  readonly usual: number | null;
}

/** The shortest round length of which at most `most` fit in. */
export function lengthFor(span: number, most: number): number {
  return LENGTHS.find((length) => span / length <= most) ?? Math.ceil(span / most / DAY) * DAY;
}

/** The next number of 1, 2 or 5 with zeros that is not below. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  const factor = [1, 2, 5, 10].find((one) => one * power >= value) ?? 10;
  return factor * power;
}

/** The series in bars of `length` ms, empty ones included. */
export function barsOf(
  { series, usual }: Pick<CredentialAudit, "series" | "usual">,
  { from, to }: Span,
  length: number,
): readonly Bar[] {
  const start = Math.floor(toEpoch(from) / length) * length;
  const sums = new Map<number, { all: number; foreign: number }>();
  for (const [minute, all, foreign] of series) {
    const bin = Math.floor((minute * MINUTE) / length) * length;
    const sum = sums.get(bin) ?? { all: 0, foreign: 0 };
    sums.set(bin, { all: sum.all + all, foreign: sum.foreign + foreign });
  }
  const bars: Bar[] = [];
  for (let at = start; at < toEpoch(to); at += length) {
    const { all, foreign } = sums.get(at) ?? { all: 0, foreign: 0 };
    bars.push({ from: at, ours: all - foreign, foreign, usual: expected(usual, at, length) });
  }
  return bars;
}

/** Mean of the hours that a bar touches, for its whole length. */
function expected(usual: readonly number[] | null, at: number, length: number): number | null {
  if (usual === null) return null;
  const hours = Math.max(1, Math.round(length / HOUR));
  let sum = 0;
  for (let hour = 0; hour < hours; hour += 1)
    sum += usual[(Math.floor(at / HOUR) + hour) % 24] ?? 0;
  return (sum / hours) * (length / MINUTE);
}

/** Marks of the time axis: `02:00`, with the day at midnight and at the first one. */
export function timeMarks(
  { from, to }: Span,
  most: number,
): readonly { at: number; text: string }[] {
  const step = lengthFor(toEpoch(to) - toEpoch(from), most);
  const marks: { at: number; text: string }[] = [];
  for (let at = Math.ceil(toEpoch(from) / step) * step; at < toEpoch(to); at += step) {
    const text = toInstant(at);
    const isDay = marks.length === 0 || at % DAY === 0;
    marks.push({
      at,
      text: isDay ? `${text.slice(5, 10)} ${text.slice(11, 16)}` : text.slice(11, 16),
    });
  }
  return marks;
}
