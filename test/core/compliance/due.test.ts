// When a duty is due: the worked examples of the laws' own texts, clocks that jump, month and year ends.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dueAfter, endOfYear } from "../../../src/core/compliance/due.ts";
import type { Unit } from "../../../src/core/compliance/regime.ts";
import { between, HOUR, toInstant } from "../../../src/core/instant.ts";

const US = ["2026-11-11", "2026-11-26", "2026-12-25"];
const BRAZIL = ["2026-11-20", "2026-12-25"];

function due(
  start: string,
  limit: number,
  unit: Unit,
  zone = "UTC",
  holidays: readonly string[] = [],
) {
  return dueAfter(start, limit, unit, { zone, holidays: new Set(holidays) });
}

/** The local day that is the last one, in UTC. */
function day(start: string, limit: number, unit: Unit, holidays: readonly string[] = []): string {
  return due(`${start}T12:00:00.000Z`, limit, unit, "UTC", holidays).slice(0, 10);
}

describe("hours", () => {
  it.each([
    [72, "2026-11-26T18:59:00.000Z"],
    [24, "2026-11-24T18:59:00.000Z"],
    [6, "2026-11-24T00:59:00.000Z"],
    [36, "2026-11-25T06:59:00.000Z"],
  ])("%i run through weekends and nights", (hours, at) => {
    expect(due("2026-11-23T18:59:00.000Z", hours, "hours")).toBe(at);
  });

  it.each(["2026-03-28T20:00:00.000Z", "2026-10-24T20:00:00.000Z"])(
    "are exact where clocks change (%s)",
    (start) => {
      expect(between(start, due(start, 72, "hours", "Europe/Berlin"))).toBe(72 * HOUR);
    },
  );
});

describe("calendar days", () => {
  it.each([
    ["2026-11-23", 30, "2026-12-23"],
    ["2026-12-23", 15, "2027-01-07"],
    ["2026-11-23", 60, "2027-01-22"],
    ["2026-12-31", 60, "2027-03-01"],
    ["2027-12-31", 60, "2028-02-29"],
    ["2026-11-23", 3, "2026-11-26"],
  ])("%s + %i", (start, days, last) => {
    expect(day(start, days, "calendar_days")).toBe(last);
  });

  it("end with the local day of whoever counts them, before and after a change of clocks", () => {
    expect(due("2026-11-23T02:00:00.000Z", 30, "calendar_days", "America/New_York")).toBe(
      "2026-12-23T04:59:59.000Z",
    );
    expect(due("2026-10-01T10:00:00.000Z", 30, "calendar_days", "Europe/Berlin")).toBe(
      "2026-10-31T22:59:59.000Z",
    );
    expect(due("2026-03-01T10:00:00.000Z", 30, "calendar_days", "Europe/Berlin")).toBe(
      "2026-03-31T21:59:59.000Z",
    );
  });
});

describe("business days", () => {
  it.each([
    ["2026-11-20", 4, US, "2026-11-27"],
    ["2026-11-21", 4, US, "2026-11-27"],
    ["2026-11-23", 4, US, "2026-11-30"],
    ["2026-11-19", 3, BRAZIL, "2026-11-25"],
    ["2026-11-23", 3, BRAZIL, "2026-11-26"],
    ["2026-11-26", 20, BRAZIL, "2026-12-24"],
  ])("%s + %i without holidays", (start, days, holidays, last) => {
    expect(day(start, days, "business_days", holidays)).toBe(last);
  });

  it("never end on a weekend or a holiday, and never before they begin", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2032, 0, 1) }),
        fc.integer({ min: 1, max: 40 }),
        (epoch, count) => {
          const start = toInstant(epoch);
          const last = due(start, count, "business_days", "UTC", US);
          expect([0, 6]).not.toContain(new Date(last).getUTCDay());
          expect(US).not.toContain(last.slice(0, 10));
          expect(between(start, last)).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe("months", () => {
  it.each([
    ["2026-11-23", 1, "2026-12-23"],
    ["2027-01-31", 1, "2027-02-28"],
    ["2028-01-31", 1, "2028-02-29"],
    ["2026-12-31", 2, "2027-02-28"],
  ])("%s + %i is the same day, or the last one", (start, months, last) => {
    expect(day(start, months, "months")).toBe(last);
  });
});

it("the year of discovery ends where it is discovered", () => {
  expect(endOfYear("2027-01-01T03:00:00.000Z", "America/New_York")).toBe(
    "2027-01-01T04:59:59.000Z",
  );
  expect(endOfYear("2027-01-01T03:00:00.000Z", "UTC")).toBe("2027-12-31T23:59:59.000Z");
});
