// A restart on the same workspace goes on where it was, as if nothing had happened.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { manual, paced } from "../../src/sandbox/clock.ts";
import { findSandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { START, freshFolder, linesOf, openScene } from "./scene.ts";

const MINUTE = 60_000;
const MAIN = new URL("../../src/sandbox/main.ts", import.meta.url).href;

/** The sandbox as a child process; resolves with the first line it wrote. */
async function child(run: Record<string, unknown>) {
  const code = `import { runSandbox } from ${JSON.stringify(MAIN)};\nawait runSandbox(${JSON.stringify(run)});`;
  const process_ = spawn(process.execPath, ["--input-type=module-typescript", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => {
    process_.kill("SIGKILL");
  });
  const [line] = await once(createInterface(process_.stdout), "line");
  return { process: process_, first: JSON.parse(String(line)) };
}

describe("a restart", () => {
  it("keeps keys, admin token, port, loaded values and the order of things", async () => {
    const straight = await openScene({ seed: 9 });
    await straight.move(10 * MINUTE);

    const workspace = freshFolder();
    const first = await openScene({ seed: 9, workspace });
    await first.move(4 * MINUTE);
    await first.sandbox.close();
    const again = await openScene({ seed: 1000, workspace });
    expect(again.sandbox.url).toBe(first.sandbox.url);
    expect(again.sandbox.oldKeyId).toBe(first.sandbox.oldKeyId);
    expect(again.adminToken).toBe(first.adminToken);
    expect((await again.dump()).now).toBe(new Date(START + 4 * MINUTE).toISOString());
    await again.move(6 * MINUTE);
    expect(again.file("access.jsonl")).toBe(straight.file("access.jsonl"));
    expect(again.file("requests.jsonl")).toBe(straight.file("requests.jsonl"));
    expect((await again.dump()).requests).toEqual((await straight.dump()).requests);
  });

  it("does not read a service's file, nor write what people changed", async () => {
    const workspace = freshFolder();
    const first = await openScene({ workspace });
    const made = (await first.admin("POST", "/v1/keys", { name: "production-new" })).json;
    const env = first.file("app/.env").replace(first.oldSecret, made.secret);
    writeFileSync(join(workspace, "app/.env"), env);
    await first.sandbox.close();
    const again = await openScene({ workspace });
    expect(again.file("app/.env")).toBe(env);
    expect((await again.call("GET", "/_service/web")).json.keyId).toBe(first.sandbox.oldKeyId);
    await again.call("POST", "/_service/web/reload");
    expect((await again.call("GET", "/_service/web")).json.keyId).toBe(made.id);
  });

  it("moves to another port when the old one is taken, and only the addresses in the configuration follow", async () => {
    const workspace = freshFolder();
    const first = await openScene({ workspace });
    const before = `# ours\n${first.file("claro-ir.yaml")}`;
    writeFileSync(join(workspace, "claro-ir.yaml"), before);
    await first.sandbox.close();
    const squatter = createServer((_, response) => response.end("{}"));
    await new Promise<void>((done) =>
      squatter.listen(Number(new URL(first.sandbox.url).port), "127.0.0.1", done),
    );
    onTestFinished(() => {
      squatter.closeAllConnections();
      squatter.close();
    });
    const again = await openScene({ workspace });
    expect(again.sandbox.url).not.toBe(first.sandbox.url);
    const after = again.file("claro-ir.yaml");
    expect(after).toBe(before.replaceAll(first.sandbox.url, again.sandbox.url));
    expect(parse(after).providers.claro.baseUrl).toBe(again.sandbox.url);
  });

  it("is refused while one runs there, which can be found", async () => {
    const scene = await openScene();
    const { workspace, url, oldKeyId } = scene.sandbox;
    expect(await findSandbox(workspace)).toMatchObject({ url, oldKeyId });
    const second = startSandbox({ seed: 1, workspace, clock: manual(START) });
    await expect(second).rejects.toThrow(`already runs here, at ${url}`);
    await scene.sandbox.close();
    expect(await findSandbox(workspace)).toBeNull();
  });

  it(
    "forgets no key after a hard kill, and time does not go back",
    { timeout: 30_000 },
    async () => {
      const workspace = freshFolder();
      const run = { seed: 3, speed: 600, workspace, start: START };
      const one = await child(run);
      expect(Object.keys(one.first)).toEqual(
        ["url", "dashboard", "workspace", "requestLog", "accessLog", "oldKeyId", "scenario"], // in this order
      );
      const authorization = `Bearer ${readFileSync(join(workspace, "admin.key"), "utf8").trim()}`;
      const made = await fetch(`${one.first.url}/v1/keys`, {
        method: "POST",
        headers: { authorization },
        body: JSON.stringify({ name: "production-new" }),
      });
      const { secret } = (await made.json()) as { secret: string };
      one.process.kill("SIGKILL");
      await once(one.process, "exit");

      const two = await child({ ...run, seed: 4 });
      expect(two.first).toEqual(one.first);
      const headers = { authorization: `Bearer ${secret}` };
      expect((await fetch(`${two.first.url}/v1/prompts`, { headers })).status).toBe(200);
      two.process.kill("SIGTERM");
      expect(await once(two.process, "exit")).toEqual([0, null]);
      const times = linesOf(one.first.accessLog).map((line) => Date.parse(line["time"]));
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times.at(-1)).toBeGreaterThan(START);
    },
  );
});

describe("paced time", () => {
  it("runs by itself at its speed, jumps ahead when told, and runs on", async () => {
    const scene = await openScene({ clock: paced(6000, START) });
    const before = linesOf(scene.sandbox.accessLog).length;
    while ((await scene.dump()).services[0].requests < 320) {
      // each question takes a moment; at this speed a poll is due every 2 ms
    }
    expect(linesOf(scene.sandbox.accessLog).length).toBeGreaterThan(before);
    const polls = (await scene.dump()).services[0].requests;
    const to = Date.parse((await scene.dump()).now) + 60 * MINUTE;
    const moved = await scene.call("POST", "/_clock", {
      body: { to: new Date(to).toISOString() },
    });
    expect(Date.parse(moved.json.now)).toBeGreaterThanOrEqual(to);
    expect((await scene.dump()).services[0].requests - polls).toBeGreaterThan(300);
    const times = linesOf(scene.sandbox.accessLog).map((line) => Date.parse(line["time"]));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    while (Date.parse((await scene.dump()).now) < to + MINUTE) {
      // it runs on: a minute is ten real milliseconds
    }
    const back = await scene.call("POST", "/_clock", {
      body: { to: new Date(START).toISOString() },
    });
    expect(Date.parse(back.json.now)).toBeGreaterThan(to);
  });
});

describe("manual time", () => {
  it("stands until it is moved, forwards only", async () => {
    const scene = await openScene();
    const size = scene.file("access.jsonl").length;
    expect((await scene.dump()).now).toBe(new Date(START).toISOString());
    const to = new Date(START + MINUTE).toISOString();
    expect((await scene.call("POST", "/_clock", { body: { to } })).json).toEqual({ now: to });
    expect(scene.file("access.jsonl").length).toBeGreaterThan(size);
    for (const body of [{ by: -1 }, { to: "soon" }, {}, { to: new Date(START).toISOString() }])
      expect((await scene.call("POST", "/_clock", { body })).status).toBe(400);
  });
});
