// Pauses of a log: its rhythm and its chances are no gaps, a missing hour is one.
import { describe, expect, it } from "vitest";
import { gapsOf, noticed } from "../../../src/core/audit/marks.ts";
import { DAY, HOUR, MINUTE } from "../../../src/core/instant.ts";
import { dice } from "../../support/traffic/dice.ts";
import { FROM } from "../../support/traffic/plain.ts";

const START = FROM - 28 * DAY;
const END = FROM + 3 * DAY;

/** Minutes with a line: so many an hour by day, so many by night, by chance. */
function chance(seed: number, byDay: number, byNight: number): readonly number[] {
  const random = dice(seed);
  const marks: number[] = [];
  for (let at = START; at < END; at += MINUTE) {
    const hour = Math.floor(at / HOUR) % 24;
    const mean = (hour >= 7 && hour < 19 ? byDay : byNight) / 60;
    if (random.poisson(mean) > 0) marks.push(at);
  }
  return marks;
}

function without(marks: readonly number[], from: number, to: number): readonly number[] {
  return marks.filter((mark) => mark < from || mark >= to);
}

function gaps(marks: readonly number[]): readonly string[] {
  return gapsOf(marks, noticed(marks)).map(({ from, to }) =>
    [from, to].map((at) => new Date(at).toISOString().slice(5, 16)).join(" "),
  );
}

describe("a log whose lines come by chance, many by day and few by night", () => {
  const seeds = Array.from({ length: 12 }, (_, at) => at + 1);

  it.each([
    [200, 10],
    [60, 2],
    [20, 0.5],
    [3, 0.2],
    [0.3, 0.1],
  ])("has no gap of its own with %d and %d an hour", (byDay, byNight) => {
    const all = seeds.flatMap((seed) => gaps(chance(seed, byDay, byNight)));
    expect(all).toEqual([]);
  });

  it.each([
    [200, 10],
    [60, 2],
    [20, 0.5],
  ])("shows a missing hour by day with %d and %d an hour", (byDay, byNight) => {
    for (const seed of seeds) {
      const from = FROM + 10 * HOUR;
      const found = gaps(without(chance(seed, byDay, byNight), from, from + HOUR));
      expect(found).toHaveLength(1);
      const [begin = "", end = ""] = (found[0] ?? "").split(" ");
      expect(begin <= "11-23T10:00" && end >= "11-23T11:00").toBe(true);
    }
  });
});

describe("a log whose lines come by the clock", () => {
  const hourly = Array.from({ length: (END - START) / HOUR }, (_, at) => START + at * HOUR);

  it("shows three missing hours", () => {
    expect(gaps(hourly)).toEqual([]);
    expect(gaps(without(hourly, FROM + 2 * HOUR, FROM + 5 * HOUR))).toEqual([
      "11-23T01:01 11-23T05:00",
    ]);
  });
});
