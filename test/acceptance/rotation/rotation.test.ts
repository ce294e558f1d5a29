// A key is rotated at leisure: staging, production, a day of watching, the old key gone. Each command is a process of its own, days apart.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { jsonOf } from "../../support/cli.ts";
import { openScene, type Scene } from "../main-job/scene.ts";

const HOUR = 3_600_000;
const KEY = "production-web-app";

/** The company before anything leaked: nobody misuses the key, and it is on the register. */
async function quietScene(): Promise<Scene> {
  const scene = await openScene({ by: "hands" });
  await scene.sandbox.ask("DELETE", "/_thief");
  const { oldKeyId } = scene.sandbox;
  await scene.expectExit(0, `keys add ${KEY} --environment production --key-id ${oldKeyId}`);
  return scene;
}

async function valueIn(scene: Scene, file: string): Promise<string> {
  const text = await readFile(join(scene.sandbox.workspace, file), "utf8");
  return /^BAYT_API_KEY=["']?([^"'\n]+)/m.exec(text)?.[1] ?? "";
}

/** From the opening to the proof that the new key is used everywhere. */
async function replaceEverywhere(scene: Scene, options = ""): Promise<void> {
  await scene.expectExit(0, `keys rotate ${KEY} --staging web-env ${options}`);
  await scene.expectExit(0, "step done check-consumers");
  await scene.expectExit(0, "run capture-minimum-evidence");
  await scene.expectExit(0, "run create-replacement-key");
  await scene.expectExit(0, "run deploy-to-staging");
  await scene.expectExit(0, "run deploy-replacement-key");
  await scene.expectExit(0, "run verify-replacement-live");
}

async function newKeyId(scene: Scene): Promise<string> {
  const [credential] = (await scene.status()).credentials;
  return credential?.new.keyId ?? "";
}

const CUT = `run delete-old-key --confirm ${KEY}`;

describe("a planned rotation", { timeout: 240_000 }, () => {
  it("goes staging, production, a day of watching, old key dead, next date on the register", async () => {
    await using scene = await quietScene();
    const old = await scene.leaked();
    const opened = await scene.expectExit(0, `keys rotate ${KEY} --staging web-env`);
    expect(opened.stdout).toMatch(/^ROT-\d{8}-\w{4} opened/);
    expect(opened.stdout).toMatch(/no incident/);
    const status = await scene.status();
    expect(status).toMatchObject({ kind: "rotation", severity: null, clocks: [] });
    expect(status.credentials[0]?.strategy).toBe("safe-rotation");
    // No key leaked: nobody has to be told, and there is no order to choose.
    expect((await scene.expectExit(0, "clocks")).stdout).toMatch(/rotation: nothing leaked/);
    expect(jsonOf(await scene.expectExit(0, "clocks --json"))).toMatchObject({ clocks: [] });
    await scene.expectExit(3, "advise");
    // One rotation at a time, and its steps wait for each other.
    await scene.expectExit(4, `keys rotate ${KEY}`);
    await scene.expectExit(3, "run deploy-replacement-key");

    await scene.expectExit(0, "step done check-consumers");
    await scene.expectExit(0, "run capture-minimum-evidence");
    await scene.expectExit(0, "run create-replacement-key");
    await scene.expectExit(3, "run deploy-replacement-key");
    await scene.expectExit(0, "run deploy-to-staging", { by: "program" });
    const made = await valueIn(scene, "app/.env");
    expect(made).not.toBe(old);
    expect(await valueIn(scene, "deploy/app.env")).toBe(old);
    await scene.expectExit(0, "run deploy-replacement-key");
    await scene.expectExit(0, "run verify-replacement-live");

    // A process ended after each step; hours later another looks anew, at what is on record and outside.
    await scene.sandbox.skip(20 * HOUR);
    const early = await scene.expectExit(0, "run watch-rotation", { by: "program" });
    expect(early.stdout).toMatch(/the old key may go from \d{4}-\d{2}-\d{2} \d{2}:\d{2}Z/);
    await scene.sandbox.skip(5 * HOUR);
    expect((await scene.expectExit(0, "next")).stdout).toMatch(/run watch-rotation/);
    await scene.expectExit(0, CUT, { by: "program" });
    await scene.expectExit(0, "run verify-key-rejected");
    expect(await scene.answerTo(old)).toBe(401);
    expect(await scene.answerTo(made)).toBe(200);
    await scene.expectExit(0, "run update-register");
    await scene.expectExit(0, `close --because "rotated"`);

    const { keys } = jsonOf<{ keys: readonly { name: string; status: string }[] }>(
      await scene.expectExit(0, "keys list --json"),
    );
    expect(keys.map((one) => one.status)).toEqual(["deleted", "active"]);
    expect(keys[1]?.name).toMatch(/^production-web-app-rot-/);
    expect((await scene.expectExit(0, "list")).stdout).toMatch(/^ROT-\S+ rotation closed/);
    const { incidents } = jsonOf<{ incidents: readonly { incident: string; kind: string }[] }>(
      await scene.expectExit(0, "list --json"),
    );
    expect(incidents.map((one) => one.kind)).toEqual(["rotation"]);
    const rows = await scene.rows(incidents[0]?.incident);
    expect(rows[0]?.text).toMatch(/^Rotation declared/);
  });

  it("refuses to delete early, or while the old key is used; an override needs its reason", async () => {
    await using scene = await quietScene();
    const old = await scene.leaked();
    await replaceEverywhere(scene);
    const early = await scene.expectExit(3, CUT);
    expect(early.stderr).toMatch(
      /may not go before \d{4}-\d{2}-\d{2} \d{2}:\d{2}Z: the last deploy/,
    );
    await scene.sandbox.skip(23 * HOUR);
    // A forgotten job still uses the old key.
    expect(await scene.answerTo(old)).toBe(200);
    await scene.sandbox.skip(2 * HOUR);
    const used = await scene.expectExit(3, CUT);
    expect(used.stderr).toMatch(/may not go before .*: it was used at/);
    expect(await scene.answerTo(old)).toBe(200);
    await scene.expectExit(2, "decide override delete-old");
    await scene.expectExit(0, `decide override delete-old --because "the job is switched off"`);
    await scene.expectExit(0, CUT);
    expect((await scene.status()).credentials[0]?.old.state).toBe("blocked");
  });

  it("offers the way back when errors rise, and the old key is in use again", async () => {
    await using scene = await quietScene();
    const old = await scene.leaked();
    await replaceEverywhere(scene, "--watch 48h");
    const key = await newKeyId(scene);
    await scene.sandbox.ask("POST", "/_errors", { body: { key, share: 0.2 } });
    await scene.sandbox.skip(25 * HOUR);
    const watched = await scene.expectExit(1, "run watch-rotation");
    expect(watched.stdout).toMatch(/errors of the new key are at \d+(\.\d+)? %/);
    expect(watched.stdout).toMatch(/claro-ir run roll-back/);
    expect((await scene.expectExit(0, "next")).stdout).toMatch(/^1 claro-ir run roll-back/);
    await scene.sandbox.skip(30 * HOUR);
    await scene.expectExit(3, CUT);

    await scene.expectExit(0, "run roll-back", { by: "program" });
    expect(await valueIn(scene, "app/.env")).toBe(old);
    expect(await valueIn(scene, "deploy/app.env")).toBe(old);
    const { keys } = (await scene.sandbox.ask("GET", "/_dump")).body as {
      keys: readonly { id: string; status: string }[];
    };
    expect(keys.find((one) => one.id === key)?.status).toBe("deleted");
    expect(keys.find((one) => one.id === scene.sandbox.oldKeyId)?.status).toBe("active");
    expect((await scene.status()).credentials[0]?.new.state).toBe("none");
    await scene.expectExit(3, CUT);
    await scene.expectExit(0, `close --because "rolled back"`);
  });

  it("gives way to an incident of the same key, which goes on with its new key", async () => {
    await using scene = await quietScene();
    const old = await scene.leaked();
    await replaceEverywhere(scene);
    const rotation = (await scene.status()).incident;
    const key = await newKeyId(scene);
    await scene.sandbox.skip(25 * HOUR);
    const start = `start --no-input --key ${KEY} --evidence-level public-exposure --outage-tolerance minutes`;
    const declared = await scene.expectExit(0, start);
    expect(declared.stdout + declared.stderr).toMatch(/serves as the replacement/);
    const status = await scene.status();
    expect(status).toMatchObject({ kind: "incident", severity: "P1" });
    expect(status.credentials[0]?.new).toMatchObject({ state: "sealed", keyId: key });
    await scene.expectExit(3, `${CUT} --incident ${rotation}`);
    await scene.expectExit(3, `run roll-back --incident ${rotation}`);
    expect(await scene.answerTo(old)).toBe(200);
    // Nobody is asked for a new key: what lies in the places already is only proved.
    await scene.expectExit(0, "run deploy-replacement-key");
    await scene.expectExit(0, "run verify-replacement-live");
    expect(await newKeyId(scene)).toBe(key);
  });
});
