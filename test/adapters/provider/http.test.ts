import { afterEach, describe, expect, it } from "vitest";
import { createHttp } from "../../../src/adapters/http/client.ts";
import { connectProvider } from "../../../src/adapters/provider/index.ts";
import { Secret } from "../../../src/core/credential/secret.ts";
import type { KeyProvider } from "../../../src/ports/key-provider.ts";
import { OutsideError } from "../../../src/ports/outside.ts";
import { json, stubServer, type Answer, type StubServer } from "../http/stub-server.ts";

const AUTH = "admin-canary-0001";
const KEY = new Secret("sk_live_CanaryCanaryCanary1234");
const PROBE = { path: "/me" };
const running: StubServer[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function serve(answer: Answer): Promise<StubServer> {
  const server = await stubServer(answer);
  running.push(server);
  return server;
}

function vendor(baseUrl: string, options: Record<string, unknown>): KeyProvider {
  return connectProvider(
    { id: "acme", kind: "http", options: { baseUrl, probe: PROBE, ...options } },
    {
      http: createHttp({ env: {} }),
      resolve: (text) =>
        text.includes("${MISSING}")
          ? Promise.reject(new OutsideError(true, "the environment variable MISSING is not set"))
          : Promise.resolve(text.replaceAll("${ADMIN}", AUTH)),
      endpoints: {},
    },
  );
}

const CREATE = {
  path: "/keys",
  body: { name: "{{name}}", tags: ["ir", "{{name}}"] },
  id: "/key/id",
  secret: "/key/a~1b~0c",
};
const LIST = {
  path: "/keys?limit=2",
  items: "/data",
  id: "/id",
  name: "/label",
  next: "/meta/next",
};

describe("http provider", () => {
  it("fills placeholders once, sends auth as Bearer and the operation id where it is asked for", async () => {
    const server = await serve((_arrival, response) =>
      json(response, 201, { key: { id: 7, "a/b~c": "value" } }),
    );
    const { admin } = vendor(server.url, {
      auth: "${ADMIN}",
      create: { ...CREATE, idempotencyHeader: "Idempotency-Key" },
    });
    const made = await admin.create!({ name: "{{auth}} $& {{id}}", token: "op-1" });
    expect([made.id, made.secret.reveal()]).toEqual(["7", "value"]);
    const arrival = server.arrivals[0]!;
    expect(arrival.headers.authorization).toBe(`Bearer ${AUTH}`);
    expect(arrival.headers["idempotency-key"]).toBe("op-1");
    expect(JSON.parse(arrival.body)).toEqual({
      name: "{{auth}} $& {{id}}",
      tags: ["ir", "{{auth}} $& {{id}}"],
    });
  });

  it("sends auth only where headers say, and never with the key's own probe", async () => {
    const server = await serve((_arrival, response) => json(response, 200, { data: [] }));
    const provider = vendor(server.url, {
      auth: "${ADMIN}",
      headers: { "X-Api-Key": "{{auth}}", "x-version": "2026" },
      list: { ...LIST, next: undefined },
      probe: { path: "/me", headers: { "x-api-key": "{{key}}" } },
    });
    await provider.admin.list!();
    await provider.probe(KEY);
    const [list, probe] = server.arrivals;
    expect([list?.headers["x-api-key"], list?.headers["x-version"]]).toEqual([AUTH, "2026"]);
    expect(list?.headers.authorization).toBeUndefined();
    expect([probe?.headers["x-api-key"], probe?.headers["x-version"]]).toEqual([
      KEY.reveal(),
      "2026",
    ]);
    expect(JSON.stringify(probe)).not.toContain(AUTH);
    expect(probe?.headers.authorization).toBeUndefined();
  });

  it("leaves out headers that carry auth where the key goes as Bearer", async () => {
    const server = await serve((_arrival, response) => json(response, 200, {}));
    const headers = { "x-api-key": "{{auth}}", "x-version": "2026" };
    await vendor(server.url, { auth: "${ADMIN}", headers }).probe(KEY);
    const sent = server.arrivals[0]!.headers;
    expect([sent.authorization, sent["x-version"]]).toEqual([`Bearer ${KEY.reveal()}`, "2026"]);
    expect(sent).not.toHaveProperty("x-api-key");
  });

  it("judges by the vendor's own dead codes and sends the key in a body where it belongs there", async () => {
    const server = await serve((_arrival, response) => json(response, 404, {}));
    const provider = vendor(server.url, {
      probe: { method: "POST", path: "/check", body: { token: "{{key}}" }, dead: [404] },
    });
    expect((await provider.probe(KEY)).verdict).toBe("DEAD");
    expect(JSON.parse(server.arrivals[0]!.body)).toEqual({ token: KEY.reveal() });
    expect(server.arrivals[0]!.headers.authorization).toBeUndefined();
  });

  it("takes a 204 as alive and parsable JSON without its type too", async () => {
    const answers = ["204", "{}"];
    const server = await serve((_arrival, response) => {
      const answer = answers.shift();
      if (answer === "204") response.writeHead(204).end();
      else response.end(answer);
    });
    const provider = vendor(server.url, {});
    expect((await provider.probe(KEY)).verdict).toBe("ALIVE");
    expect((await provider.probe(KEY)).verdict).toBe("ALIVE");
  });

  it("follows pages by cursor and by a URL on the same host, to the end", async () => {
    const server = await serve((arrival, response) => {
      const page = new URL(arrival.url, server.url).searchParams.get("cursor");
      if (page === null)
        json(response, 200, { data: [{ id: "a", label: "A" }], meta: { next: "/c=&2" } });
      else if (page === "/c=&2")
        json(response, 200, { data: [{ id: "b" }], meta: { next: `${server.url}/keys?cursor=3` } });
      else json(response, 200, { data: [{ id: 3, label: "C" }], meta: { next: null } });
    });
    const { admin } = vendor(server.url, { list: LIST });
    expect((await admin.list!()).map(({ id, name }) => [id, name])).toEqual([
      ["a", "A"],
      ["b", ""],
      ["3", "C"],
    ]);
    expect(server.arrivals.map(({ url }) => url)).toEqual([
      "/keys?limit=2",
      "/keys?limit=2&cursor=%2Fc%3D%262",
      "/keys?cursor=3",
    ]);
  });

  it("does not follow a next page to another host", async () => {
    const thief = await serve((_arrival, response) => json(response, 200, { data: [] }));
    const server = await serve((_arrival, response) =>
      json(response, 200, { data: [], meta: { next: `${thief.url}/keys` } }),
    );
    const { admin } = vendor(server.url, { auth: "${ADMIN}", list: LIST });
    await expect(admin.list!()).rejects.toThrow(
      "acme: list keys: the next page is on another host",
    );
    expect(thief.arrivals).toHaveLength(0);
  });

  it("stops at pages in a circle, at the hundredth page, and at entries without an id", async () => {
    let cursor = "same";
    const server = await serve((_arrival, response) => {
      if (cursor !== "same") cursor = String(server.arrivals.length);
      json(response, 200, { data: [], meta: { next: cursor } });
    });
    await expect(vendor(server.url, { list: LIST }).admin.list!()).rejects.toThrow("in a circle");
    expect(server.arrivals).toHaveLength(2);
    cursor = "new";
    server.arrivals.length = 0;
    await expect(vendor(server.url, { list: LIST }).admin.list!()).rejects.toThrow("more than 100");
    expect(server.arrivals).toHaveLength(100);
    const nameless = await serve((_arrival, response) =>
      json(response, 200, { data: [{ label: "x" }] }),
    );
    await expect(vendor(nameless.url, { list: LIST }).admin.list!()).rejects.toThrow(
      "has no id at /id",
    );
  });

  it("reads usage with the admin credential when it is asked for by id", async () => {
    const server = await serve((_arrival, response) =>
      json(response, 200, { data: { total_requests: 9, lastUsedAt: 1_795_400_000 } }),
    );
    const provider = vendor(server.url, {
      auth: "${ADMIN}",
      usage: { path: "/keys/{{id}}/usage" },
    });
    expect(await provider.usage!(KEY, "a/b")).toMatchObject({
      requests: 9,
      lastUsedAt: new Date(1_795_400_000_000).toISOString(),
      errorRate: null,
    });
    expect(server.arrivals[0]!.url).toBe("/keys/a%2Fb/usage");
    expect(server.arrivals[0]!.headers.authorization).toBe(`Bearer ${AUTH}`);
    expect(JSON.stringify(server.arrivals[0])).not.toContain(KEY.reveal());
    await expect(provider.usage!(KEY, undefined)).rejects.toThrow("needs the key's id");
    const byKey = vendor(server.url, { usage: { path: "/usage" } });
    await expect(byKey.usage!(undefined, "k")).rejects.toThrow("needs the key itself");
  });

  it("fails for certain when the credential is missing, and a probe does not throw", async () => {
    const server = await serve((_arrival, response) => json(response, 200, {}));
    const provider = vendor(server.url, {
      auth: "${MISSING}",
      create: CREATE,
      probe: { path: "/", headers: { "x-check": "{{auth}}" } },
    });
    await expect(provider.admin.create!({ name: "n", token: "t" })).rejects.toMatchObject({
      certain: true,
      message: "the environment variable MISSING is not set",
    });
    expect(await provider.probe(KEY)).toMatchObject({
      verdict: "UNVERIFIABLE",
      status: null,
      detail: "the environment variable MISSING is not set",
    });
    expect(server.arrivals).toHaveLength(0);
  });

  it("has no member for a call that the configuration does not name", () => {
    const provider = vendor("https://api.acme.example", {});
    expect(provider.admin).toEqual({});
    expect("usage" in provider).toBe(false);
  });
});
