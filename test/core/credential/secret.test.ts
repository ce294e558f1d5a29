// A secret value does not print, whatever is done with it.
import { format, inspect } from "node:util";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Secret } from "../../../src/core/credential/secret.ts";
import { vendorsOf } from "../../../src/core/credential/vendor.ts";

const VALUE = "sk_live_Canary0fTheSecretTests9xyz";

describe("a Secret", () => {
  const secret = new Secret(VALUE);

  it.each<[string, () => unknown]>([
    // oxlint-disable-next-line typescript/restrict-template-expressions -- the template is what is tested
    ["template", () => `key ${secret}`],
    ["String()", () => String(secret)],
    // oxlint-disable-next-line prefer-template -- concatenation is what is tested
    ["concatenation", () => "key: " + secret],
    ["join", () => [secret, secret].join()],
    ["JSON", () => JSON.stringify({ deep: [{ secret }] })],
    ["inspect", () => inspect({ secret }, { depth: 9, showHidden: true, getters: true })],
    ["inspect of an array", () => inspect([[secret]])],
    ["format", () => format("%s %o %O %j", secret, secret, secret, secret)],
    ["error message", () => new Error(`refused ${String(secret)}`).message],
    ["error with it as cause", () => inspect(new Error("x", { cause: secret }))],
    ["error with it as property", () => inspect(Object.assign(new Error("x"), { secret }))],
    ["keys and entries", () => JSON.stringify([Object.keys(secret), Object.entries(secret)])],
    ["spread", () => JSON.stringify(Object.assign({}, secret))],
    ["clone", () => inspect(structuredClone(Object.assign({}, secret)))],
    ["property names", () => Reflect.ownKeys(secret).map(String).join()],
  ])("does not show in %s", (_where, print) => {
    const text = String(print());
    expect(text).not.toContain(VALUE.slice(0, -4));
    expect(text).not.toContain("Canary");
  });

  it("shows its last four and its public prefix", () => {
    expect(String(secret)).toBe("[secret …9xyz]");
    expect([secret.last4, secret.prefix]).toEqual(["9xyz", "sk_live_"]);
    expect(secret.reveal()).toBe(VALUE);
  });

  it("prints at most its last four characters, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 0, maxLength: 60 }), (value) => {
        const one = new Secret(value);
        expect(one.last4).toBe(value.length >= 12 ? value.slice(-4) : "");
        expect(String(one)).toBe(`[secret …${one.last4}]`);
        expect(value.startsWith(one.prefix)).toBe(true);
        expect(one.prefix.length).toBeLessThanOrEqual(20);
      }),
    );
  });
});

describe("whose key it is by its prefix", () => {
  it.each([
    ["sk_live_abc", ["claro", "stripe"]],
    ["sk_test_abc", ["claro", "stripe"]],
    ["rk_live_abc", ["stripe"]],
    ["sk-ant-api03-abc", ["anthropic"]],
    ["sk-proj-abc", ["openai"]],
    ["AKIAIOSFODNN7EXAMPLE", ["aws-iam"]],
    ["ASIAIOSFODNN7EXAMPLE", ["aws-iam"]],
    ["ghp_abc", ["github-token"]],
    ["github_pat_abc", ["github-token"]],
    ["glpat-abc", ["gitlab"]],
    ["SG.abc", ["sendgrid"]],
    ["xoxb-abc", ["slack"]],
    ["cfat_0123456789abcdef", ["cloudflare"]],
    ["", []],
    ["hunter2", []],
    ["my-sk_live_abc", []],
  ])("%s: %j", (value, vendors) => {
    expect(vendorsOf(value)).toEqual(vendors);
  });
});
