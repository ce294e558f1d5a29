// What a calendar, `status` and the live view take from the clocks.
import { expect, it } from "vitest";
import { deadlines, duesOf, firstClock } from "../../../src/core/compliance/deadlines.ts";
import { HOUR, plus } from "../../../src/core/instant.ts";
import { clockRow as row } from "../../support/clock-row.ts";

const AT = "2026-11-23T18:59:00.000Z";

it("only what runs towards a date, the earliest first, with its warnings", () => {
  const early = row({
    regime: "in-certin",
    stage: "certin",
    dueAt: plus(AT, 6 * HOUR),
    state: "late",
  });
  const rows = [
    row({}),
    early,
    row({ stage: "people", dueAt: null }),
    row({ stage: "met", state: "met" }),
    row({ stage: "kept", isNotice: false }),
  ];
  expect(deadlines(rows).map(({ id, isLate }) => [id, isLate])).toEqual([
    ["in-certin.certin", true],
    ["eu-gdpr.authority", false],
  ]);
  expect(deadlines([row({})])[0]?.warnAt).toEqual([
    plus(AT, 36 * HOUR),
    plus(AT, 54 * HOUR),
    plus(AT, 64.8 * HOUR),
  ]);
});

it("each warning is due, and the date; every one says that it is no legal advice", () => {
  const dues = duesOf([row({})]);
  expect(dues.map(({ what }) => what.slice(0, 4))).toEqual(["50 %", "75 %", "90 %", "tell"]);
  expect(dues.every(({ what }) => what.includes("no legal advice"))).toBe(true);
});

it("the first of them is near from half of its time on", () => {
  expect(firstClock([row({})], plus(AT, HOUR))).toMatchObject({ isNear: false });
  expect(firstClock([row({})], plus(AT, 36 * HOUR))).toMatchObject({ isNear: true });
  expect(firstClock([], AT)).toBeNull();
});
