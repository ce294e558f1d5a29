// Personal data out of exports: mail, phone, card; figures of a record are none of these.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redactPersonal } from "../../../src/core/redaction/personal.ts";

const HEX = "0123456789abcdef".split("");

describe("redactPersonal", () => {
  it.each([
    ["write to dana.m+ir@example.co.uk, please", "write to [EMAIL], please"],
    ["<sam@example.com>", "<[EMAIL]>"],
    ["call +49 171 1234567 now", "call [PHONE] now"],
    ["call (555) 010-4477 now", "call [PHONE] now"],
    ["call 0171 1234567 now", "call [PHONE] now"],
    ["paid with 4111 1111 1111 1111.", "paid with [CARD]."],
    ["paid (4111 1111 1111 1111)", "paid ([CARD])"],
    ["call (+49 30 1234567)", "call ([PHONE])"],
    ["paid with 378282246310005", "paid with [CARD]"],
    ["call +49 30 1234 5678 9012 now", "call [PHONE] now"],
    ["call +46 8 123 456 2026-11-23 02:10", "call [PHONE] 2026-11-23 02:10"],
    ["iban DE89 3704 0044 0532 0130 00 paid", "iban [IBAN] paid"],
    ["GB82WEST12345698765432, FR1420041010050500013M02606", "[IBAN], [IBAN]"],
  ])("%s", (text, expected) => {
    expect(redactPersonal(text)).toBe(expected);
  });

  it.each([
    "2026-11-23T02:10:07.000Z",
    "between 2026-11-23 02:10 and 2026-11-24",
    "1795399807000 ms",
    "4111 1111 1111 1112",
    "10.0.0.1 and 192.168.100.200:8443",
    "npx -p node@24 -p claro-ir claro-ir start",
    "INC-20261123-k7f3 #12 b71e0a3c",
    "12345678-1234-4234-8234-123456789012",
    "@dana and user@localhost",
    "https://admin:s3cr3tpw@db.example.com",
    "postgres://user:password@db.example.com",
    "DE89370400440532013001",
    "[PHONE:11410720] [key fp:4155550104477]",
    "+15m, +3 h 52 min, 412 bytes, 2 618 015 lines",
  ])("leaves %s", (text) => {
    expect(redactPersonal(text)).toBe(text);
  });

  it("leaves digests, UUIDs and times alone, whatever they are", () => {
    const hex = fc.string({
      unit: fc.constantFrom(...HEX),
      minLength: 64,
      maxLength: 64,
    });
    const instant = fc
      .date({ min: new Date(0), max: new Date("2099-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString());
    fc.assert(
      fc.property(fc.oneof(hex, instant, fc.uuid()), (value) => {
        expect(redactPersonal(`at ${value} then`)).toBe(`at ${value} then`);
      }),
      { numRuns: 1000 },
    );
  });

  it("keeps the same person the same with a mark", () => {
    expect(redactPersonal("a@b.example a@b.example", () => "7f3a")).toBe(
      "[EMAIL:7f3a] [EMAIL:7f3a]",
    );
  });

  it.each(["@", "a@", "a.", "+1 ", "0171 ", "4111 ", "555-"])(
    "stays linear on a line of %s",
    (seed) => {
      function cost(length: number): number {
        const line = seed.repeat(length / seed.length);
        const start = performance.now();
        redactPersonal(line);
        return performance.now() - start;
      }
      const small = cost(1 << 16);
      expect(cost(1 << 18)).toBeLessThan(Math.max(12 * small, 500));
    },
  );
});
