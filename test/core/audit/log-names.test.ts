// The names of a key in logs: each once, the value never among them.
import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { logNames } from "../../../src/core/audit/log-names.ts";

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

it("are id, name, last four characters and the hash that GitHub writes", () => {
  const identity = { id: "77", name: "ci", last4: "abcd", value: "ghp_notAKeyButLongEnough_abcd" };
  expect(logNames(identity, sha256)).toEqual([
    "77",
    "ci",
    "abcd",
    // printf %s <value> | openssl dgst -sha256 -binary | base64
    "jrP7OZNF5qlHlMPtlDWYbmIbXiXP9Kf3Fyh02KPjCA4=",
  ]);
  expect(logNames(identity, sha256)).not.toContain(identity.value);
});

it("are only those that are known, each once", () => {
  expect(logNames({ id: "web", name: "web", last4: "", value: null }, sha256)).toEqual(["web"]);
});
