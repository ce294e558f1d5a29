// The dashboard: one page that runs only its own script, and acts through the same functions as the management API.
import { Script } from "node:vm";
import { describe, expect, it } from "vitest";
import { linesOf, openScene } from "./scene.ts";
import type { Scene } from "./scene.ts";

async function pageOf(scene: Scene) {
  const response = await fetch(scene.sandbox.dashboard);
  const html = await response.text();
  const token = /name="dashboard-token" content="([^"]+)"/.exec(html)?.[1] ?? "";
  return { response, html, headers: { "x-dashboard-token": token } };
}

describe("the dashboard", () => {
  it("is one page under a strict policy, without a secret in it", async () => {
    const scene = await openScene();
    const { response, html } = await pageOf(scene);
    const policy = response.headers.get("content-security-policy") ?? "";
    const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1] ?? "none";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(html).toContain(`<script nonce="${nonce}">`);
    expect(html).not.toMatch(/https?:\/\/|\son[a-z]+=|style="/);
    expect(html).not.toContain(scene.oldSecret);
    const script = /<script nonce="[^"]+">([\s\S]*)<\/script>/.exec(html)?.[1] ?? "";
    expect(script.length).toBeGreaterThan(1000);
    expect(() => new Script(script)).not.toThrow();
    expect((await pageOf(scene)).response.headers.get("content-security-policy")).not.toBe(policy);
  });

  it("needs the page's token for everything it does", async () => {
    const scene = await openScene();
    for (const headers of [{}, { "x-dashboard-token": "wrong" }] as Record<string, string>[])
      expect((await scene.call("GET", "/dashboard/api/keys", { headers })).status).toBe(401);
    const foreign = { ...(await pageOf(scene)).headers, origin: "https://attacker.example" };
    expect((await scene.call("GET", "/dashboard/api/keys", { headers: foreign })).status).toBe(421);
  });

  it("lists, creates and deletes, with the effects in the request log", async () => {
    const scene = await openScene();
    const { headers } = await pageOf(scene);
    const body = { name: "production-new" };
    const made = await scene.call("POST", "/dashboard/api/keys", { headers, body });
    expect(made.status).toBe(201);
    const listed = (await scene.call("GET", "/dashboard/api/keys", { headers })).json;
    expect(listed.data.at(-1)).toMatchObject({ id: made.json.id, name: "production-new" });
    expect(JSON.stringify(listed)).not.toContain("sk_live_");
    expect((await scene.call("GET", "/v1/prompts", { key: made.json.secret })).status).toBe(200);

    const old = `/dashboard/api/keys/${scene.sandbox.oldKeyId}`;
    const wrong = await scene.call("DELETE", old, { headers, body: { name: "production-we" } });
    expect(wrong.status).toBe(400);
    const right = await scene.call("DELETE", old, {
      headers,
      body: { name: "production-web-app" },
    });
    expect(right.status).toBe(204);
    await scene.move(10_000);
    expect((await scene.call("GET", "/v1/prompts", { key: scene.oldSecret })).status).toBe(401);
    const effects = linesOf(scene.sandbox.requestLog).filter((line) => line["effect"] !== null);
    expect(effects.map((line) => [line["path"], line["effect"], line["keyId"]])).toEqual([
      ["/dashboard/api/keys", "key.created", made.json.id],
      [old, "key.deleted", scene.sandbox.oldKeyId],
    ]);
    const last = await scene.call("DELETE", old, { headers, body: { name: "production-web-app" } });
    expect(last.status).toBe(404);
  });
});
