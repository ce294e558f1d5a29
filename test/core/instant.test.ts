import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Temporal } from "temporal-polyfill";
import {
  addMonths,
  between,
  DAY,
  durationWords,
  HOUR,
  MINUTE,
  parseDuration,
  parseInstant,
  cameTwice,
  noTimeWords,
  parseWhen,
  plus,
  SECOND,
  toEpoch,
  toInstant,
} from "../../src/core/instant.ts";

const instants = fc.date({
  min: new Date("1990-01-01T00:00:00Z"),
  max: new Date("2090-01-01T00:00:00Z"),
  noInvalidDate: true,
});

describe("instants", () => {
  it("are UTC with milliseconds and come back as they went", () => {
    fc.assert(
      fc.property(instants, (date) => {
        const instant = toInstant(date.getTime());
        expect(instant).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
        expect(toEpoch(instant)).toBe(date.getTime());
      }),
    );
  });

  it("plus and between are each other's inverse", () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: -DAY, max: DAY }), (date, ms) => {
        const instant = toInstant(date.getTime());
        expect(between(instant, plus(instant, ms))).toBe(ms);
      }),
    );
  });

  it.each([
    ["2026-11-23", "2026-11-23T00:00:00.000Z"],
    [" 2026-11-23T02:10Z ", "2026-11-23T02:10:00.000Z"],
    ["2026-11-23T02:10:07.5+01:00", "2026-11-23T01:10:07.500Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
  ])("reads %s", (text, instant) => {
    expect(parseInstant(text)).toBe(instant);
  });

  it.each(["", "now", "2026-11-23T02:10:00", "23.11.2026", "2026-13-01", "1795460760000", "2026"])(
    "refuses %j: no zone, no day, or no time at all",
    (text) => {
      expect(parseInstant(text)).toBeUndefined();
    },
  );
});

describe("durations", () => {
  it.each([
    ["90s", 90 * SECOND],
    ["15m", 15 * MINUTE],
    ["1h30m", 90 * MINUTE],
    ["7d", 7 * DAY],
    ["0s", 0],
  ])("%s", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(["", "15", "m", "-5m", "1.5h", "15 m", "1w", "5m!", "+15m", "99999d"])(
    "refuses %j",
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it.each([
    [42 * SECOND, "0:42"],
    [13 * MINUTE + 5 * SECOND, "13:05"],
    [59 * MINUTE + 59 * SECOND, "59:59"],
    [HOUR, "1 h 0 min"],
    [3 * HOUR + 52 * MINUTE, "3 h 52 min"],
    [47 * HOUR + 59 * MINUTE, "47 h 59 min"],
    [2 * DAY + 4 * HOUR, "2 d 4 h"],
    [-42 * SECOND, "0:42"],
  ])("%i ms is %s", (ms, words) => {
    expect(durationWords(ms)).toBe(words);
  });
});

describe("calendar months", () => {
  it.each([
    ["2026-01-31T10:00:00.000Z", 1, "2026-02-28T10:00:00.000Z"],
    ["2024-01-31T10:00:00.000Z", 1, "2024-02-29T10:00:00.000Z"],
    ["2026-11-30T23:59:59.999Z", 3, "2027-02-28T23:59:59.999Z"],
    ["2027-11-30T00:00:00.000Z", 3, "2028-02-29T00:00:00.000Z"],
    ["2026-08-31T00:00:00.000Z", 6, "2027-02-28T00:00:00.000Z"],
    ["2026-12-15T00:00:00.000Z", 3, "2027-03-15T00:00:00.000Z"],
    ["2024-02-29T00:00:00.000Z", 12, "2025-02-28T00:00:00.000Z"],
    ["2026-05-31T00:00:00.000Z", -3, "2026-02-28T00:00:00.000Z"],
  ])("%s + %i", (from, months, to) => {
    expect(addMonths(from, months)).toBe(to);
  });
});

describe("a moment as people type it", () => {
  const NOW = "2026-11-25T22:59:00.000Z";
  /** Two hours east of Greenwich, whatever the machine says. */
  function eastern(wall: string): number {
    return Date.parse(`${wall}Z`) - 2 * HOUR;
  }
  it.each([
    ["now", NOW],
    ["22:59Z", NOW],
    ["23:00Z", "2026-11-25T23:00:00.000Z"],
    ["23:10Z", "2026-11-24T23:10:00.000Z"],
    ["00:30", "2026-11-25T22:30:00.000Z"],
    ["9:05", "2026-11-25T07:05:00.000Z"],
    ["01:30", "2026-11-24T23:30:00.000Z"],
    ["2026-11-25 23:04", "2026-11-25T21:04:00.000Z"],
    ["2026-11-25T23:04Z", "2026-11-25T23:04:00.000Z"],
    ["2026-11-25 23:04:05+01:00", "2026-11-25T22:04:05.000Z"],
    ["2026-11-25", "2026-11-25T00:00:00.000Z"],
    ["2026-11-25T22:59:00.000Z", NOW],
  ])("%s", (text, instant) => {
    expect(parseWhen(text, NOW, eastern)).toBe(instant);
  });

  /** As every engine reads local times: of two the first, in a gap the one after it. */
  function zoned(zone: string): (wall: string) => number {
    return (wall) => {
      const local = Temporal.PlainDateTime.from(wall);
      return local.toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;
    };
  }

  it.each([
    ["Europe/Berlin", "2026-03-29 02:30"],
    ["Europe/Berlin", "2026-03-29 02:00"],
    ["Europe/Berlin", "2:59"],
    ["Australia/Lord_Howe", "2026-10-04 02:15"],
  ])("that clocks passed over in %s is none: %s", (zone, text) => {
    const now = "2026-03-29T02:00:00.000Z";
    expect(parseWhen(text, now, zoned(zone))).toBeUndefined();
    expect(noTimeWords(text, now, zoned(zone))).toContain("put forward");
  });

  it.each([
    ["Europe/Berlin", "2026-10-25 02:30", "2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00.000Z"],
    ["Europe/Berlin", "02:30", "2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00.000Z"],
    [
      "Australia/Lord_Howe",
      "2026-04-05 01:45",
      "2026-04-04T14:45:00.000Z",
      "2026-04-04T15:15:00.000Z",
    ],
  ])("that came twice in %s is the first, and both are told: %s", (zone, text, first, second) => {
    const now = "2026-10-25T09:00:00.000Z";
    expect(parseWhen(text, now, zoned(zone))).toBe(first);
    expect(cameTwice(text, now, zoned(zone))).toEqual({ first, second });
  });

  it.each(["2026-10-25 01:59", "2026-10-25 03:00", "2026-10-25T02:30Z", "02:30Z", "now", "soon"])(
    "%s came once",
    (text) => {
      expect(cameTwice(text, "2026-10-25T09:00:00.000Z", zoned("Europe/Berlin"))).toBeUndefined();
    },
  );

  it.each(["", "soon", "25:00Z", "2026-02-30 10:00", "2026-13-01", "12", "22:5"])(
    "%s is none",
    (text) => {
      expect(parseWhen(text, NOW, eastern)).toBeUndefined();
      expect(noTimeWords(text, NOW, eastern)).toContain("22:59");
    },
  );
});
