// The API that holders of a key see: what Claro documents, with its errors.
import { describe, expect, it } from "vitest";
import { START, linesOf, openScene, rawStatus } from "./scene.ts";

describe("the API of the look-alike", () => {
  it("pages through the prompts and gives each one by name", async () => {
    const scene = await openScene();
    const key = scene.oldSecret;
    const names: string[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const next: string = cursor === null ? "" : `&cursor=${cursor}`;
      const { json, status } = await scene.call("GET", `/v1/prompts?limit=10${next}`, { key });
      expect(status).toBe(200);
      names.push(...json.data.prompts.map((one: { packageName: string }) => one.packageName));
      expect(json.data.hasMore).toBe(json.data.cursor !== null);
      cursor = json.data.cursor;
      pages += 1;
    } while (cursor !== null);
    expect([pages, new Set(names).size]).toEqual([3, 24]);

    const body = { package_name: names[0], variables: { customer: "Kim $& {{x}}" } };
    const prompt = (await scene.call("POST", "/v1/prompts/get", { key, body })).json;
    expect(prompt.packageName).toBe(names[0]);
    expect(prompt.content).toContain("You help Kim $& {{x}} with");
    const file = await scene.call("GET", prompt.context[0].url, { key });
    expect([file.status, file.json.length]).toEqual([200, prompt.context[0].fileSize]);
  });

  it("answers what it cannot serve with the documented errors", async () => {
    const scene = await openScene();
    const wrong: [string, string, string | undefined, unknown, number, string][] = [
      ["GET", "/v1/prompts", undefined, undefined, 401, "unauthorized"],
      ["GET", "/v1/prompts", "sk_live_nobodyknowsthiskey", undefined, 401, "unauthorized"],
      ["GET", "/v1/prompts?limit=0", "old", undefined, 400, "validation_error"],
      ["GET", "/v1/prompts?limit=101", "old", undefined, 400, "validation_error"],
      ["GET", "/v1/prompts?limit=ten", "old", undefined, 400, "validation_error"],
      ["GET", "/v1/prompts?cursor=made-up", "old", undefined, 400, "validation_error"],
      ["POST", "/v1/prompts/get", "old", "{not json", 400, "validation_error"],
      ["POST", "/v1/prompts/get", "old", { package_name: "no-at" }, 400, "validation_error"],
      ["POST", "/v1/prompts/get", "old", { package_name: "@acme/none:v1" }, 404, "not_found"],
      ["POST", "/v1/prompts/get", "old", { package_name: "@globex/any:v1" }, 403, "forbidden"],
      ["GET", "/v1/context/ctx_none/download", "old", undefined, 404, "not_found"],
      ["GET", "/v1/nothing", "old", undefined, 404, "not_found"],
      ["GET", "/v1/prompts", "admin", undefined, 403, "forbidden"],
      ["GET", "/v1/keys", "old", undefined, 403, "forbidden"],
      ["POST", "/v1/keys", "old", { name: "production-x" }, 403, "forbidden"],
      ["GET", "/v1/keys", "sk_live_nobodyknowsthiskey", undefined, 401, "unauthorized"],
      ["GET", "/v1/keys", undefined, undefined, 401, "unauthorized"],
    ];
    for (const [method, path, who, body, status, code] of wrong) {
      const key = who === "old" ? scene.oldSecret : who === "admin" ? scene.adminToken : who;
      const answer = await scene.call(method, path, {
        ...(key === undefined ? {} : { key }),
        body,
      });
      expect([path, answer.status, answer.json.error]).toEqual([
        path,
        status,
        { code, message: expect.any(String), details: expect.any(Object) },
      ]);
    }
  });

  it("refuses a key without the permission that is asked for", async () => {
    const scene = await openScene();
    const body = { name: "production-lister", permissions: ["prompts:list"] };
    const key = (await scene.admin("POST", "/v1/keys", body)).json.secret;
    expect((await scene.call("GET", "/v1/prompts", { key })).status).toBe(200);
    const asked = { package_name: "@acme/refund-policy:v1" };
    expect((await scene.call("POST", "/v1/prompts/get", { key, body: asked })).status).toBe(403);
  });

  it("limits the rate and says how long to wait, also in its clock's time", async () => {
    const scene = await openScene();
    let answer = await scene.call("GET", "/v1/prompts");
    for (let asked = 1; asked < 100; asked++) answer = await scene.call("GET", "/v1/prompts");
    expect([answer.status, answer.headers.get("x-ratelimit-remaining")]).toEqual([401, "0"]);
    answer = await scene.call("GET", "/v1/prompts");
    expect(answer.status).toBe(429);
    expect(answer.json.error).toMatchObject({ code: "rate_limit_exceeded", retry_after: 60 });
    expect(answer.headers.get("retry-after")).toBe("60");
    const own = await scene.call("GET", "/v1/prompts?limit=1", { key: scene.oldSecret });
    expect([own.status, own.headers.get("x-ratelimit-limit")]).toEqual([200, "1000"]);
    await scene.move(60_000);
    expect((await scene.call("GET", "/v1/prompts")).status).toBe(401);
  });

  it("tells a key about its own use", async () => {
    const scene = await openScene();
    const key = (await scene.admin("POST", "/v1/keys", { name: "production-new" })).json.secret;
    const fresh = (await scene.call("GET", "/v1/usage", { key })).json;
    expect(fresh).toMatchObject({ requests_today: 0, last_used: null, total_requests: 0 });
    await scene.call("GET", "/v1/prompts?limit=0", { key });
    const used = (await scene.call("GET", "/v1/usage", { key })).json;
    expect(used).toMatchObject({ requests_today: 2, total_requests: 2, error_rate: 0.5 });
    expect(used.last_used).toBe(new Date(START).toISOString());
  });

  it("answers only callers that mean loopback, and dates its answers by its own clock", async () => {
    const scene = await openScene();
    const url = `${scene.sandbox.url}/v1/health`;
    expect(await rawStatus(url, {})).toBe(200);
    expect(await rawStatus(url, { host: "claro.attacker.example" })).toBe(421);
    expect(await rawStatus(url, { host: "127.0.0.1.attacker.example" })).toBe(421);
    expect(await rawStatus(url, { origin: "https://attacker.example" })).toBe(421);
    const { headers } = await scene.call("GET", "/v1/health");
    expect(headers.get("date")).toBe(new Date(START).toUTCString());
  });

  it("logs every request without a secret, wherever somebody put it", async () => {
    const scene = await openScene();
    const key = scene.oldSecret;
    await scene.call("GET", `/v1/prompts?key=${key}`, { key, headers: { "user-agent": key } });
    await scene.call("GET", `/v1/keys/${scene.adminToken}`, { key: scene.adminToken });
    const made = (await scene.admin("POST", "/v1/keys", { name: key })).json;
    await scene.move(120_000);
    await scene.call("GET", "/_dump");
    const logs = scene.file("access.jsonl") + scene.file("requests.jsonl");
    for (const secret of [key, scene.adminToken, made.secret]) expect(logs).not.toContain(secret);
    expect(logs).not.toMatch(/sk_[a-z]+_[A-Za-z0-9]{8}/);
    expect(logs).not.toContain("/_");
    const mine = linesOf(scene.sandbox.accessLog).find((line) => line["ip"] === "127.0.0.1");
    expect(mine).toMatchObject({
      time: new Date(START).toISOString(),
      key_id: scene.sandbox.oldKeyId,
      last4: key.slice(-4),
      method: "GET",
      path: "/v1/prompts?key=[secret]",
      status: 200,
      user_agent: "[secret]",
      country: null,
    });
  });
});
