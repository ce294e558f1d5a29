// One finding for each thing that can be wrong with the register, none for what is well, and the unknown said to be unknown.
import { describe, expect, it } from "vitest";
import {
  checkRegister,
  notChecked,
  type RegisterWorld,
} from "../../../src/core/credential/register-check.ts";
import { nameProblems, suggestName } from "../../../src/core/credential/naming.ts";
import type { RegisterEntry } from "../../../src/core/credential/register.ts";

const NOW = "2026-11-23T02:10:00.000Z";

function key(given: Partial<RegisterEntry> = {}): RegisterEntry {
  const name = given.name ?? "production-web-app";
  return {
    id: name,
    name,
    environment: "production",
    provider: "acme",
    purpose: "the shop",
    owner: "web-team",
    serviceAccount: true,
    keyId: `k-${name}`,
    last4: "c123",
    prefix: null,
    fingerprint: `f-${name}`,
    consumers: ["web-env"],
    scopes: [],
    siblings: [],
    createdAt: "2026-11-01T00:00:00.000Z",
    rotatedAt: null,
    nextDueAt: "2027-01-30T00:00:00.000Z",
    status: "active",
    incident: null,
    ...given,
  };
}

function world(
  entries: readonly RegisterEntry[],
  given: Partial<RegisterWorld> = {},
): RegisterWorld {
  return { now: NOW, entries, places: [], vendors: [], people: ["dana"], ...given };
}

function found(
  entries: readonly RegisterEntry[],
  given: Partial<RegisterWorld> = {},
): readonly string[] {
  return checkRegister(world(entries, given)).map(({ id, key: of }) => `${of ?? "-"} ${id}`);
}

function listed(...keys: readonly { id: string; name: string; lastUsedAt: string | null }[]) {
  return { vendors: [{ provider: "acme", state: "listed" as const, keys }] };
}

const USED = { id: "k-production-web-app", name: "production-web-app", lastUsedAt: NOW };

describe("a register that is well", () => {
  it("has no finding, with and without a vendor to ask", () => {
    const place = {
      target: "web-env",
      key: "production-web-app",
      fingerprint: "f-production-web-app",
      why: null,
    };
    expect(found([key()])).toEqual([]);
    expect(found([key()], { ...listed(USED), places: [place] })).toEqual([]);
  });
});

describe("one thing wrong", () => {
  it.each([
    ["overdue", key({ nextDueAt: "2026-11-22T00:00:00.000Z" })],
    ["bad-name", key({ name: "production-staging-app", keyId: null })],
    ["no-owner", key({ owner: null })],
    ["undocumented", key({ purpose: null })],
    ["no-consumers", key({ consumers: [] })],
    ["personal-owner", key({ serviceAccount: false })],
    ["personal-owner", key({ owner: "dana" })],
  ])("%s", (id, entry) => {
    expect(found([entry])).toEqual([`${entry.name} ${id}`]);
  });

  it("the same value in two environments, said of both", () => {
    const staging = key({
      name: "staging-web-app",
      environment: "staging",
      fingerprint: "f-production-web-app",
    });
    expect(found([key(), staging])).toEqual([
      "production-web-app shared-environment",
      "staging-web-app shared-environment",
    ]);
    const twin = key({ name: "production-worker", fingerprint: "f-production-web-app" });
    expect(found([key(), twin])).toEqual([
      "production-web-app shared-value",
      "production-worker shared-value",
    ]);
  });

  it("unused, gone, or there although it should be gone", () => {
    const old = { ...USED, lastUsedAt: "2026-08-01T00:00:00.000Z" };
    expect(found([key()], listed(old))).toEqual(["production-web-app unused"]);
    expect(found([key()], listed())).toEqual(["production-web-app not-at-vendor"]);
    expect(found([key({ status: "deleted" })], listed(USED))).toEqual([
      "production-web-app still-there",
    ]);
    // A vendor that does not say when a key was used has not said that it was not.
    expect(found([key()], listed({ ...USED, lastUsedAt: null }))).toEqual([]);
  });

  it("a key at the vendor, or a value in a place, that nobody registered", () => {
    const stray = { id: "k-9", name: "production-old", lastUsedAt: null };
    expect(found([key()], listed(USED, stray))).toEqual(["- unregistered"]);
    const place = { target: "web-env", key: null, fingerprint: "f-other", why: null };
    expect(found([key()], { places: [place] })).toEqual(["- unregistered-value"]);
  });

  it("a place that holds a dead key, or another than it should", () => {
    const place = {
      target: "web-env",
      key: "production-web-app",
      fingerprint: "f-production-docs",
      why: null,
    };
    const docs = key({ name: "production-docs" });
    expect(found([key(), docs], { places: [place] })).toEqual(["production-web-app wrong-key"]);
    expect(found([key(), { ...docs, status: "compromised" }], { places: [place] })).toEqual([
      "production-docs dead-value",
    ]);
  });
});

describe("a key that was replaced", () => {
  it("goes on under the name that the configuration gives its line", () => {
    const place = {
      target: "web-env",
      key: "production-web-app",
      fingerprint: "f-new",
      why: null,
    };
    const old = key({ status: "deleted" });
    const fresh = key({ name: "production-web-app-rot-d8cj-52ed21", fingerprint: "f-new" });
    expect(found([old, fresh], { places: [place] })).toEqual([]);
  });

  it("whose value nobody told the register is not called unknown", () => {
    const place = { target: "web-env", key: "production-web-app", fingerprint: "f-x", why: null };
    expect(found([key({ fingerprint: null })], { places: [place] })).toEqual([
      "production-web-app value-not-known",
    ]);
  });

  it("and a place that nobody configured is named", () => {
    const place = { target: "web-env", key: null, fingerprint: null, why: null };
    expect(found([key({ consumers: ["web-env", "nope"] })], { places: [place] })).toEqual([
      "production-web-app unknown-place",
    ]);
  });
});

describe("what could not be asked", () => {
  it("is listed, and is no finding", () => {
    const blind = world([key()], {
      vendors: [{ provider: "acme", state: "unknown", why: "no answer" }],
      places: [{ target: "web-env", key: null, fingerprint: null, why: "403" }],
    });
    expect(checkRegister(blind)).toEqual([]);
    expect(notChecked(blind)).toEqual(["acme: no answer", "web-env: 403"]);
  });
});

describe("a better name", () => {
  it.each([
    ["my-key", "production-my-key"],
    ["Web App", "production-web-app"],
    ["jane@acme.example", "production-jane"],
    ["staging-web-app", "production-web-app"],
    ["test", "production-service"],
    ["x".repeat(90), `production-${"x".repeat(53)}`],
  ])("for %s is %s, and passes the rule", (name, better) => {
    expect(suggestName(name, "production")).toBe(better);
    expect(nameProblems(better, "production")).toEqual([]);
  });
});
