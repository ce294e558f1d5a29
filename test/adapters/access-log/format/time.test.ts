// Times as logs write them: every spelling of one instant is that instant, and what cannot be told is refused with a reason.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timesIn } from "../../../../src/adapters/access-log/format/time.ts";

const INSTANT = Date.parse("2026-11-23T13:05:07.120Z");

describe("spellings of one instant", () => {
  it.each([
    "2026-11-23T13:05:07.120Z",
    "2026-11-23T13:05:07.120456789Z",
    "2026-11-23T13:05:07,120Z",
    "2026-11-23 13:05:07.120 UTC",
    "2026-11-23T14:05:07.12+01:00",
    "2026-11-23 05:35:07.120 -0730",
    "2026-11-23T12:05:07.120-01",
    " 2026-11-23T13:05:07.120Z ",
    "1795439107.120",
    "1795439107120",
    "1795439107120456",
    "1795439107120456789",
    1_795_439_107.12,
    1_795_439_107_120,
  ])("%s", (written) => {
    expect(timesIn(null).read(written)).toBe(INSTANT);
  });

  it.each([
    "23/Nov/2026:13:05:07 +0000",
    "23/Nov/2026:14:05:07 +0100",
    "Mon, 23 Nov 2026 13:05:07 GMT",
  ])("%s, to the second", (written) => {
    expect(timesIn(null).read(written)).toBe(INSTANT - 120);
  });
});

it("a leap second is the next minute's first", () => {
  expect(timesIn(null).read("2016-12-31T23:59:60Z")).toBe(Date.parse("2017-01-01T00:00:00Z"));
});

it("comes back from every way of writing it", () => {
  const instants = fc.date({
    min: new Date("2001-01-01T00:00:00Z"),
    max: new Date("2099-12-31T00:00:00Z"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(instants, (date) => {
      const at = date.getTime();
      const written = [date.toISOString(), at, String(at), `${String(at)}000`, at / 1000];
      const { read } = timesIn(null);
      expect(written.map((one) => read(one))).toEqual(written.map(() => at));
    }),
  );
});

describe("is refused with a reason", () => {
  it.each([
    "11/12/26 13:05",
    "11/12/2026",
    "12.11.26",
    "2026-02-30T00:00:00Z",
    "0001-01-01T00:00:00Z",
    "0026-11-23T13:05:07Z",
    "23/Nov/0026:13:05:07 +0000",
    "2026-13-01T00:00:00Z",
    "2026-11-23T24:01:00Z",
    "Nov 23 13:05:07",
    "yesterday",
    "",
    "-",
    "99999999999999999999",
    17,
    -1,
    Number.NaN,
    Infinity,
    null,
    undefined,
    {},
    true,
  ])("%s", (written) => {
    expect(timesIn(null).read(written)).toMatch(/^is (?:no time|not there)/);
  });

  it("anything at all, and never a throw", () => {
    const { read } = timesIn("Europe/Berlin");
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double(), fc.anything()), (value) => {
        const at = read(value);
        expect(typeof at === "string" || Number.isSafeInteger(at)).toBe(true);
      }),
    );
  });
});

describe("two clocks of one log", () => {
  it("show how far the one that wrote is ahead", () => {
    const times = timesIn(null);
    times.compare(INSTANT, "2026-11-23T13:05:09Z");
    times.compare(INSTANT, INSTANT - 1_500);
    times.compare(INSTANT, "garbage");
    expect(times.notes()).toEqual([]);
    times.compare(INSTANT, "2026-11-23T13:04:25.120Z");
    times.compare(INSTANT, "2026-11-23T13:05:00Z");
    expect(times.notes()).toEqual([
      "Some of its events were received before they say that they happened: the clock that wrote them is 0:42 ahead, or more.",
    ]);
  });
});

describe("times without a zone", () => {
  it("are UTC, and it is said", () => {
    const times = timesIn(null);
    expect(times.read("2026-11-23 13:05:07")).toBe(INSTANT - 120);
    expect(times.notes()).toEqual(["Its times carry no zone and were read as UTC."]);
  });

  it("are of the zone that was named, summer and winter", () => {
    const times = timesIn("America/New_York");
    expect(times.read("2026-11-23T08:05:07")).toBe(INSTANT - 120);
    expect(times.read("2026-07-01T08:00:00")).toBe(Date.parse("2026-07-01T12:00:00Z"));
    expect(times.notes()).toEqual(["Its times carry no zone and were read as America/New_York."]);
  });

  it("that occur twice are the earlier one, those that never occur are moved, and both are said", () => {
    // Berlin puts its clocks forward on 29 March 2026 at 02:00 and back on 25 October at 03:00.
    const times = timesIn("Europe/Berlin");
    expect(times.read("2026-10-25T02:30:00")).toBe(Date.parse("2026-10-25T00:30:00Z"));
    expect(times.read("2026-10-25T03:00:00")).toBe(Date.parse("2026-10-25T02:00:00Z"));
    expect(times.read("2026-03-29T02:30:00")).toBe(Date.parse("2026-03-29T00:30:00Z"));
    expect(times.notes()).toEqual([
      "Its times carry no zone and were read as Europe/Berlin.",
      "1 of its local times occur twice, when clocks are put back: the earlier one was taken.",
      "1 of its local times do not exist in that zone: it may be the wrong one.",
    ]);
  });

  it("need no note where every time has its own", () => {
    const times = timesIn("Europe/Berlin");
    times.read("2026-11-23T13:05:07Z");
    times.read(1_795_439_107);
    expect(times.notes()).toEqual([]);
  });

  it("of a zone that is none are a wrong option", () => {
    expect(() => timesIn("Mars/Olympus")).toThrow("no time zone");
  });
});
