// The stage of a rehearsal: cold or with a configuration, one time for the sandbox and the app, and found again as it was left.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { App } from "../src/app/context.ts";
import { change, loadIncident } from "../src/app/incident.ts";
import { Secret } from "../src/core/credential/secret.ts";
import { decide } from "../src/core/incident/decide/decision.ts";
import type { Config } from "../src/ports/config.ts";
import type { Clock } from "../src/ports/system.ts";
import { createWiring } from "../src/wiring.ts";
import { openStage, type StageOptions } from "../src/wiring-drill.ts";
import { PROGRAM } from "./support/cli.ts";
import { begin, run } from "./support/memory-app.ts";

const HOUR = 3_600_000;
const ROOT = join(import.meta.dirname, "..");
const INCIDENT = "INC-20261123-k7f3";

interface Opened {
  readonly config: Config;
  readonly clock: Clock;
}

async function stageIn(folder: string, more: Partial<StageOptions> = {}) {
  let opened: Opened | undefined;
  const stage = await openStage({
    seed: 3,
    pace: 1,
    scenario: "cold",
    incident: undefined,
    folder,
    env: { PATH: process.env["PATH"] },
    osUser: "stranger",
    agent: "claro-ir-probe/0 test",
    open: async (config, clock) => {
      opened = { config, clock };
      return {} as App;
    },
    ...more,
  });
  onTestFinished(() => stage.close());
  return { stage, opened: opened! };
}

async function sandboxTime(url: string): Promise<number> {
  const { now } = (await (await fetch(`${url}/_clock`)).json()) as { now: string };
  return Date.parse(now);
}

describe("a stage", { timeout: 60_000 }, () => {
  let folder = "";
  const before = process.argv[1];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "stage-"));
    process.argv[1] = PROGRAM;
  });

  afterAll(async () => {
    process.argv[1] = before ?? "";
    await rm(folder, { recursive: true, force: true });
  });

  it("that is cold has Claro alone, at the sandbox's address, and whoever sits there as owner", async () => {
    const { stage, opened } = await stageIn(folder);
    const { url, dashboard, workspace } = stage.sandbox;
    expect(opened.config).toMatchObject({
      file: null,
      folder: workspace,
      operators: [{ id: "stranger", role: "owner" }],
      targets: [],
      identity: join(workspace, ".sandbox", "identity.txt"),
      providers: [{ id: "claro", kind: "claro", options: { baseUrl: url, dashboard } }],
    });
  });

  it("skips ahead in one step, the sandbox with the app, and is found again as it was left", async () => {
    const { stage, opened } = await stageIn(folder);
    await stage.mark(INCIDENT);
    const start = opened.clock.now();
    const waited = opened.clock.sleep(HOUR / 2).then(() => opened.clock.now());
    await stage.skipTo(start + HOUR);
    expect((await waited) - start).toBeLessThan(HOUR);
    expect(opened.clock.now()).toBeGreaterThanOrEqual(start + HOUR);
    expect(await sandboxTime(stage.sandbox.url)).toBeGreaterThanOrEqual(start + HOUR);
    const log = await readFile(stage.sandbox.accessLog, "utf8");
    const polls = log.split("\n").filter((line) => line.includes("acme-web"));
    expect(polls.length).toBeGreaterThan(300);
    await stage.close();

    const again = await stageIn(folder, { incident: INCIDENT, scenario: undefined });
    expect(again.stage.sandbox).toMatchObject({
      scenario: "cold",
      workspace: stage.sandbox.workspace,
      oldKeyId: stage.sandbox.oldKeyId,
    });
    expect(again.opened.config.file).toBeNull();
    // Its own time goes on: the machine's would be an hour in its past.
    expect(again.opened.clock.now()).toBeGreaterThanOrEqual(start + HOUR);
  });

  it("lets a proof that runs meanwhile end as it would have, in the time it takes", async () => {
    const { signal } = new AbortController();
    const host = createWiring({ packageRoot: ROOT, signal });
    const stage = await host.openDrill(
      { store: join(folder, "store") },
      { seed: 3, scenario: "public-leak", pace: 1 },
    );
    onTestFinished(() => stage.close());
    const { app, sandbox } = stage;
    const key = await readFile(join(sandbox.workspace, "leaked.key"), "utf8");
    const id = await begin(app, {
      claims: [{ name: "production-web-app", secret: new Secret(key), keyId: sandbox.oldKeyId }],
      provider: "claro",
      strategy: "contain-first",
      drill: true,
    });
    await run(app, id, "capture-minimum-evidence");
    await change(app, id, (world) =>
      decide(world, { kind: "outage", value: "10", because: "it is public" }),
    );
    await run(app, id, "block-compromised-key");
    const proof = run(app, id, "verify-key-rejected");
    await stage.skipTo(app.clock.now() + HOUR);
    expect((await proof).exitCode).toBe(0);
    const { events } = await loadIncident(app, id);
    const dead = events.flatMap((event) =>
      event.type === "key.probed" && event.data.verdict === "DEAD" ? [Date.parse(event.at)] : [],
    );
    expect(dead).toHaveLength(3);
    expect(dead[2]! - dead[0]!).toBeGreaterThanOrEqual(60_000);
    expect(dead[2]! - dead[0]!).toBeLessThan(HOUR / 2);
  });

  it("that plays itself skips by waiting", async () => {
    const { stage, opened } = await stageIn(folder, { pace: "virtual", scenario: "public-leak" });
    expect(opened.config.file).toBe(join(stage.sandbox.workspace, "claro-ir.yaml"));
    const start = opened.clock.now();
    await stage.skipTo(start + HOUR);
    expect([opened.clock.now(), await sandboxTime(stage.sandbox.url)]).toEqual([
      start + HOUR,
      start + HOUR,
    ]);
  });
});
