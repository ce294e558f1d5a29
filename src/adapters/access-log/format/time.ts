// Times as logs write them, as epoch milliseconds: ISO 8601, web servers' own, epoch numbers. What cannot be told apart is refused.
import { tzOffset } from "@date-fns/tz/tzOffset";
import { ClaroIrError } from "../../../core/error.ts";
import { HOUR, MINUTE } from "../../../core/instant.ts";

/** Epoch ms, or why it is none. */
export type ReadTime = number | string;

export interface Times {
  read(value: unknown): ReadTime;
  notes(): readonly string[];
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/i;
// What most logs write: Date.parse reads it at once, and up to the 28th every day exists.
const PLAIN = /^\d{4}-\d\d-(?:[01]\d|2[0-8])T\d\d:\d\d:\d\d(?:\.\d{3})?Z$/;
// 23/Nov/2026:19:06:00 +0000 (Apache's %t, nginx's $time_local, API Gateway's $context.requestTime)
const SERVER = /^(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}):(\d{2}):(\d{2})\s?(Z|[+-]\d{4})?$/;
// Mon, 23 Nov 2026 19:06:00 GMT (RFC 9110, section 5.6.7)
const HTTP =
  /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (GMT|UTC|[+-]\d{4})$/;
const EPOCH = /^\d{9,19}(?:\.\d{1,9})?$/;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Seconds, milli-, micro- or nanoseconds since 1970, told by their size: 1e11 s is the year 5138, 1e11 ms is 1973. */
function ofEpoch(value: number): ReadTime {
  if (value < 1e8) return "is no time: too small for seconds since 1970";
  if (value < 1e11) return Math.round(value * 1000);
  if (value < 1e14) return Math.round(value);
  if (value < 1e17) return Math.floor(value / 1e3);
  return value < 4e18 ? Math.floor(value / 1e6) : "is no time: too large";
}

/** Wall clock as if it were UTC; undefined for days and hours that do not exist. A 60th second is the next minute's first. */
function wall(parts: readonly number[]): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, ms = 0] = parts;
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59), ms));
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return undefined;
  return second === 60 ? at.getTime() + 1000 - ms : at.getTime();
}

function offsetMs(zone: string): number {
  if (/^(?:Z|UTC|GMT)$/i.test(zone)) return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(":", "") || "0");
  return (zone.startsWith("-") ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
}

interface Clock {
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

function clockOf(text: string): Clock | undefined {
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

/** Instants at which a clock in the zone shows this: none when it is put forward, two when it is put back. */
function inZone(at: number, zone: string): readonly number[] {
  const offsets = [at - 24 * HOUR, at + 24 * HOUR].map((near) => tzOffset(zone, new Date(near)));
  const candidates = [...new Set(offsets)].map((offset) => at - offset * MINUTE);
  return candidates
    .filter((one) => one + tzOffset(zone, new Date(one)) * MINUTE === at)
    .sort((a, b) => a - b);
}

function requireZone(zone: string): void {
  if (!Number.isNaN(tzOffset(zone, new Date(0)))) return;
  throw new ClaroIrError("usage", "bad-zone", "that is no time zone that this machine knows.", {
    hint: "A name such as Europe/Berlin or America/New_York, or +02:00",
  });
}

/** Reads times of one file. `zone` (IANA) is of times that carry none; null = UTC. Throws ClaroIrError `usage` for a zone that is none. */
export function timesIn(zone: string | null): Times {
  if (zone !== null) requireZone(zone);
  // Lines of one second follow each other.
  let lastText: string | null = null;
  let lastTime = 0;
  let zoneless = 0;
  let twice = 0;
  let never = 0;

  function local(at: number): number {
    zoneless += 1;
    if (zone === null) return at;
    const [first, second] = inZone(at, zone);
    if (second !== undefined) twice += 1;
    if (first !== undefined) return first;
    never += 1;
    return at - tzOffset(zone, new Date(at)) * MINUTE;
  }

  function ofText(text: string): ReadTime {
    if (text === lastText) return lastTime;
    const plain = PLAIN.test(text) ? Date.parse(text) : Number.NaN;
    if (!Number.isNaN(plain)) return plain;
    if (EPOCH.test(text)) return ofEpoch(Number(text));
    const clock = clockOf(text);
    if (clock?.zone !== undefined) {
      lastText = text;
      lastTime = clock.at - offsetMs(clock.zone);
      return lastTime;
    }
    if (clock !== undefined) return local(clock.at);
    return /^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}/.test(text)
      ? "is no time that can be told: day, month and year in an order that nobody wrote down; export it as ISO 8601"
      : "is no time that is known (ISO 8601, seconds since 1970, 23/Nov/2026:19:06:00 +0000)";
  }

  return {
    read(value) {
      if (typeof value === "number") return ofEpoch(value);
      return typeof value === "string" ? ofText(value.trim()) : "is not there";
    },
    notes: () =>
      [
        zoneless === 0 || zone !== null ? "" : "Its times carry no zone and were read as UTC.",
        zoneless === 0 || zone === null ? "" : `Its times carry no zone and were read as ${zone}.`,
        twice === 0
          ? ""
          : `${String(twice)} of its local times occur twice, when clocks are put back: the earlier one was taken.`,
        never === 0
          ? ""
          : `${String(never)} of its local times do not exist in that zone: it may be the wrong one.`,
      ].filter((note) => note !== ""),
  };
}
