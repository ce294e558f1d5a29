import { describe, expect, it } from "vitest";
import { retryAfterSeconds } from "../../../src/adapters/http/retry-after.ts";

const NOW = Date.parse("2026-11-23T02:10:00Z");

describe("retryAfterSeconds", () => {
  it.each([
    ["7", 7],
    [" 0 ", 0],
    ["60", 60],
    ["86400", 60],
    ["9".repeat(400), 60],
    ["Mon, 23 Nov 2026 02:10:30 GMT", 30],
    ["Mon, 23 Nov 2026 02:09:00 GMT", 0],
    ["Mon, 23 Nov 2099 02:09:00 GMT", 60],
    ["-5", undefined],
    ["1.5", undefined],
    ["soon", undefined],
    ["Infinity", undefined],
    ["2026-11-23", undefined],
    ["", undefined],
  ])("reads %s as %s", (header, seconds) => {
    expect(retryAfterSeconds(header, NOW)).toBe(seconds);
  });

  it("has no answer without the header", () => {
    expect(retryAfterSeconds(undefined, NOW)).toBeUndefined();
  });
});
