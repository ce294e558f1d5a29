// Dates as a calendar takes them: RFC 5545's own rules on lines, stamps and identity.
import { expect, it } from "vitest";
import { writeIcs } from "../../../src/adapters/exchange/ics.ts";

const ENTRY = {
  uid: "rotate-production-web-app-2027-02-21",
  title: "Rotate production-web-app, at once; \\ now",
  description: `of web-team ${"long ".repeat(40)}`,
  at: "2027-02-21T02:10:00.000Z",
};

it("is one all-day event with a reminder, the same one each time it is exported", () => {
  const first = writeIcs("Key rotation", [ENTRY], "2026-11-23T02:10:00.000Z");
  const lines = first.split("\r\n");
  expect(first).not.toMatch(/[^\r]\n/);
  for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(lines).toContain("DTSTART;VALUE=DATE:20270221");
  expect(lines).toContain("DTSTAMP:20261123T021000Z");
  expect(lines).toContain("TRIGGER:-P14D");
  expect(lines).toContain(String.raw`SUMMARY:Rotate production-web-app\, at once\; \\ now`);
  const again = writeIcs("Key rotation", [ENTRY], "2026-11-24T02:10:00.000Z");
  const uid = /^UID:.*$/m;
  expect(uid.exec(again)?.[0]).toBe(uid.exec(first)?.[0]);
});
