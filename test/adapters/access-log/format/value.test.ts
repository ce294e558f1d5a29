// Addresses, forwarded addresses, networks and outcomes as logs write them.
import { describe, expect, it } from "vitest";
import { callerOf } from "../../../../src/adapters/access-log/format/forwarded.ts";
import {
  addressOf,
  asnOf,
  countryOf,
  outcomeOf,
} from "../../../../src/adapters/access-log/format/value.ts";

it.each([
  ["203.0.113.9", "203.0.113.9"],
  ["203.0.113.9:443", "203.0.113.9"],
  ["[2001:db8::7]:443", "2001:db8::7"],
  ["2001:db8::7", "2001:db8::7"],
  ["fe80::1%eth0", "fe80::1"],
  ["::ffff:203.0.113.9", "203.0.113.9"],
  ["lambda.amazonaws.com", null],
  ["gce-internal-ip", null],
  ["999.1.1.1", null],
  ["-", null],
  [17, null],
])("address %s is %s", (written, address) => {
  expect(addressOf(written)).toBe(address);
});

it.each([
  // What the caller wrote stands to the left of what the first own proxy saw.
  ["6.6.6.6, 203.0.113.9", "203.0.113.9"],
  ["6.6.6.6, 203.0.113.9, 10.0.0.8", "203.0.113.9"],
  ["6.6.6.6, 203.0.113.9, 127.0.0.1, ::1, fd00::1", "203.0.113.9"],
  ["10.0.0.1, 192.168.0.1", "192.168.0.1"],
  ["203.0.113.9", "203.0.113.9"],
  ["unknown", null],
  [",".repeat(100_000), null],
])("forwarded for %s is %s", (list, address) => {
  expect(callerOf(list)).toBe(address);
});

it("networks and countries are taken as codes alone", () => {
  expect([asnOf(64_500), asnOf("as64500"), asnOf("AS64500 Example"), asnOf(null)]).toEqual([
    "AS64500",
    "AS64500",
    null,
    null,
  ]);
  expect([countryOf("nl"), countryOf("Netherlands")]).toEqual(["NL", null]);
});

describe("outcome", () => {
  it.each([
    [undefined, 200, null, "success"],
    [undefined, 304, null, "success"],
    [undefined, 401, null, "denied"],
    [undefined, 403, null, "denied"],
    [undefined, 404, null, "error"],
    [undefined, 429, null, "error"],
    [undefined, 503, null, "error"],
    [undefined, 0, null, "error"],
    [undefined, null, null, "success"],
    [undefined, null, "AccessDenied", "denied"],
    [undefined, null, "Client.UnauthorizedOperation", "denied"],
    [undefined, null, "AuthFailure", "denied"],
    [undefined, null, "ExpiredTokenException", "denied"],
    [undefined, null, "InvalidClientTokenId", "denied"],
    [undefined, null, "ThrottlingException", "error"],
    [undefined, null, "NoSuchBucket", "error"],
    [true, 500, "x", "success"],
    [false, null, null, "error"],
    [false, 403, null, "denied"],
    ["SUCCESS", null, null, "success"],
    ["Failed", null, null, "error"],
    ["DENY", null, null, "denied"],
    ["200", null, null, "success"],
    ["500", null, null, "error"],
  ] as const)("said %s, status %s, code %s: %s", (said, status, code, outcome) => {
    expect(outcomeOf(said, status, code)).toBe(outcome);
  });
});
