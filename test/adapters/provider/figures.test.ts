import { describe, expect, it } from "vitest";
import { asInstant, usageFigures } from "../../../src/adapters/provider/figures.ts";
import { atPointer } from "../../../src/core/pointer.ts";

describe("asInstant", () => {
  it.each([
    ["2026-11-23T02:10:00Z", "2026-11-23T02:10:00.000Z"],
    ["2026-11-23T02:10:00.123456Z", "2026-11-23T02:10:00.123Z"],
    ["2026-11-23T03:10:00+01:00", "2026-11-23T02:10:00.000Z"],
    [1_763_863_800, "2025-11-23T02:10:00.000Z"],
    [1_763_863_800_000, "2025-11-23T02:10:00.000Z"],
    ["2026-11-23T02:10:00", null],
    ["2 hours ago", null],
    ["2026-13-45T00:00:00Z", null],
    [Number.MAX_VALUE, null],
    [Number.NaN, null],
    [null, null],
    [{}, null],
  ])("reads %s as %s", (value, instant) => {
    expect(asInstant(value)).toBe(instant);
  });
});

describe("usageFigures", () => {
  it("takes what the configuration points at, and only that", () => {
    const raw = { a: { n: 3 }, requests_today: 9 };
    expect(usageFigures(raw, { requests: "/a/n" }).requests).toBe(3);
    expect(usageFigures(raw, { requests: "/a/m" }).requests).toBeNull();
  });

  it("has nulls for what is missing or no figure, and keeps the answer as evidence", () => {
    const raw = { requests_today: "many", error_rate: -1 };
    expect(usageFigures(raw, {})).toEqual({
      requests: null,
      lastUsedAt: null,
      errorRate: null,
      raw,
    });
    expect(usageFigures("text", {}).raw).toBe("text");
  });
});

describe("atPointer", () => {
  // The examples of RFC 6901, section 5.
  const document = JSON.parse(
    '{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\\\j":5,"k\\"l":6," ":7,"m~n":8}',
  ) as unknown;

  it.each<[string, unknown]>([
    ["", document],
    ["/foo", ["bar", "baz"]],
    ["/foo/0", "bar"],
    ["/", 0],
    ["/a~1b", 1],
    ["/c%d", 2],
    ["/e^f", 3],
    ["/g|h", 4],
    ["/i\\j", 5],
    ['/k"l', 6],
    ["/ ", 7],
    ["/m~0n", 8],
    ["/foo/2", undefined],
    ["/none/x", undefined],
    ["/constructor", undefined],
    ["/__proto__", undefined],
  ])("finds %s", (pointer, value) => {
    expect(atPointer(document, pointer)).toEqual(value);
  });
});
