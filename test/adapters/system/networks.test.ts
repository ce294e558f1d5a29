// Own networks and places: both kinds of addresses, and text that is none.
import { describe, expect, it } from "vitest";
import { networks } from "../../../src/adapters/system/networks.ts";

const { isOwn, placeOf } = networks(["10.0.0.0/8", "2001:db8:1::/48"]);

describe("networks of our own", () => {
  it.each([
    ["10.255.0.1", true],
    ["11.0.0.1", false],
    ["2001:db8:1:ffff::1", true],
    ["2001:db8:2::1", false],
    ["::ffff:10.1.2.3", true],
    ["secretsmanager.amazonaws.com", false],
    ["", false],
  ])("%s is ours: %s", (ip, expected) => {
    expect(isOwn(ip)).toBe(expected);
  });
});

describe("the network that counts as one place", () => {
  it.each([
    ["203.0.113.77", "203.0.113.0/24"],
    ["::ffff:203.0.113.77", "203.0.113.0/24"],
    ["2001:db8:1:2:3::4", "2001:db8:1:2::/64"],
    ["\u001b[31mno address", "\u001b[31mno address"],
  ])("of %s", (ip, expected) => {
    expect(placeOf(ip)).toBe(expected);
  });
});
