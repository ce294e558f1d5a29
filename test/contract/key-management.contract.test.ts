// What every kind promises of the management it does by API: one change each, failures judged rightly, nothing repeated.
import { describe, expect, it } from "vitest";
import { readOnlyHttp } from "../../src/adapters/http/read-only.ts";
import { Secret } from "../../src/core/credential/secret.ts";
import { arrange } from "../adapters/provider/arrange.ts";
import type { Reply } from "../support/double/server.ts";
import {
  FAILURES,
  PAGE,
  REQUEST,
  STATUSES,
  WORDS,
  kindsThat,
  outside,
  refused,
  remove,
} from "./key-provider-support.ts";

describe.each(kindsThat("list"))("listing keys of %s", (kind) => {
  it("names each by id and name", async () => {
    const { provider, vendor } = await arrange(kind);
    const { admin } = provider;
    vendor.add("other");
    expect((await admin.list!()).map(({ id, name }) => [id, name])).toEqual(
      vendor.keys.map(({ id, name }) => [id, admin.nameless === true ? "" : name]),
    );
  });

  it.each(STATUSES)("takes %i as a failure for certain: nothing is changed", async (status) => {
    const { provider, vendor } = await arrange(kind);
    vendor.server.misbehave("read", { applied: false, reply: { status, body: WORDS } });
    expect((await outside(provider.admin.list!())).certain).toBe(true);
  });

  it("works with a client that only reads, which refuses to send a change", async () => {
    const { provider, vendor, secret } = await arrange(kind, {}, 5000, (http) =>
      readOnlyHttp(http, () => Date.now()),
    );
    expect(await provider.admin.list!()).toHaveLength(1);
    expect((await provider.probe(secret)).verdict).toBe("ALIVE");
    const error = await outside(provider.admin.delete!(vendor.leaked.id));
    expect([error.certain, vendor.server.changes]).toEqual([true, []]);
  });

  it("takes what is no list as none", async () => {
    const { provider, vendor } = await arrange(kind);
    for (const reply of [PAGE, { status: 200, body: {} }, { status: 200, body: "" }]) {
      vendor.server.misbehave("read", { applied: false, reply });
      expect((await outside(provider.admin.list!())).certain).toBe(true);
    }
  });
});

describe.each(kindsThat("create"))("making a key of %s", (kind) => {
  it("gives one that works and is listed, with one change", async () => {
    const { provider, vendor } = await arrange(kind);
    const { admin } = provider;
    const made = await admin.create!(REQUEST);
    expect(vendor.server.changes).toHaveLength(1);
    const listed = (await admin.list!()).find(({ id }) => id === made.id);
    expect(listed?.name).toBe(admin.nameless === true ? "" : REQUEST.name);
    expect((await provider.probe(made.secret)).verdict).toBe("ALIVE");
  });

  it.each(FAILURES)(
    "takes %i as a failure, for certain: %s, and repeats nothing",
    async (status, certain) => {
      expect(
        await refused(kind, ({ provider }) => provider.admin.create!(REQUEST), status),
      ).toEqual({ certain, sent: 1 });
    },
  );

  it("takes a vendor that finds nothing as a failure for certain", async () => {
    const { provider, vendor } = await arrange(kind);
    vendor.server.misbehave("write", { applied: false, reply: vendor.gone });
    expect((await outside(provider.admin.create!(REQUEST))).certain).toBe(true);
  });

  it.each<[string, Reply | "cut" | "silent" | "drip"]>([
    ["no JSON", { status: 200, body: `{"secret":"canary` }],
    ["HTML", PAGE],
    ["nothing", { status: 200, body: "" }],
    ["another shape", { status: 200, body: ["canary"] }],
    ["an empty value", { status: 200, body: { id: "k2", secret: " " } }],
    ["no id", { status: 200, body: { secret: "canary" } }],
    ["a reset", "cut"],
    ["a broken answer", { status: 200, headers: { "content-length": "500" }, body: "canary" }],
    ["silence", "silent"],
    ["a drip without end", "drip"],
    ["too much", { status: 201, body: { x: "x".repeat(1_100_000) } }],
    [
      "compressed bytes",
      { status: 201, headers: { "content-encoding": "gzip" }, body: "\u001f\u008b" },
    ],
  ])("takes an answer of %s as unknown", async (words, reply) => {
    const isSlow = ["a broken answer", "silence", "a drip without end"].includes(words);
    const { provider, vendor } = await arrange(kind, {}, isSlow ? 150 : 5000);
    vendor.server.misbehave("write", { applied: true, reply });
    expect((await outside(provider.admin.create!(REQUEST))).certain).toBe(false);
    expect(vendor.server.changes).toHaveLength(1);
    // It is there all the same, and whoever looks finds it.
    expect(vendor.keys).toHaveLength(2);
  });

  it("takes a refused connection as failed for certain", async () => {
    const { provider, vendor } = await arrange(kind);
    await vendor.server.close();
    expect((await outside(provider.admin.create!(REQUEST))).certain).toBe(true);
  });
});

describe.each(kindsThat("disable"))("switching off a key of %s", (kind) => {
  it("leaves it listed as switched off, rejected, with one change", async () => {
    const { provider, vendor, secret } = await arrange(kind);
    const other = new Secret(vendor.add("other").value);
    await provider.admin.disable!(vendor.leaked.id);
    expect(vendor.server.changes).toHaveLength(1);
    const listed = (await provider.admin.list!()).find(({ id }) => id === vendor.leaked.id);
    expect(listed?.status).toMatch(/disabled|inactive/i);
    expect((await provider.probe(secret)).verdict).toBe("DEAD");
    expect((await provider.probe(other)).verdict).toBe("ALIVE");
  });

  it.each(FAILURES)(
    "takes %i as a failure, for certain: %s, and repeats nothing",
    async (status, certain) => {
      expect(
        await refused(
          kind,
          ({ provider, vendor }) => provider.admin.disable!(vendor.leaked.id),
          status,
        ),
      ).toEqual({ certain, sent: 1 });
    },
  );
});

describe.each(kindsThat("delete"))("deleting a key of %s", (kind) => {
  it("leaves no trace of it and others alone, and is harmless once more", async () => {
    const arranged = await arrange(kind);
    const { provider, vendor, secret } = arranged;
    const other = new Secret(vendor.add("other").value);
    expect((await provider.probe(secret)).verdict).toBe("ALIVE");
    await remove(arranged);
    expect(vendor.server.changes).toHaveLength(1);
    expect((await provider.probe(secret)).verdict).toBe("DEAD");
    expect((await provider.probe(other)).verdict).toBe("ALIVE");
    const left = (await provider.admin.list?.()) ?? [];
    expect(left.map(({ id }) => id)).not.toContain(vendor.leaked.id);
    await remove(arranged);
  });

  it.each(FAILURES)(
    "takes %i as a failure, for certain: %s, and repeats nothing",
    async (status, certain) => {
      expect(await refused(kind, remove, status)).toEqual({ certain, sent: 1 });
    },
  );

  it("takes a key that is gone as deleted", async () => {
    const arranged = await arrange(kind);
    const { server, gone } = arranged.vendor;
    server.misbehave("write", { applied: true, reply: gone });
    await remove(arranged);
    expect(server.changes).toHaveLength(1);
  });

  it("takes a refused connection as failed for certain", async () => {
    const arranged = await arrange(kind);
    await arranged.vendor.server.close();
    expect((await outside(remove(arranged))).certain).toBe(true);
  });
});

describe.each(kindsThat("delete").filter((kind) => kind !== "github-token"))(
  "ids of %s",
  (kind) => {
    it("changes nothing for one that would name something else", async () => {
      const { provider, vendor } = await arrange(kind);
      for (const id of ["", ".", ".."])
        expect((await outside(provider.admin.delete!(id))).certain).toBe(true);
      expect(vendor.server.changes).toHaveLength(0);
    });
  },
);

describe.each(["openai", "anthropic", "cloudflare", "sendgrid"])("%s without auth", (kind) => {
  it("leaves all management to people, and still asks keys", async () => {
    const { provider, secret } = await arrange(kind, { auth: undefined });
    expect(provider.admin).toEqual({});
    expect((await provider.probe(secret)).verdict).toBe("ALIVE");
  });
});
