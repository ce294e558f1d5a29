// What every kind of key provider promises, checked on each registered one against a real server. Its own example is its configuration.
import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { createHttp } from "../../src/adapters/http/client.ts";
import { connectProvider, describeProvider, PROVIDERS } from "../../src/adapters/provider/index.ts";
import { Secret } from "../../src/core/credential/secret.ts";
import type { AdapterConfig } from "../../src/ports/config.ts";
import type { Http } from "../../src/ports/http.ts";
import type { KeyProvider } from "../../src/ports/key-provider.ts";
import { OutsideError } from "../../src/ports/outside.ts";
import {
  drip,
  json,
  packed,
  stubServer,
  type Answer,
  type Arrival,
  type StubServer,
} from "../adapters/http/stub-server.ts";

const KEY = "sk_live_CanaryOfTheContract12345";
const ADMIN = "admin-canary-0001";
const secret = new Secret(KEY);

/** How a vendor answers management calls that succeed, for each kind that manages keys by API. */
const VENDORS: Readonly<Record<string, Answer>> = {
  http: (arrival, response) => {
    if (arrival.method === "POST") json(response, 201, { id: "k2", secret: KEY });
    else if (arrival.method === "GET")
      json(response, 200, {
        data: [{ id: "k1", name: "web", created_at: "2026-11-23T02:10:00Z" }],
      });
    else json(response, 200, {});
  },
};

function anHourOfWait(_arrival: Arrival, response: ServerResponse): void {
  response.setHeader("retry-after", "3600");
  json(response, 429, { error: { message: KEY } });
}

let server: StubServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

function silence(): void {}

/** The real client; only where the answer never comes or never ends with a short deadline, so that it does not hold up the suite. */
function hasty(answer?: Answer): Http {
  const http = createHttp({ env: {} });
  const timeoutMs = answer === silence || answer === drip ? 150 : 5000;
  return { send: (request) => http.send({ ...request, timeoutMs }) };
}

function exampleOf(kind: string): AdapterConfig {
  const entry = parse(describeProvider(kind).example) as Record<string, Record<string, unknown>>;
  const [id, { kind: _kind, ...options }] = Object.entries(entry)[0]!;
  return { id, kind, options };
}

async function connected(kind: string, answer: Answer): Promise<[KeyProvider, StubServer]> {
  server = await stubServer(answer);
  const provider = connectProvider(exampleOf(kind), {
    http: hasty(answer),
    resolve: (text) => Promise.resolve(text.replaceAll(/\$\{\w+\}/g, ADMIN)),
    endpoints: { [kind]: server.url },
  });
  return [provider, server];
}

function status(code: number, headers: Record<string, string> = {}): Answer {
  return (_arrival, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    json(response, code, { error: { message: KEY } });
  };
}

function html(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/html" });
  response.end("<html>Welcome to the airport network</html>");
}

async function outside(promise: Promise<unknown>): Promise<OutsideError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(OutsideError);
  const { message, stack, hint, cause } = error as OutsideError;
  expect([message, stack, hint, String(cause)].join(" ")).not.toMatch(/Canary|canary/);
  return error as OutsideError;
}

it("covers the registered kinds", () => {
  expect(PROVIDERS.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["claro", "http"]));
});

it("knows no other kind", () => {
  const deps = { http: hasty(), resolve: (text: string) => Promise.resolve(text), endpoints: {} };
  expect(() => connectProvider({ id: "x", kind: "toString", options: {} }, deps)).toThrow(
    "there is no such kind of provider (claro, http)",
  );
});

describe.each(PROVIDERS.map(({ kind }) => kind))("key provider %s", (kind) => {
  it("says in words what it is, what it takes and what its traps are", () => {
    const words = describeProvider(kind);
    expect(words.title).not.toBe("");
    expect(words.traps.length).toBeGreaterThan(0);
    expect(words.options.length).toBeGreaterThan(0);
    expect(words.options.filter((option) => option.text === "")).toEqual([]);
  });

  it("tells a person where to click", async () => {
    const [{ manual, host }] = await connected(kind, status(200));
    for (const clicks of [manual.create, manual.delete, manual.usage])
      expect(clicks.join("\n")).toContain("{{name}}");
    expect(manual.delete.join("\n")).toContain("{{last4}}");
    expect(new URL(manual.url).protocol).toBe("https:");
    expect(host).toBe(server?.host);
  });

  it.each<[string, Answer, string, number | null]>([
    ["200 with JSON", status(200), "ALIVE", 200],
    ["403", status(403), "ALIVE", 403],
    ["401", status(401), "DEAD", 401],
    ["404", status(404), "UNVERIFIABLE", 404],
    ["400", status(400), "UNVERIFIABLE", 400],
    ["407", status(407), "UNVERIFIABLE", 407],
    ["429", anHourOfWait, "UNVERIFIABLE", 429],
    ["500", status(500), "UNVERIFIABLE", 500],
    ["503", status(503), "UNVERIFIABLE", 503],
    ["302", status(302, { location: "https://elsewhere.example/" }), "UNVERIFIABLE", 302],
    ["HTML with 200", (_arrival, response) => html(response), "UNVERIFIABLE", 200],
    [
      "a reset",
      (_arrival, _response, request) => request.socket.resetAndDestroy(),
      "UNVERIFIABLE",
      null,
    ],
    ["silence", silence, "UNVERIFIABLE", null],
  ])(
    "judges %s in one request, with the key and no other credential",
    async (_case, answer, verdict, code) => {
      const [provider, { arrivals }] = await connected(kind, answer);
      const probe = await provider.probe(secret);
      expect([probe.verdict, probe.status]).toEqual([verdict, code]);
      expect(probe.retryAfter).toBe(answer === anHourOfWait ? 60 : undefined);
      expect(JSON.stringify(probe)).not.toContain("Canary");
      expect(arrivals).toHaveLength(1);
      const sent = JSON.stringify(arrivals[0]);
      expect(sent).toContain(KEY);
      expect(sent).not.toContain(ADMIN);
      expect(arrivals[0]?.url).not.toContain(KEY);
    },
  );

  it("takes a key that no header can carry as unverifiable, and sends nothing", async () => {
    const [provider, { arrivals }] = await connected(kind, status(200));
    const probe = await provider.probe(new Secret("sk_live_with\r\nbreak: 1"));
    expect([probe.verdict, probe.status]).toEqual(["UNVERIFIABLE", null]);
    expect(arrivals).toHaveLength(0);
  });

  it("refuses a test override that is not loopback", () => {
    const deps = { http: hasty(), resolve: (text: string) => Promise.resolve(text) };
    for (const url of ["https://api.example.com", "http://10.0.0.1", "nonsense"])
      expect(() =>
        connectProvider(exampleOf(kind), { ...deps, endpoints: { [kind]: url } }),
      ).toThrow("no loopback address");
  });

  it("refuses options it does not know", () => {
    const { id, options } = exampleOf(kind);
    const deps = { http: hasty(), resolve: (text: string) => Promise.resolve(text), endpoints: {} };
    expect(() => connectProvider({ id, kind, options: { ...options, tpyo: 1 } }, deps)).toThrow(
      `providers.${id}`,
    );
  });

  it("reads usage figures, and takes a missing call as none", async () => {
    const figures = { requests_today: 42, last_used: "2026-11-23T02:10:00Z", error_rate: 0.02 };
    const [provider] = await connected(kind, (_arrival, response) => json(response, 200, figures));
    const snapshot = await provider.usage?.(secret, "k1");
    expect(snapshot).toEqual({
      requests: 42,
      lastUsedAt: "2026-11-23T02:10:00.000Z",
      errorRate: 0.02,
      raw: figures,
    });
    for (const code of [401, 403, 404, 405, 501]) {
      await server?.close();
      const [without] = await connected(kind, status(code));
      expect([code, await without.usage?.(secret, "k1")]).toEqual([code, undefined]);
    }
    await server?.close();
    const [failing] = await connected(kind, status(500));
    expect((await outside(failing.usage!(secret, "k1"))).certain).toBe(true);
  });

  it("names a vendor to test against when it manages keys by API", async () => {
    const [{ admin }] = await connected(kind, status(200));
    expect(Object.keys(admin).length > 0).toBe(kind in VENDORS);
  });
});

describe.each(Object.keys(VENDORS))("key management by API: %s", (kind) => {
  const request = { name: "web-2", token: "4b1f" };

  it("creates, lists, disables and deletes with one request each", async () => {
    const [{ admin }, { arrivals }] = await connected(kind, VENDORS[kind]!);
    const made = await admin.create!(request);
    expect([made.id, made.secret.reveal()]).toEqual(["k2", KEY]);
    expect(await admin.list!()).toMatchObject([
      { id: "k1", name: "web", createdAt: "2026-11-23T02:10:00.000Z" },
    ]);
    await admin.disable?.("k1");
    await admin.delete!("k1");
    expect(arrivals).toHaveLength(admin.disable === undefined ? 3 : 4);
    for (const arrival of arrivals) expect(JSON.stringify(arrival.headers)).toContain(ADMIN);
  });

  it.each([
    [301, true],
    [307, true],
    [400, true],
    [401, true],
    [403, true],
    [407, true],
    [422, true],
    [429, true],
    [408, false],
    [409, false],
    [425, false],
    [500, false],
    [502, false],
    [503, false],
    [504, false],
  ])("takes %i as a failure, for certain: %s, and repeats nothing", async (code, certain) => {
    const [{ admin }, { arrivals }] = await connected(kind, status(code));
    expect((await outside(admin.create!(request))).certain).toBe(certain);
    expect((await outside(admin.delete!("k1"))).certain).toBe(certain);
    expect((await outside(admin.list!())).certain).toBe(true);
    expect(arrivals).toHaveLength(3);
  });

  it("takes a key that is gone as deleted, but not as created", async () => {
    for (const code of [404, 410]) {
      const [{ admin }] = await connected(kind, status(code));
      await admin.delete!("k1");
      await admin.disable?.("k1");
      expect((await outside(admin.create!(request))).certain).toBe(true);
      await server?.close();
    }
  });

  it.each<[string, Answer]>([
    ["no JSON", (_arrival, response) => response.end(`{"secret":${KEY}`)],
    ["HTML", (_arrival, response) => html(response)],
    ["nothing", (_arrival, response) => response.end()],
    ["another shape", (_arrival, response) => json(response, 200, [KEY])],
    ["an empty value", (_arrival, response) => json(response, 200, { id: "k2", secret: " " })],
    ["no id", (_arrival, response) => json(response, 200, { secret: KEY })],
    ["a reset", (_arrival, _response, incoming) => incoming.socket.resetAndDestroy()],
    [
      "a broken answer",
      (_arrival, response) => {
        response.writeHead(201, { "content-length": "500" });
        response.write(KEY, () => response.socket?.destroy());
      },
    ],
    ["too much", (_arrival, response) => json(response, 201, { x: "x".repeat(1_100_000) })],
    ["compressed bytes", packed],
    ["silence", silence],
    ["a drip without end", drip],
  ])("takes a create that answers %s as unknown", async (_case, answer) => {
    const [{ admin }, { arrivals }] = await connected(kind, answer);
    expect((await outside(admin.create!(request))).certain).toBe(false);
    expect(arrivals).toHaveLength(1);
  });

  it("takes a refused connection as failed for certain", async () => {
    const [{ admin }, stub] = await connected(kind, status(200));
    await stub.close();
    expect((await outside(admin.create!(request))).certain).toBe(true);
    expect((await outside(admin.delete!("k1"))).certain).toBe(true);
  });

  it("sends nothing for an id that would name something else", async () => {
    const [{ admin }, { arrivals }] = await connected(kind, VENDORS[kind]!);
    for (const id of ["", ".", ".."]) expect((await outside(admin.delete!(id))).certain).toBe(true);
    expect(arrivals).toHaveLength(0);
    await admin.delete!("../a/b?c#d");
    expect(arrivals[0]?.url).toMatch(/\/\.\.%2Fa%2Fb%3Fc%23d$/);
  });
});
