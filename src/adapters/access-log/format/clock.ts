// The spellings of a time in logs: which instant, or which wall clock, a text says. Pure shapes; zones and doubts are in time.ts.
import { HOUR, MINUTE } from "../../../core/instant.ts";

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/i;
// 23/Nov/2026:19:06:00 +0000 (Apache's %t, nginx's $time_local, API Gateway's $context.requestTime)
const SERVER = /^(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}):(\d{2}):(\d{2})\s?(Z|[+-]\d{4})?$/;
// Mon, 23 Nov 2026 19:06:00 GMT (RFC 9110, section 5.6.7)
const HTTP =
  /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (GMT|UTC|[+-]\d{4})$/;
/** Seconds or finer since 1970, as text. */
export const EPOCH = /^\d{9,19}(?:\.\d{1,9})?$/;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Seconds, milli-, micro- or nanoseconds since 1970, told by their size: 1e11 s is the year 5138, 1e11 ms is 1973. */
export function ofEpoch(value: number): number | string {
  if (value < 1e8) return "is no time: too small for seconds since 1970";
  if (value < 1e11) return Math.round(value * 1000);
  if (value < 1e14) return Math.round(value);
  if (value < 1e17) return Math.floor(value / 1e3);
  return value < 4e18 ? Math.floor(value / 1e6) : "is no time: too large";
}

/** Wall clock as if it were UTC; undefined for days and hours that do not exist. A 60th second is the next minute's first. */
function wall(parts: readonly number[]): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, ms = 0] = parts;
  // The year 1 is an empty field, and the years 0 to 99 are the last century to Date.UTC.
  if (year < 1970) return undefined;
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second, ms);
}

/** `Z`, `UTC`, `+01:00`, `-0730` or `+01` in ms east of Greenwich. */
export function offsetMs(zone: string): number {
  if (/^(?:Z|UTC|GMT)$/i.test(zone)) return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(":", "") || "0");
  return (zone.startsWith("-") ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
}

/** What a clock showed, as if it were UTC, and the zone that stands behind it. */
export interface Clock {
  readonly at: number;
  readonly zone: string | undefined;
}

function ofWords(
  day: string,
  month: string,
  rest: readonly string[],
  zone?: string,
): Clock | undefined {
  const [year = "", ...time] = rest;
  const at = wall([Number(year), MONTHS.indexOf(month) + 1, Number(day), ...time.map(Number)]);
  return at === undefined ? undefined : { at, zone };
}

/** A clock as one of the known spellings says it; undefined when the text is none of them, or no day that exists. */
export function clockOf(text: string): Clock | undefined {
  const iso = ISO.exec(text);
  if (iso !== null) {
    const [, year, month, day, hour, minute, second, fraction, zone] = iso;
    const ms = Number((fraction ?? "").padEnd(3, "0").slice(0, 3));
    const at = wall([year, month, day, hour ?? 0, minute ?? 0, second ?? 0, ms].map(Number));
    return at === undefined ? undefined : { at, zone };
  }
  const server = SERVER.exec(text);
  if (server !== null)
    return ofWords(server[1] ?? "", server[2] ?? "", server.slice(3, 7), server[7]);
  const http = HTTP.exec(text);
  if (http !== null) return ofWords(http[1] ?? "", http[2] ?? "", http.slice(3, 7), http[7]);
  return undefined;
}
