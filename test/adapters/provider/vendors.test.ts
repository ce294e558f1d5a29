// Each vendor's traps: what would look like success, or like a dead key, and is not.
import { describe, expect, it } from "vitest";
import { Secret } from "../../../src/core/credential/secret.ts";
import { CONDITION } from "../../support/double/keys-cloudflare.ts";
import { arrange } from "./arrange.ts";

const REQUEST = { name: "production-web-app-2", token: "4b1f" };

describe("openai", () => {
  it("lists a service account's only key under the account's name, and others under their own", async () => {
    const { provider, vendor } = await arrange("openai");
    const account = { id: "svc_9", name: "batch" };
    vendor.add("first", { account });
    vendor.add("second", { account });
    await provider.admin.create!(REQUEST);
    expect((await provider.admin.list!()).map(({ name }) => name)).toEqual([
      "production-web-app",
      "first",
      "second",
      REQUEST.name,
    ]);
  });

  it("deletes the key of a service account with its account", async () => {
    const { provider, vendor } = await arrange("openai");
    const made = await provider.admin.create!(REQUEST);
    await provider.admin.delete!(made.id);
    expect((await provider.probe(made.secret)).verdict).toBe("DEAD");
    expect(vendor.server.changes.at(-1)?.url.pathname).toMatch(/\/service_accounts\/svc_1$/);
  });

  it("deletes no account that owns another key too", async () => {
    const { provider, vendor } = await arrange("openai");
    const account = { id: "svc_9", name: "batch" };
    const leaked = vendor.add("first", { account });
    const other = vendor.add("second", { account });
    await expect(provider.admin.delete!(leaked.id)).rejects.toMatchObject({
      certain: true,
      message: expect.stringContaining(`also owns ${other.id}`) as unknown,
    });
    expect(vendor.server.changes).toHaveLength(0);
  });

  it("reads all pages, with last use and last four", async () => {
    const { provider, vendor } = await arrange("openai");
    for (const name of ["b", "c", "d", "e"]) vendor.add(name, { user: "dana" });
    const keys = await provider.admin.list!();
    expect(keys.map(({ name }) => name)).toEqual(["production-web-app", "b", "c", "d", "e"]);
    expect(keys[0]).toMatchObject({ last4: "2345", lastUsedAt: "2026-01-15T09:31:00.000Z" });
    expect(vendor.server.arrivals).toHaveLength(3);
  });

  it("wants a project beside the admin key", async () => {
    await expect(arrange("openai", { project: undefined })).rejects.toThrow(
      "providers.vendor.project: is missing",
    );
  });
});

describe("anthropic", () => {
  it("makes no key", async () => {
    const { provider } = await arrange("anthropic");
    expect(provider.admin.create).toBeUndefined();
  });

  it("leaves archived keys out of the list and reads all its pages", async () => {
    const { provider, vendor } = await arrange("anthropic");
    for (const name of ["b", "c", "d"]) vendor.add(name);
    await provider.admin.delete!(vendor.leaked.id);
    expect(vendor.leaked.status).toBe("archived");
    expect((await provider.admin.list!()).map(({ name }) => name)).toEqual(["b", "c", "d"]);
    const pages = vendor.server.arrivals.filter(({ method }) => method === "GET");
    expect(pages).toHaveLength(2);
  });

  it("says that an expired key cannot be switched off, for certain", async () => {
    const { provider, vendor } = await arrange("anthropic");
    vendor.leaked.status = "expired";
    await expect(provider.admin.disable!(vendor.leaked.id)).rejects.toMatchObject({
      certain: true,
      message: expect.stringContaining("400") as unknown,
    });
    expect(await provider.admin.list!()).toMatchObject([{ status: "expired", last4: "2345" }]);
  });
});

describe("cloudflare", () => {
  it("keeps what a token may do when it switches it off", async () => {
    const { provider, vendor } = await arrange("cloudflare");
    const before = structuredClone(vendor.leaked.about);
    await provider.admin.disable!(vendor.leaked.id);
    expect(vendor.leaked).toMatchObject({ status: "disabled", name: "production-web-app" });
    expect(vendor.leaked.about).toEqual(before);
    expect(vendor.leaked.about["condition"]).toEqual(CONDITION);
  });

  it("switches nothing off when the token cannot be read first", async () => {
    const { provider, vendor } = await arrange("cloudflare");
    vendor.server.misbehave("read", { applied: false, reply: { status: 500 } });
    await expect(provider.admin.disable!(vendor.leaked.id)).rejects.toMatchObject({
      certain: true,
    });
    expect(vendor.server.changes).toHaveLength(0);
  });

  it("reads the state of a token that verify still answers for", async () => {
    const { provider, vendor, secret } = await arrange("cloudflare");
    for (const status of ["disabled", "expired"]) {
      vendor.leaked.status = status;
      expect(await provider.probe(secret)).toMatchObject({ verdict: "DEAD", status: 200 });
    }
  });

  it("asks a token of an account as one, since as a user's it looks dead", async () => {
    const asUser = await arrange("cloudflare", { account: undefined });
    expect((await asUser.provider.probe(asUser.secret)).verdict).toBe("DEAD");
    const asAccount = await arrange("cloudflare");
    expect((await asAccount.provider.probe(asAccount.secret)).verdict).toBe("ALIVE");
  });

  it("counts its pages to the total, and takes a list that ends early as none", async () => {
    const { provider, vendor } = await arrange("cloudflare");
    for (const name of ["b", "c", "d", "e"]) vendor.add(name);
    expect(await provider.admin.list!()).toHaveLength(5);
    expect(vendor.server.arrivals.map(({ url }) => url.searchParams.get("page"))).toEqual([
      null,
      "2",
      "3",
    ]);
    const cut = { result: [], result_info: { total_count: 5 } };
    vendor.server.misbehave("read", { applied: false, reply: { status: 200, body: cut } });
    await expect(provider.admin.list!()).rejects.toThrow("5 are missing");
  });

  it("makes no token without policies", async () => {
    const { provider } = await arrange("cloudflare", { policies: undefined });
    expect(provider.admin.create).toBeUndefined();
    expect(provider.admin.delete).toBeDefined();
  });
});

describe("sendgrid", () => {
  it("makes no key without scopes, which could do everything", async () => {
    const { provider } = await arrange("sendgrid", { scopes: undefined });
    expect(provider.admin.create).toBeUndefined();
  });

  it("tells a key's id from its value", async () => {
    const { provider, vendor, secret } = await arrange("sendgrid");
    expect(provider.idOf?.(secret)).toBe(vendor.leaked.id);
    expect(provider.idOf?.(new Secret("SG.cut-short"))).toBeUndefined();
  });
});

describe("github-token", () => {
  it("revokes by value alone, with no credential", async () => {
    const { provider, vendor, secret } = await arrange("github-token");
    await provider.admin.delete!("", secret);
    const [sent] = vendor.server.changes;
    expect(sent?.headers.authorization).toBeUndefined();
    expect(JSON.parse(sent?.body ?? "")).toEqual({ credentials: [secret.reveal()] });
    expect((await provider.probe(secret)).verdict).toBe("DEAD");
  });

  it("needs the value, and sends nothing without it or for a type that is not taken", async () => {
    const { provider, vendor } = await arrange("github-token");
    for (const held of [undefined, new Secret("ghs_InstallationToken1234567890")])
      await expect(provider.admin.delete!("", held)).rejects.toMatchObject({ certain: true });
    expect(vendor.server.arrivals).toHaveLength(0);
  });

  it("asks no refresh token whether it works: 401 would be a lie", async () => {
    const { provider, vendor } = await arrange("github-token");
    const probe = await provider.probe(new Secret("ghr_RefreshToken1234567890"));
    expect([probe.verdict, probe.status]).toEqual(["UNVERIFIABLE", null]);
    expect(vendor.server.arrivals).toHaveLength(0);
  });

  it("takes 202 as accepted and leaves the proof to the token itself", async () => {
    const { provider, vendor, secret } = await arrange("github-token");
    vendor.server.misbehave("write", { applied: false, reply: { status: 202, body: "" } });
    await provider.admin.delete!("", secret);
    expect((await provider.probe(secret)).verdict).toBe("ALIVE");
  });
});
