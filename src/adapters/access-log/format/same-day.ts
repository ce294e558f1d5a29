// Times as most logs write them, on a day that was read before: lines of one day follow each other, and only digits are left to read.

/** Of `2026-11-23T13:05:07.120Z`, how much is the day. */
const DAY_LENGTH = 11;
const DAY_MS = 86_400_000;

/** So many digits at a place, or NaN. */
function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let place = at; place < at + count; place += 1) {
    const digit = text.charCodeAt(place) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Ms since midnight of `…T13:05:07Z` or `…T13:05:07.120Z`; NaN for what is written otherwise. */
function sinceMidnight(text: string): number {
  const { length } = text;
  const isPlain = length === 20 || (length === 24 && text[19] === ".");
  if (!isPlain || text[13] !== ":" || text[16] !== ":" || text[length - 1] !== "Z")
    return Number.NaN;
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  const ms = length === 20 ? 0 : digits(text, 20, 3);
  return hour < 24 && minute < 60 && second < 60
    ? ((hour * 60 + minute) * 60 + second) * 1000 + ms
    : Number.NaN;
}

export interface SameDay {
  /** Epoch ms; NaN when it is another day, or written otherwise. */
  read(text: string): number;
  /** A text of this spelling and what it was found to be: its day is known from now on. */
  learn(text: string, at: number): void;
}

/** Remembers one day. */
export function sameDay(): SameDay {
  let day = "\0";
  let begins = 0;
  return {
    read: (text) => (text.startsWith(day) ? begins + sinceMidnight(text) : Number.NaN),
    learn(text, at) {
      if (text[DAY_LENGTH - 1] !== "T" || Number.isNaN(sinceMidnight(text))) return;
      day = text.slice(0, DAY_LENGTH);
      begins = Math.floor(at / DAY_MS) * DAY_MS;
    },
  };
}
