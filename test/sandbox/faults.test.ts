// Each fault does what it says: what took effect is asked of the oracle, what the caller saw is seen.
import { describe, expect, it } from "vitest";
import { FAULTS } from "../../src/sandbox/faults.ts";
import { linesOf, openScene } from "./scene.ts";
import type { Scene } from "./scene.ts";

const NAME = "production-new";
const SECOND = 1000;

function create(scene: Scene, signal?: AbortSignal): Promise<Response> {
  return fetch(`${scene.sandbox.url}/v1/keys`, {
    method: "POST",
    redirect: "manual",
    headers: { authorization: `Bearer ${scene.adminToken}` },
    body: JSON.stringify({ name: NAME }),
    ...(signal === undefined ? {} : { signal }),
  });
}

async function exists(scene: Scene): Promise<boolean> {
  return (await scene.keyNamed(NAME)) !== undefined;
}

describe("faults of the API", () => {
  it.each([
    ["reset-before", false],
    ["reset-after", true],
  ])("%s cuts the connection", async (fault, applied) => {
    const scene = await openScene();
    await scene.fault("POST /v1/keys", fault);
    await expect(create(scene)).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    expect(await exists(scene)).toBe(applied);
    const last = linesOf(scene.sandbox.requestLog).at(-1);
    expect(last).toMatchObject({ status: 0, effect: applied ? "key.created" : null });
    expect((await create(scene)).status).toBe(201); // once only
  });

  it.each([
    ["hang", false],
    ["hang-after", true],
  ])("%s never answers", async (fault, applied) => {
    const scene = await openScene();
    await scene.fault("POST /v1/keys", fault);
    const given = new AbortController();
    const asked = create(scene, given.signal);
    while (linesOf(scene.sandbox.requestLog).at(-1)?.["method"] !== "POST")
      await new Promise((done) => setTimeout(done, 5)); // until the request arrived
    expect(
      await Promise.race([asked, new Promise((done) => setTimeout(done, 50, "nothing"))]),
    ).toBe("nothing");
    given.abort();
    await expect(asked).rejects.toThrow(/abort/);
    expect(await exists(scene)).toBe(applied);
  });

  it.each([
    ["500-before", 500, false],
    ["500-after", 500, true],
    ["503", 503, false],
    ["401", 401, false],
    ["403", 403, false],
    ["429", 429, false],
    ["404", 404, false],
    ["408", 408, false],
    ["409", 409, false],
  ])("%s answers an error", async (fault, status, applied) => {
    const scene = await openScene();
    await scene.fault("POST /v1/keys", fault);
    const response = await create(scene);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code: expect.any(String) } });
    expect(await exists(scene)).toBe(applied);
  });

  it("429 sends any Retry-After, as often as told", async () => {
    const scene = await openScene();
    await scene.fault("GET /v1/prompts", "429", { retryAfter: "99999999999", times: 2 });
    const key = scene.oldSecret;
    for (const status of [429, 429, 200]) {
      const answer = await scene.call("GET", "/v1/prompts?limit=1", { key });
      expect(answer.status).toBe(status);
      expect(answer.headers.get("retry-after")).toBe(status === 429 ? "99999999999" : null);
    }
  });

  it("no-secret makes the key and keeps its secret", async () => {
    const scene = await openScene();
    await scene.fault("POST /v1/keys", "no-secret");
    const response = await create(scene);
    expect(response.status).toBe(200);
    expect(Object.keys((await response.json()) as object)).toEqual(["id", "name", "created_at"]);
    expect(await exists(scene)).toBe(true);
  });

  it.each(["cut", "no-http"])("%s makes the key and spoils the answer", async (fault) => {
    const scene = await openScene();
    await scene.fault("POST /v1/keys", fault);
    await expect(create(scene).then((response) => response.text())).rejects.toThrow();
    expect(await exists(scene)).toBe(true);
  });

  it.each([
    ["empty", 200, ""],
    ["other-shape", 200, expect.stringContaining('"secret":[')],
    ["redirect-after", 303, ""],
  ])("%s makes the key and does not say so", async (fault, status, text: unknown) => {
    const scene = await openScene();
    await scene.fault("POST /v1/keys", fault);
    const response = await create(scene);
    expect([response.status, await response.text()]).toEqual([status, text]);
    expect(await exists(scene)).toBe(true);
  });

  it("garbage is a page of HTML, redirect another host that sees who follows", async () => {
    const scene = await openScene();
    await scene.fault("POST /v1/keys", "garbage");
    const page = await create(scene);
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html"]);
    await scene.fault("* /v1/keys*", "redirect");
    const redirect = await create(scene);
    expect(redirect.status).toBe(302);
    const location = redirect.headers.get("location") ?? "";
    expect(new URL(location).hostname).toBe("localhost");
    expect(await exists(scene)).toBe(false);
    expect((await scene.dump()).elsewhere).toEqual({ requests: 0, withAuthorization: 0 });
    await fetch(location, { method: "POST", headers: { authorization: "Bearer x" } });
    expect((await scene.dump()).elsewhere).toEqual({ requests: 1, withAuthorization: 1 });
  });

  it("bomb is large, packed or not", async () => {
    const scene = await openScene();
    await scene.fault("GET /v1/keys", "bomb", { times: 2 });
    const headers = { authorization: `Bearer ${scene.adminToken}` };
    const url = `${scene.sandbox.url}/v1/keys`;
    const plain = await fetch(url, { headers: { ...headers, "accept-encoding": "identity" } });
    expect((await plain.arrayBuffer()).byteLength).toBe(3 * 1024 * 1024);
    const packed = await fetch(url, { headers: { ...headers, "accept-encoding": "gzip" } });
    expect(Number(packed.headers.get("content-length"))).toBeLessThan(100_000);
    expect((await packed.arrayBuffer()).byteLength).toBe(16 * 1024 * 1024);
  });

  it("drip sends a byte at a time", async () => {
    const scene = await openScene();
    await scene.fault("GET /v1/keys", "drip");
    const headers = { authorization: `Bearer ${scene.adminToken}` };
    const response = await fetch(`${scene.sandbox.url}/v1/keys`, { headers });
    const reader = response.body!.getReader();
    const sizes = [(await reader.read()).value?.length, (await reader.read()).value?.length];
    expect(sizes).toEqual([1, 1]);
    await reader.cancel();
  });

  it("late takes effect after the caller gave up", async () => {
    const scene = await openScene();
    await scene.fault("POST /v1/keys", "late", { delayMs: 20 * SECOND });
    await expect(create(scene)).rejects.toThrow();
    await scene.move(19 * SECOND);
    expect(await exists(scene)).toBe(false);
    await scene.move(2 * SECOND);
    expect(await exists(scene)).toBe(true);
    const effects = linesOf(scene.sandbox.requestLog).filter((line) => line["effect"] !== null);
    expect(effects).toMatchObject([{ effect: "key.created", status: 0 }]);
  });

  it("alive-after-delete keeps a deleted key accepted", async () => {
    const scene = await openScene();
    await scene.fault("DELETE /v1/keys/*", "alive-after-delete", { delayMs: 300 * SECOND });
    await scene.admin("DELETE", `/v1/keys/${scene.sandbox.oldKeyId}`);
    const key = scene.oldSecret;
    await scene.move(299 * SECOND);
    expect((await scene.call("GET", "/v1/prompts", { key })).status).toBe(200);
    await scene.move(2 * SECOND);
    expect((await scene.call("GET", "/v1/prompts", { key })).status).toBe(401);
  });

  it("list-stale leaves out young keys", async () => {
    const scene = await openScene();
    await create(scene);
    await scene.fault("GET /v1/keys", "list-stale", { delayMs: 30 * SECOND, times: 2 });
    async function names(): Promise<string[]> {
      const { json } = await scene.admin("GET", "/v1/keys");
      return json.data.map((key: { name: string }) => key.name);
    }
    expect(await names()).not.toContain(NAME);
    await scene.move(31 * SECOND);
    expect(await names()).toContain(NAME);
  });

  it("unreloadable lets a service say yes and go on with the old value", async () => {
    const scene = await openScene();
    const { loadedAt } = (await scene.call("GET", "/_service/web")).json;
    await scene.fault("service web", "unreloadable");
    const refused = await scene.call("POST", "/_service/web/reload");
    expect([refused.status, refused.json.loadedAt]).toEqual([200, loadedAt]);
    expect((await scene.call("POST", "/_service/web/reload")).json.loadedAt).not.toBe(loadedAt);
  });

  it("never hits the services and the thief, whose requests come from inside", async () => {
    const scene = await openScene();
    await scene.fault("GET /v1/prompts", "503");
    await scene.move(60 * SECOND);
    expect((await scene.call("GET", "/_service/web")).json.failing).toBe(false);
    expect((await scene.call("GET", "/_fault")).json.faults).toHaveLength(1);
    await scene.call("DELETE", "/_fault");
    expect((await scene.call("GET", "/_fault")).json.faults).toEqual([]);
  });

  it("refuses orders it does not understand", async () => {
    const scene = await openScene();
    const wrong = [
      ["POST /v1/keys", "explode", {}],
      ["everything", "503", {}],
      ["POST /v1/keys", "unreloadable", {}],
      ["service web", "503", {}],
      ["POST /v1/keys", "503", { times: 0 }],
      ["POST /v1/keys", "late", { delayMs: -1 }],
    ] as const;
    for (const [endpoint, fault, more] of wrong)
      expect((await scene.fault(endpoint, fault, more)).status).toBe(400);
    expect(FAULTS).toHaveLength(27);
  });
});
