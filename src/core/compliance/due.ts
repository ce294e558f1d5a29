// When something is due: hours exactly, days and months in the zone of whoever counts them, business days without the given holidays.
import { Temporal } from "temporal-polyfill";
import { HOUR, plus, toEpoch, toInstant, type Instant } from "../instant.ts";
import type { Unit } from "./regime.ts";

export interface Counting {
  /** IANA zone in which days begin and end. */
  readonly zone: string;
  /** Local days, `2026-11-26`, that are no business days beside Saturday and Sunday. */
  readonly holidays: ReadonlySet<string>;
}

function localDay(at: Instant, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(toEpoch(at)).toZonedDateTimeISO(zone).toPlainDate();
}

function lastMomentOf(day: Temporal.PlainDate, zone: string): Instant {
  // The last second of the local day; where that hour does not exist or exists twice, the later reading is the later deadline.
  const end = day
    .toPlainDateTime({ hour: 23, minute: 59, second: 59 })
    .toZonedDateTime(zone, { disambiguation: "later" });
  return toInstant(end.epochMilliseconds);
}

function isBusinessDay(day: Temporal.PlainDate, holidays: ReadonlySet<string>): boolean {
  return day.dayOfWeek <= 5 && !holidays.has(day.toString());
}

/** The day on which `count` business days have passed; the start day does not count. */
function afterBusinessDays(
  start: Temporal.PlainDate,
  count: number,
  holidays: ReadonlySet<string>,
): Temporal.PlainDate {
  let day = start;
  for (let left = count; left > 0;) {
    day = day.add({ days: 1 });
    if (isBusinessDay(day, holidays)) left -= 1;
  }
  return day;
}

/**
 * `limit` units after `start`. Hours are exact and skip nothing. Days end at 23:59:59 local. A month later is the same day, or the last one
 * of a shorter month. An event on a day that is none counts from the next business day, which is the first (SEC, Form 8-K, B.1).
 */
export function dueAfter(start: Instant, limit: number, unit: Unit, counting: Counting): Instant {
  if (unit === "hours") return plus(start, limit * HOUR);
  const { zone, holidays } = counting;
  const day = localDay(start, zone);
  if (unit === "calendar_days") return lastMomentOf(day.add({ days: limit }), zone);
  if (unit === "months")
    return lastMomentOf(day.add({ months: limit }, { overflow: "constrain" }), zone);
  return lastMomentOf(afterBusinessDays(day, limit, holidays), zone);
}

/** First moment of a local day such as `2026-11-23`, in a zone. */
export function startOfDay(day: string, zone: string): Instant {
  return toInstant(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds);
}

/** Last moment of the calendar year in which an instant lies, in a zone. */
export function endOfYear(at: Instant, zone: string): Instant {
  const { year } = localDay(at, zone);
  return lastMomentOf(Temporal.PlainDate.from({ year, month: 12, day: 31 }), zone);
}
