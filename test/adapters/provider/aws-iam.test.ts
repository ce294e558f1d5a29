// Traps of AWS access keys: two at most, pairs and sessions, wrong users, caches, and answers that are not AWS's.
import { describe, expect, it, vi } from "vitest";
import { Secret } from "../../../src/core/credential/secret.ts";
import { FOREIGN } from "../../support/double/keys-aws.ts";
import { arrange } from "./arrange.ts";

const REQUEST = { name: "ours-alone", token: "4b1f" };

describe("aws-iam", () => {
  it("says for certain that a user has two keys already, and that inactive ones count", async () => {
    const { provider, vendor } = await arrange("aws-iam");
    await provider.admin.create!(REQUEST);
    await provider.admin.disable!(vendor.leaked.id);
    await expect(provider.admin.create!(REQUEST)).rejects.toMatchObject({
      certain: true,
      message: expect.stringContaining("inactive ones count") as unknown,
    });
    await provider.admin.delete!(vendor.leaked.id);
    await provider.admin.create!(REQUEST);
    expect(vendor.keys).toHaveLength(2);
  });

  it("reads all pages, without names", async () => {
    const { provider, vendor } = await arrange("aws-iam");
    vendor.add("");
    expect(await provider.admin.list!()).toMatchObject([
      { id: vendor.keys[0]?.id, name: "", status: "Active", createdAt: "2026-01-15T09:30:00.000Z" },
      { id: vendor.keys[1]?.id, name: "" },
    ]);
    expect(vendor.server.arrivals).toHaveLength(2);
  });

  it("tells the id from the value, and when that key was last used", async () => {
    const { provider, vendor, secret } = await arrange("aws-iam");
    expect(provider.idOf?.(secret)).toBe(vendor.leaked.id);
    expect(await provider.usage?.(secret, undefined)).toMatchObject({
      lastUsedAt: "2026-01-15T09:30:00.000Z",
      requests: null,
      raw: { service: "s3", region: "us-east-1" },
    });
    // For a key that is not there IAM denies access: no figures, no failure.
    expect(await provider.usage?.(undefined, "AKIANOSUCHKEY0000001")).toBeUndefined();
  });

  it("asks with the pair: half of one, or a session without its token, is not sent", async () => {
    const { provider, vendor, secret } = await arrange("aws-iam");
    const [id = "", key = ""] = secret.reveal().split(":");
    for (const value of [id, key, `ASIA${id.slice(4)}:${key}`]) {
      const probe = await provider.probe(new Secret(value));
      expect([probe.verdict, probe.status]).toEqual(["UNVERIFIABLE", null]);
    }
    expect(vendor.server.arrivals).toHaveLength(0);
  });

  it("sends the session token of a temporary key along", async () => {
    const { provider, vendor, secret } = await arrange("aws-iam");
    await provider.probe(new Secret(`${secret.reveal().replace("AKIA", "ASIA")}:TOKENtoken`));
    expect(vendor.server.arrivals[0]?.headers["x-amz-security-token"]).toBe("TOKENtoken");
  });

  it("takes a secret that does not fit its id for no proof: the key itself may live", async () => {
    const { provider, secret } = await arrange("aws-iam");
    const probe = await provider.probe(new Secret(`${secret.reveal()}x`));
    expect(probe).toMatchObject({ verdict: "UNVERIFIABLE", status: 403 });
    expect(probe.detail).toContain("does not fit");
  });

  it("believes a key that is still accepted right after the cut", async () => {
    const { provider, vendor, secret } = await arrange("aws-iam");
    const { status } = vendor.leaked;
    await provider.admin.disable!(vendor.leaked.id);
    const cut = vendor.leaked.status;
    // A region that has not heard of it yet.
    vendor.leaked.status = status;
    expect((await provider.probe(secret)).verdict).toBe("ALIVE");
    vendor.leaked.status = cut;
    expect((await provider.probe(secret)).verdict).toBe("DEAD");
  });

  it("takes no other user's key for a deleted one", async () => {
    const { provider } = await arrange("aws-iam");
    await expect(provider.admin.delete!(FOREIGN.id)).rejects.toMatchObject({
      certain: true,
      hint: expect.stringContaining("user: batch") as unknown,
    });
    const nobody = await arrange("aws-iam", { user: "nobody" });
    await expect(nobody.provider.admin.delete!(nobody.vendor.leaked.id)).rejects.toMatchObject({
      certain: true,
      message: expect.stringContaining("no such user") as unknown,
    });
  });

  it("takes a web page in between for no answer of AWS's", async () => {
    const { provider, vendor } = await arrange("aws-iam");
    const reply = { status: 200, headers: { "content-type": "text/html" }, body: "<html></html>" };
    vendor.server.misbehave("write", { applied: false, reply });
    await expect(provider.admin.disable!(vendor.leaked.id)).rejects.toMatchObject({
      certain: false,
    });
  });

  it("names what to set where there are no credentials, and sends nothing", async () => {
    const { provider, vendor } = await arrange("aws-iam");
    vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
    await expect(provider.admin.list!()).rejects.toMatchObject({
      certain: true,
      message: expect.stringContaining("AWS_ACCESS_KEY_ID") as unknown,
    });
    expect(vendor.server.arrivals).toHaveLength(0);
  });

  it("leaves management to people where no user is named, and still asks keys", async () => {
    const { provider, secret } = await arrange("aws-iam", { user: undefined });
    expect(provider.admin).toEqual({});
    expect((await provider.probe(secret)).verdict).toBe("ALIVE");
  });
});
