// What every kind of key provider promises, checked on each registered one against a stand-in of its vendor that keeps state.
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { connectProvider, describeProvider } from "../../src/adapters/provider/index.ts";
import { Secret } from "../../src/core/credential/secret.ts";
import type { AdapterConfig } from "../../src/ports/config.ts";
import type { KeyProvider } from "../../src/ports/key-provider.ts";
import { arrange } from "../adapters/provider/arrange.ts";
import type { Reply } from "../support/double/server.ts";
import { ACTS, ALL_ACTS, KINDS, PAGE, WORDS, outside } from "./key-provider-support.ts";

const idle = {
  http: { send: () => Promise.reject(new Error("nothing may be sent")) },
  resolve: (text: string) => Promise.resolve(text),
  endpoints: {},
};

function exampleOf(kind: string): AdapterConfig {
  const entry = parse(describeProvider(kind).example) as Record<string, Record<string, unknown>>;
  const [id, { kind: named, ...options }] = Object.entries(entry)[0]!;
  return { id, kind: String(named), options };
}

it("knows no other kind", () => {
  expect(() => connectProvider({ id: "x", kind: "toString", options: {} }, idle)).toThrow(
    `there is no such kind of provider (${KINDS.join(", ")})`,
  );
});

describe.each(KINDS)("key provider %s", (kind) => {
  it("says in words what it is, what it takes and what its traps are, with an example that fits", () => {
    const words = describeProvider(kind);
    expect(words.title).not.toBe("");
    expect(words.traps.length).toBeGreaterThan(0);
    expect(words.options.length).toBeGreaterThan(0);
    expect(words.options.filter((option) => option.text === "")).toEqual([]);
    const example = exampleOf(kind);
    expect(example.kind).toBe(kind);
    expect(connectProvider(example, idle).kind).toBe(kind);
  });

  it("tells a person where to click", async () => {
    const { provider, vendor } = await arrange(kind);
    const { manual, host } = provider;
    for (const clicks of [manual.create, manual.delete, manual.usage])
      expect(clicks.join("\n")).toContain("{{name}}");
    expect(manual.delete.join("\n")).toContain("{{last4}}");
    expect(new URL(manual.url).protocol).toBe("https:");
    expect(host).toBe(vendor.server.host);
  });

  it.each<[string, Reply | "cut" | "silent", string, number | null]>([
    ["200 with JSON", { status: 200, body: {} }, "ALIVE", 200],
    ["403", { status: 403, body: WORDS }, "ALIVE", 403],
    ["401", { status: 401, body: WORDS }, "DEAD", 401],
    ["404", { status: 404, body: WORDS }, "UNVERIFIABLE", 404],
    ["400", { status: 400, body: WORDS }, "UNVERIFIABLE", 400],
    ["407", { status: 407, body: WORDS }, "UNVERIFIABLE", 407],
    ["429", { status: 429, headers: { "retry-after": "3600" } }, "UNVERIFIABLE", 429],
    [
      "403 for too many requests",
      { status: 403, headers: { "x-ratelimit-remaining": "0" } },
      "UNVERIFIABLE",
      403,
    ],
    ["500", { status: 500, body: WORDS }, "UNVERIFIABLE", 500],
    ["503", { status: 503, body: WORDS }, "UNVERIFIABLE", 503],
    [
      "302",
      { status: 302, headers: { location: "https://elsewhere.example/" } },
      "UNVERIFIABLE",
      302,
    ],
    ["HTML with 200", PAGE, "UNVERIFIABLE", 200],
    ["a reset", "cut", "UNVERIFIABLE", null],
    ["silence", "silent", "UNVERIFIABLE", null],
  ])("judges %s in one request, with the key and no other credential", async (...row) => {
    const [, reply, verdict, code] = row;
    const arranged = await arrange(kind, {}, reply === "silent" ? 150 : 5000);
    const { provider, vendor, secret } = arranged;
    vendor.server.misbehave("read", { applied: false, reply });
    const probe = await provider.probe(secret);
    expect([probe.verdict, probe.status]).toEqual([vendor.verdicts[code ?? 0] ?? verdict, code]);
    expect(probe.retryAfter).toBe(code === 429 ? 60 : undefined);
    expect(JSON.stringify(probe)).not.toMatch(/canary/i);
    expect(vendor.server.arrivals).toHaveLength(1);
    const [arrival] = vendor.server.arrivals;
    const sent = JSON.stringify([arrival?.headers, arrival?.body]);
    expect(sent).toContain(vendor.carried(vendor.leaked));
    expect(sent).not.toContain(vendor.admin);
    expect(arrival?.url.href).not.toContain(vendor.carried(vendor.leaked));
  });

  it("takes a key that no header can carry as unverifiable, and sends nothing", async () => {
    const { provider, vendor } = await arrange(kind);
    const probe = await provider.probe(new Secret("sk_live_with\r\nbreak: 1"));
    expect([probe.verdict, probe.status]).toEqual(["UNVERIFIABLE", null]);
    expect(vendor.server.arrivals).toHaveLength(0);
  });

  it("tells whether its vendor answers at all, without any key", async () => {
    const { provider, vendor } = await arrange(kind);
    vendor.server.misbehave("read", { applied: false, reply: { status: 403 } });
    await provider.reach!();
    const sent = JSON.stringify(vendor.server.arrivals.map(({ headers }) => headers));
    expect(sent).not.toMatch(/canary|AKIA/i);
    await vendor.server.close();
    expect((await outside(provider.reach!())).certain).toBe(true);
  });

  it("refuses a test override that is not loopback", () => {
    for (const url of ["https://api.example.com", "http://10.0.0.1", "nonsense"])
      expect(() =>
        connectProvider(exampleOf(kind), { ...idle, endpoints: { [kind]: url } }),
      ).toThrow("no loopback address");
  });

  it("refuses options it does not know", () => {
    const { id, options } = exampleOf(kind);
    expect(() => connectProvider({ id, kind, options: { ...options, tpyo: 1 } }, idle)).toThrow(
      `providers.${id}`,
    );
  });

  it("does by API what its vendor lets it, and leaves the rest to people", async () => {
    const { provider } = await arrange(kind);
    const acts = ALL_ACTS.filter((act) => provider.admin[act] !== undefined);
    expect(acts).toEqual(ACTS[kind]);
  });
});

describe.each(["claro", "http"])("usage figures of %s", (kind) => {
  it("reads them, and takes a missing call as none", async () => {
    const { provider, vendor, secret } = await arrange(kind);
    const { usage } = provider as Required<KeyProvider>;
    expect(await usage(secret, "k1")).toMatchObject({
      requests: 42,
      lastUsedAt: "2026-11-23T02:10:00.000Z",
      errorRate: 0.02,
      raw: { requests_today: 42 },
    });
    for (const status of [401, 403, 404, 405, 501]) {
      vendor.server.misbehave("read", { applied: false, reply: { status } });
      expect([status, await usage(secret, "k1")]).toEqual([status, undefined]);
    }
    vendor.server.misbehave("read", { applied: false, reply: { status: 500 } });
    expect((await outside(usage(secret, "k1"))).certain).toBe(true);
  });
});
