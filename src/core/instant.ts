// Instants and durations: the one pure file that may touch Date. Time itself always comes in as an argument.

/** A point in time as UTC ISO 8601 with milliseconds, e.g. `2026-11-23T02:10:07.000Z`. */
export type Instant = string;

/** How exactly a back-dated instant is known. */
export type Precision = "second" | "minute" | "hour" | "day";

export const PRECISIONS: readonly Precision[] = ["second", "minute", "hour", "day"];

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Epoch milliseconds to an instant. */
export function toInstant(epochMs: number): Instant {
  return new Date(epochMs).toISOString();
}

/** An instant to epoch milliseconds; NaN when it is not one. */
export function toEpoch(instant: Instant): number {
  return Date.parse(instant);
}

/** Milliseconds from `a` to `b`. */
export function between(a: Instant, b: Instant): number {
  return toEpoch(b) - toEpoch(a);
}

/** `instant` moved by `ms`. */
export function plus(instant: Instant, ms: number): Instant {
  return toInstant(toEpoch(instant) + ms);
}

/** The second that an instant lies in. */
export function wholeSecond(instant: Instant): Instant {
  return `${instant.slice(0, 19)}.000Z`;
}

const INSTANT_INPUT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** What a person typed as a time (a UTC day, or ISO 8601 with a zone) as an instant; undefined when it is neither. */
export function parseInstant(text: string): Instant | undefined {
  const trimmed = text.trim();
  if (!INSTANT_INPUT.test(trimmed)) return undefined;
  const epoch = Date.parse(trimmed);
  if (Number.isNaN(epoch)) return undefined;
  // Date.parse turns 30 February into 2 March: a day that does not exist was mistyped.
  const day = trimmed.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day) ? toInstant(epoch) : undefined;
}

/** How exactly a moment is known that a person typed: a day alone to the day, hours and minutes to the minute. */
export function typedPrecision(text: string): Precision {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text.trim())) return "day";
  return /(?:^|[T\s])\d{1,2}:\d\d\s*(?:Z|[+-]\d\d:\d\d)?$/i.test(text) ? "minute" : "second";
}

/** How `parseWhen` takes them, for questions and hints. */
export const WHEN_FORMATS = "now, 22:59, 22:59Z, or 2026-11-25 22:59";

const CLOCK_TIME = /^(\d{1,2}:\d{2}(?::\d{2})?)(Z?)$/i;
const DAY_AND_TIME =
  /^(\d{4}-\d{2}-\d{2})[ T](\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?$/i;

/** Epoch ms of a wall-clock time without a zone, where the program runs. */
export type LocalTime = (wall: string) => number;

function wall(day: string, time: string): string {
  return `${day}T${time.padStart(time.indexOf(":") === 1 ? time.length + 1 : time.length, "0")}`;
}

/** By how much clocks are put forward or back: an hour, on Lord Howe Island half of one. */
const SHIFTS = [HOUR, HOUR / 2];

function localAfter(text: string, ms: number, local: LocalTime): number {
  return local(plus(`${text}Z`, ms).slice(0, -1));
}

/** A local wall time; undefined where there is none, and where clocks passed over it: it would be taken for the one after the gap. */
function onceRead(text: string, local: LocalTime): Instant | undefined {
  const epoch = local(text);
  if (Number.isNaN(epoch)) return undefined;
  return SHIFTS.some((ms) => localAfter(text, ms, local) === epoch) ? undefined : toInstant(epoch);
}

/** The last time of day before `now`; a minute ahead is a clock that differs, not yesterday. */
function lastTime(time: string, now: Instant, local: LocalTime): Instant | undefined {
  const last = [DAY, 0, -DAY]
    .map((ms) => wall(plus(now, ms).slice(0, 10), time))
    .find((text) => local(text) <= toEpoch(now) + MINUTE);
  return last === undefined ? undefined : onceRead(last, local);
}

/** Every local wall time that a text without a zone may mean. */
function localWalls(text: string, now: Instant): readonly string[] {
  const [, time, utc] = CLOCK_TIME.exec(text) ?? [];
  const days = [DAY, 0, -DAY].map((ms) => plus(now, ms).slice(0, 10));
  if (time !== undefined) return utc === "" ? days.map((day) => wall(day, time)) : [];
  const [, day, hours, zone] = DAY_AND_TIME.exec(text) ?? [];
  return day === undefined || hours === undefined || zone !== undefined ? [] : [wall(day, hours)];
}

/** Why a text that `parseWhen` does not take is no time: clocks passed over it, or how times are typed. */
export function noTimeWords(text: string, now: Instant, local: LocalTime = Date.parse): string {
  const isPassedOver = localWalls(text.trim(), now).some(
    (one) => parseInstant(one.slice(0, 10)) !== undefined && !Number.isNaN(local(one)),
  );
  return isPassedOver ? "clocks were put forward over it" : WHEN_FORMATS;
}

/**
 * Both moments of a local time that came twice, because clocks were put back: `parseWhen` takes the first, so that a deadline is never late.
 * Undefined for every other text.
 */
export function cameTwice(
  text: string,
  now: Instant,
  local: LocalTime = Date.parse,
): { readonly first: Instant; readonly second: Instant } | undefined {
  const first = parseWhen(text, now, local);
  if (first === undefined) return undefined;
  const epoch = toEpoch(first);
  const typed = localWalls(text.trim(), now).find((one) => local(one) === epoch);
  if (typed === undefined) return undefined;
  const shift = SHIFTS.find((ms) => localAfter(typed, ms, local) - epoch === 2 * ms);
  return shift === undefined ? undefined : { first, second: plus(first, shift) };
}

/**
 * A moment as people type it: `now`, a time of day (the last one before `now`), day and time, or anything that `parseInstant` takes. Without
 * a zone it is the time on the person's own clock, by `local`, the first of two where clocks were put back. Undefined when it is none, a day
 * that does not exist, or a time that clocks passed over.
 */
export function parseWhen(
  text: string,
  now: Instant,
  local: LocalTime = Date.parse,
): Instant | undefined {
  const trimmed = text.trim();
  if (trimmed.toLowerCase() === "now") return now;
  const [, time, utc] = CLOCK_TIME.exec(trimmed) ?? [];
  if (time !== undefined)
    return lastTime(time, now, utc === "" ? local : (one) => Date.parse(`${one}Z`));
  const [, day, hours, zone] = DAY_AND_TIME.exec(trimmed) ?? [];
  if (day === undefined || hours === undefined) return parseInstant(trimmed);
  if (zone !== undefined) return parseInstant(wall(day, hours) + zone.toUpperCase());
  return parseInstant(day) === undefined ? undefined : onceRead(wall(day, hours), local);
}

const UNITS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY };

/** A century, in ms: moved by more than some of these, an instant is none any more. */
const LONGEST = 36_525 * DAY;

/** `90s`, `15m`, `48h`, `7d`, or a sum such as `1h30m`, as milliseconds; undefined when it is none, or longer than a century. */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^(\d+[smhd])+$/.test(trimmed)) return undefined;
  let total = 0;
  for (const part of trimmed.matchAll(/(\d+)([smhd])/g))
    total += Number(part[1]) * (UNITS[part[2] ?? ""] ?? 0);
  return total <= LONGEST ? total : undefined;
}

/** Milliseconds in words for people: `0:42`, `13:05`, `3 h 52 min`, `2 d 4 h`. Negative ones read as positive. */
export function durationWords(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / SECOND);
  if (seconds < 3600)
    return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, "0")}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 48 * 60) return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
  const hours = Math.floor(minutes / 60);
  return `${String(Math.floor(hours / 24))} d ${String(hours % 24)} h`;
}

/** `instant` moved by calendar months in UTC; a day that the month lacks becomes its last (31 January + 1 = 28 or 29 February). */
export function addMonths(instant: Instant, months: number): Instant {
  const date = new Date(instant);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.toISOString();
}
