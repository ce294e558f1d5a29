// What lives in the sandbox: two services, a thief, their workspace, and the time they share.
import { execFile } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv, promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { manual } from "../../src/sandbox/clock.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { START, freshFolder, linesOf, openScene } from "./scene.ts";

const MINUTE = 60_000;

function putKey(folder: string, path: string, from: string, to: string): void {
  const file = join(folder, path);
  writeFileSync(file, readFileSync(file, "utf8").replace(from, to));
}

describe("the services", () => {
  it("use a new key only after they were told to read their file again", async () => {
    const scene = await openScene();
    const made = (await scene.admin("POST", "/v1/keys", { name: "production-new" })).json;
    putKey(scene.sandbox.workspace, "app/.env", scene.oldSecret, made.secret);
    await scene.move(MINUTE);
    const before = (await scene.call("GET", "/_service/web")).json;
    expect(before).toMatchObject({ service: "web", keyId: scene.sandbox.oldKeyId, failing: false });
    expect((await scene.admin("GET", `/v1/keys/${made.id}`)).json.last_used_at).toBeNull();

    // The reload command of the ready configuration, run as it stands there.
    const config = parse(scene.file("claro-ir.yaml"));
    const [program, ...args] = config.targets[0].reload;
    await promisify(execFile)(program === "node" ? process.execPath : program, args);
    const after = (await scene.call("GET", "/_service/web")).json;
    expect(after).toMatchObject({ keyId: made.id, last4: made.secret.slice(-4), lastStatus: 200 });
    const worker = (await scene.call("GET", "/_service/worker")).json;
    expect(worker.keyId).toBe(scene.sandbox.oldKeyId);
    expect((await scene.admin("GET", `/v1/keys/${made.id}`)).json.last_used_at).not.toBeNull();
  });

  it("fail with the key they hold once it is cut, and say so", async () => {
    const scene = await openScene();
    await scene.admin("DELETE", `/v1/keys/${scene.sandbox.oldKeyId}`);
    await scene.move(MINUTE);
    const worker = (await scene.call("GET", "/_service/worker")).json;
    expect(worker).toMatchObject({ lastStatus: 401, failing: true });
    expect(worker.errors401).toBeGreaterThanOrEqual(3);
    expect(Date.parse(worker.lastOkAt)).toBeLessThan(START + 10_000);
  });

  it("do not know a foreign value, and keep the old one when their file is gone", async () => {
    const scene = await openScene();
    putKey(scene.sandbox.workspace, "deploy/app.env", scene.oldSecret, "sk_live_foreignforeign");
    const foreign = await scene.call("POST", "/_service/worker/reload");
    expect(foreign.json).toMatchObject({ keyId: null, last4: "eign", lastStatus: 401 });
    expect((await scene.call("POST", "/_service/none/reload")).status).toBe(404);
  });

  it("poll about every ten seconds of sandbox time", async () => {
    const scene = await openScene();
    const before = (await scene.call("GET", "/_service/web")).json.requests;
    await scene.move(10 * MINUTE);
    const polls = (await scene.call("GET", "/_service/web")).json.requests - before;
    expect(polls).toBeGreaterThanOrEqual(52);
    expect(polls).toBeLessThanOrEqual(71);
  });
});

describe("the thief", () => {
  it("was there before the start, steals on, and keeps trying after the cut", async () => {
    const scene = await openScene();
    const before = linesOf(scene.sandbox.accessLog);
    const times = before.map((line) => Date.parse(line["time"]));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBeLessThanOrEqual(START);
    const stolen = before.filter((line) => !line["ip"].startsWith("10."));
    expect(stolen.length).toBeGreaterThan(10);
    const firstAt = Date.parse(stolen[0]!["time"]);
    expect(firstAt).toBeGreaterThanOrEqual(START - 25 * MINUTE);
    expect(firstAt).toBeGreaterThan(times[0]!);
    const methods = new Set(stolen.map((line) => line["path"].replace(/ctx_\w+|\?.*/, "")));
    expect(methods).toEqual(new Set(["/v1/prompts", "/v1/prompts/get", "/v1/context//download"]));
    expect(stolen.every((line) => line["key_id"] === scene.sandbox.oldKeyId)).toBe(true);
    expect(stolen.every((line) => /python-requests|Scrapy/.test(line["user_agent"]))).toBe(true);

    await scene.admin("DELETE", `/v1/keys/${scene.sandbox.oldKeyId}`);
    await scene.move(5 * MINUTE);
    const after = linesOf(scene.sandbox.accessLog).filter(
      (line) => Date.parse(line["time"]) > START + 9000 && /^(?!10\.|127\.)/.test(line["ip"]),
    );
    expect(after.length).toBeGreaterThan(3);
    expect(new Set(after.map((line) => line["status"]))).toEqual(new Set([401]));
    expect(new Set(after.map((line) => line["key_id"]))).toEqual(new Set([scene.sandbox.oldKeyId]));
  });

  it("does the same for the same seed, and something else for another", async () => {
    const logs: string[] = [];
    for (const seed of [5, 5, 6]) {
      const scene = await openScene({ seed });
      await scene.move(3 * MINUTE);
      await scene.admin("POST", "/v1/keys", { name: "production-new" });
      await scene.admin("DELETE", `/v1/keys/${scene.sandbox.oldKeyId}`);
      await scene.move(7 * MINUTE);
      const wire = scene.file("access.jsonl");
      logs.push(wire);
    }
    expect(logs[0]!.split("\n").length).toBeGreaterThan(500);
    expect(logs[1]).toBe(logs[0]);
    expect(logs[2]).not.toBe(logs[0]);
  });
});

describe("the workspace", () => {
  it("holds the leaked key where a company would have it, privately", async () => {
    const scene = await openScene();
    const { workspace } = scene.sandbox;
    const key = scene.oldSecret;
    expect(parseEnv(scene.file("app/.env"))).toMatchObject({ BAYT_API_KEY: key, PORT: "8080" });
    expect(scene.file("deploy/app.env").split("\n")).toContain(`BAYT_API_KEY=${key}`);
    expect(parse(scene.file("deploy/docker-compose.yml")).services.worker.env_file).toBe("app.env");
    expect(scene.file("leak.txt")).toContain(key);
    expect(scene.file(".gitignore").split("\n")).toContain(".env");
    const privately = ["admin.key", "leak.txt", "leaked.key", "app/.env", "deploy/app.env"];
    for (const path of [...privately, "claro-ir.yaml", ".sandbox/state.json", "access.jsonl"])
      expect([path, statSync(join(workspace, path)).mode & 0o777]).toEqual([path, 0o600]);
  });

  it("has a configuration that names everything and holds no secret", async () => {
    const scene = await openScene();
    const { url } = scene.sandbox;
    const config = parse(scene.file("claro-ir.yaml"));
    expect(config).toMatchObject({ version: 1, workspace: "acme" });
    expect(config.operators).toEqual([
      { id: "dana", role: "owner" },
      { id: "sam", role: "admin" },
      { id: "kim", role: "member" },
    ]);
    expect(Object.keys(config.providers.claro).toSorted()).toEqual(
      ["auth", "baseUrl", "create", "delete", "kind", "list", "probe", "usage"].toSorted(),
    );
    expect(config.providers.claro).toMatchObject({ baseUrl: url, auth: "file:./admin.key" });
    expect(config.targets.map((target: { id: string }) => target.id)).toEqual([
      "web-env",
      "worker-env",
    ]);
    expect(config.targets[1]).toMatchObject({
      kind: "docker-env-file",
      path: "deploy/app.env",
      variable: "BAYT_API_KEY",
      key: "production-web-app",
      provider: "claro",
      inUse: { url: `${url}/_service/worker`, last4: "/last4" },
    });
    expect(scene.file("claro-ir.yaml")).not.toMatch(/sk_(live|admin)_/);
  });

  it("is never made over somebody's own files", async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, "claro-ir.yaml"), "version: 1\n");
    const started = startSandbox({ seed: 1, workspace: folder, clock: manual(START) });
    await expect(started).rejects.toThrow(/is not a sandbox's/);
    expect(existsSync(join(folder, ".sandbox"))).toBe(false);
  });
});
