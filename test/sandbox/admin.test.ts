// Managing keys: made once, listed in pages, cut with a lag, and written down with their effect.
import { describe, expect, it } from "vitest";
import { START, linesOf, openScene } from "./scene.ts";

describe("the management API", () => {
  it("shows a secret once and never again", async () => {
    const scene = await openScene();
    const { status, json } = await scene.admin("POST", "/v1/keys", { name: "production-new" });
    expect(status).toBe(201);
    expect(json.id).toMatch(/^key_[0-9A-Za-z]{10}$/);
    expect(json.secret).toMatch(/^sk_live_[0-9A-Za-z]{42}$/);
    expect(json).toMatchObject({
      name: "production-new",
      created_at: new Date(START).toISOString(),
    });
    const list = (await scene.admin("GET", "/v1/keys")).json;
    expect(list.data.at(-1)).toEqual({
      id: json.id,
      name: "production-new",
      created_at: json.created_at,
      last_used_at: null,
      last4: json.secret.slice(-4),
      status: "active",
    });
    expect(JSON.stringify(list) + JSON.stringify(await scene.dump())).not.toContain(json.secret);
    expect((await scene.call("GET", "/v1/prompts", { key: json.secret })).status).toBe(200);
  });

  it("lists in pages of 20", async () => {
    const scene = await openScene();
    for (let made = 0; made < 40; made++)
      await scene.admin("POST", "/v1/keys", { name: `production-${made}` });
    const ids: string[] = [];
    const sizes: number[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = cursor === "" ? "" : `?cursor=${cursor}`;
      const { json } = await scene.admin("GET", `/v1/keys${query}`);
      ids.push(...json.data.map((key: { id: string }) => key.id));
      sizes.push(json.data.length);
      cursor = json.next;
    }
    expect(sizes).toEqual([20, 20, 4]);
    expect(new Set(ids).size).toBe(44);
    expect((await scene.admin("GET", "/v1/keys?cursor=made-up")).status).toBe(400);
  });

  it.each([
    ["deleted", "DELETE", undefined, 204, "key.deleted"],
    ["disabled", "PATCH", { status: "disabled" }, 200, "key.disabled"],
  ])("accepts a %s key for the lag, then no more", async (state, method, body, status, effect) => {
    const scene = await openScene();
    const id = scene.sandbox.oldKeyId;
    const key = scene.oldSecret;
    expect((await scene.admin(method, `/v1/keys/${id}`, body)).status).toBe(status);
    await scene.move(3900);
    expect((await scene.call("GET", "/v1/prompts", { key })).status).toBe(200);
    expect(await scene.keyNamed("production-web-app")).toMatchObject({
      status: state,
      accepted: true,
    });
    await scene.move(5200);
    expect((await scene.call("GET", "/v1/prompts", { key })).status).toBe(401);
    const effects = linesOf(scene.sandbox.requestLog).filter((line) => line["effect"] !== null);
    expect(effects).toEqual([
      {
        at: new Date(START).toISOString(),
        method,
        path: `/v1/keys/${id}`,
        keyId: id,
        effect,
        status,
      },
    ]);
  });

  it("says 404 and no effect for a key that is already gone", async () => {
    const scene = await openScene();
    const path = `/v1/keys/${scene.sandbox.oldKeyId}`;
    await scene.admin("DELETE", path);
    expect((await scene.admin("DELETE", path)).status).toBe(404);
    expect((await scene.admin("PATCH", path, { status: "active" })).status).toBe(404);
    expect((await scene.admin("DELETE", "/v1/keys/key_never")).status).toBe(404);
    const lines = linesOf(scene.sandbox.requestLog).filter((line) => line["method"] === "DELETE");
    expect(lines.map((line) => [line["effect"], line["status"]])).toEqual([
      ["key.deleted", 204],
      [null, 404],
      [null, 404],
    ]);
  });

  it("brings a disabled key back, and refuses what it does not know", async () => {
    const scene = await openScene();
    const path = `/v1/keys/${scene.sandbox.oldKeyId}`;
    const key = scene.oldSecret;
    await scene.admin("PATCH", path, { status: "disabled" });
    await scene.move(10_000);
    expect((await scene.call("GET", "/v1/prompts", { key })).status).toBe(401);
    await scene.admin("PATCH", path, { status: "active" });
    expect((await scene.call("GET", "/v1/prompts", { key })).status).toBe(200);
    expect((await scene.admin("PATCH", path, { status: "gone" })).status).toBe(400);
    expect((await scene.admin("POST", "/v1/keys", {})).status).toBe(400);
    expect((await scene.admin("POST", "/v1/keys", { name: "a", permissions: ["x"] })).status).toBe(
      400,
    );
  });

  it("makes a second key for a repeated create, unless it is told to honour the idempotency key", async () => {
    for (const idempotentCreate of [false, true]) {
      const scene = await openScene({ idempotentCreate });
      const options = {
        key: scene.adminToken,
        body: { name: "production-new" },
        headers: { "idempotency-key": "op-1" },
      };
      const first = (await scene.call("POST", "/v1/keys", options)).json;
      const second = (await scene.call("POST", "/v1/keys", options)).json;
      expect(second.secret === first.secret).toBe(idempotentCreate);
      expect((await scene.dump()).requests.effects["key.created"]).toBe(idempotentCreate ? 1 : 2);
    }
  });
});
