// The scenarios as data, and what the sandbox makes of each.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SCENARIOS } from "../../src/sandbox/scenario/index.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { manual } from "../../src/sandbox/clock.ts";
import { findKeys } from "../../src/core/redaction/find-keys.ts";
import { freshFolder, linesOf, openScene, START } from "./scene.ts";

const HOUR = 3_600_000;

/** As a person types it in the workspace. */
const PROD_1 = "./prod-1";

async function host(folder: string, word: string, input = ""): Promise<number | null> {
  const child = spawn(PROD_1, [word], {
    cwd: folder,
    env: {},
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const [code] = (await once(child, "exit")) as [number | null];
  return code;
}

describe.each(SCENARIOS)("$id", (scenario) => {
  it("tells its story in at most ten lines and names only what it holds", async () => {
    const scene = await openScene({ scenario: scenario.id });
    const story = scenario.story({ ...scene.sandbox, at: "02:10Z" });
    expect(story.length).toBeLessThanOrEqual(10);
    const named = story
      .flatMap((line) => line.split(/\s+/))
      .filter((word) => word.startsWith(scene.sandbox.workspace));
    expect(named.length).toBeGreaterThan(0);
    for (const path of named) expect([path, existsSync(path)]).toEqual([path, true]);
    const names = scenario.exposed.map((key) => key.name);
    for (const service of scenario.services) expect(names).toContain(service.key);
    for (const name of scenario.misuse?.keys ?? []) expect(names).toContain(name);
    const services = (await scene.dump()).services;
    expect(services.map((one: { keyId: string | null }) => one.keyId)).not.toContain(null);
    expect(existsSync(scene.sandbox.configFile)).toBe(scenario.configured);
  });

  it("is kept by a restart, whatever is asked for then", async () => {
    const workspace = freshFolder();
    const first = await startSandbox({
      seed: 3,
      scenario: scenario.id,
      workspace,
      clock: manual(START),
    });
    await first.close();
    const again = await startSandbox({ seed: 3, workspace, clock: manual(START) });
    expect(again.scenario).toBe(scenario.id);
    expect(again.oldKeyId).toBe(first.oldKeyId);
    await again.close();
  });
});

it("refuses a scenario that does not exist, with the list", async () => {
  const started = startSandbox({ seed: 1, scenario: "flood", workspace: freshFolder() });
  await expect(started).rejects.toThrow(/no scenario flood: public-leak, /);
});

describe("who uses the keys", () => {
  it("is a load test of three addresses and one agent, which ends by itself", async () => {
    const scene = await openScene({ scenario: "suspicion" });
    await scene.move(6 * HOUR);
    const all = linesOf(scene.sandbox.accessLog).filter((line) =>
      line["user_agent"].startsWith("k6"),
    );
    expect(new Set(all.map((line) => line["ip"])).size).toBe(3);
    expect(new Set(all.map((line) => line["path"].split("?")[0]))).toEqual(
      new Set(["/v1/prompts"]),
    );
    expect(new Set(all.map((line) => line["status"]))).toEqual(new Set([200]));
    const [first, last] = [all[0], all.at(-1)].map((line) => Date.parse(line?.["time"]));
    expect(last! - first!).toBeGreaterThan(2.9 * HOUR);
    expect(last! - first!).toBeLessThanOrEqual(3 * HOUR);
  });

  it("is nobody but the service where a laptop was lost", async () => {
    const scene = await openScene({ scenario: "laptop-lost" });
    await scene.move(HOUR);
    const agents = linesOf(scene.sandbox.accessLog).map((line) => line["user_agent"]);
    expect(new Set(agents).size).toBe(1);
  });

  it("is a thief with two of the six keys of three vendors, each under its own path", async () => {
    const scene = await openScene({ scenario: "ci-log" });
    await scene.move(HOUR / 2);
    const { keys } = await scene.dump();
    const stolen = linesOf(scene.sandbox.accessLog).filter((line) => !line["ip"].startsWith("10."));
    const names = new Set(
      stolen.map((line) => keys.find((key: { id: string }) => key.id === line["key_id"])?.name),
    );
    expect(names).toEqual(new Set(["production-web-app", "production-assistant"]));
    expect(stolen.some((line) => line["path"].startsWith("/openai/v1/"))).toBe(true);
    const log = scene.file("ci.log");
    const found = findKeys(log).keys.map((key) => key.value);
    expect(found).toHaveLength(6);
    const token = found.find((value) => value.startsWith("ghp_"))!;
    expect((await scene.call("GET", "/github-token/v1/prompts", { key: token })).status).toBe(200);
    expect((await scene.call("GET", "/v1/prompts", { key: token })).status).toBe(401);
    const listed = await scene.admin("GET", "/openai/v1/keys");
    expect(listed.json.data.map((key: { name: string }) => key.name)).toEqual([
      "production-assistant",
      "staging-assistant",
    ]);
  });
});

describe("the far host of the cold scenario", () => {
  it("takes a key on stdin, uses it after a restart, and says neither", async () => {
    const scene = await openScene({ scenario: "cold" });
    const { workspace } = scene.sandbox;
    expect(statSync(join(workspace, "prod-1")).mode & 0o777).toBe(0o700);
    async function service() {
      return (await scene.call("GET", "/_service/prod")).json;
    }
    const oldId = (await service()).keyId;
    const page = await scene.call("GET", "/dashboard");
    const token = /dashboard-token" content="([\w-]+)"/.exec(page.json)![1]!;
    const made = await scene.call("POST", "/dashboard/api/keys", {
      headers: { "x-dashboard-token": token },
      body: { name: "production-web-app-new" },
    });
    expect(await host(workspace, "put-key", made.json.secret)).toBe(0);
    expect((await service()).keyId).toBe(oldId);
    expect(await host(workspace, "restart")).toBe(0);
    expect((await service()).keyId).toBe(made.json.id);
    expect(scene.file(".sandbox", "prod-1", "app.env")).toContain("SHOP_CURRENCY=EUR");
    expect(await host(workspace, "put-key", "")).not.toBe(0);
    expect(await host(workspace, "show-key")).toBe(2);
  });

  it("is typed, storing and restarting, with at most 46 keys", () => {
    const cold = SCENARIOS.find((one) => one.id === "cold")!;
    const { write, reload } = cold.place!.options as { write: string[]; reload: string[] };
    expect(`${write.join(" ")}\n${reload.join(" ")}\n`.length).toBeLessThanOrEqual(46);
  });
});
