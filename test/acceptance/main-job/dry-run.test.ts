// `--dry-run` shows the plan and touches nothing: no mutating request, no event, no file of a place.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openScene, type Scene } from "./scene.ts";

const STEPS = [
  "capture-minimum-evidence",
  "create-replacement-key",
  "store-replacement-key",
  "deploy-replacement-key",
  "verify-replacement-live",
  "block-compromised-key --confirm production-web-app",
  "verify-key-rejected",
  "update-register",
] as const;

interface Seen {
  readonly head: number;
  readonly effects: number;
  readonly mutating: number;
  readonly files: readonly string[];
}

async function look(scene: Scene): Promise<Seen> {
  const { workspace } = scene.sandbox;
  const requests = await scene.sandbox.requests();
  const places = ["app/.env", "deploy/app.env"];
  return {
    head: (await scene.status()).head.seq,
    effects: requests.filter((one) => one.effect !== null).length,
    mutating: requests.filter((one) => one.method !== "GET").length,
    files: await Promise.all(places.map((file) => readFile(join(workspace, file), "utf8"))),
  };
}

it("plans every step and does none of them", { timeout: 90_000 }, async () => {
  await using scene = await openScene();
  const planned = await scene.expectExit(
    0,
    "start --no-input --dry-run --key production-web-app --secret-file leaked.key",
  );
  expect(planned.stdout).toMatch(/would declare/);
  await scene.expectExit(2, "status");

  const known = "--evidence-level public-exposure --outage-tolerance none";
  await scene.expectExit(
    0,
    `start --no-input --key production-web-app --secret-file leaked.key ${known}`,
  );
  const refusedAtFirst: string[] = [];
  const fresh = await look(scene);
  for (const step of STEPS) {
    const { code, stdout } = await scene.type(`run ${step} --dry-run`);
    expect([0, 3], step).toContain(code);
    if (code === 3) refusedAtFirst.push(step);
    else expect(stdout.trim(), step).not.toBe("");
  }
  expect(await look(scene)).toEqual(fresh);
  expect(refusedAtFirst).toContain("block-compromised-key --confirm production-web-app");
  // The rest of what a person might try.
  const because = `--because "why not"`;
  const others = [
    `decide override delete-old ${because}`,
    `step done preserve-logs`,
    `step skip stop-exposure-source ${because}`,
    `note "hello"`,
    `fact dataAccessed none`,
    `targets add box --kind manual --note "a box"`,
    `credential add --key production-reports`,
    `credential drop c1 ${because}`,
    `stand-down ${because}`,
    "probe",
    "reconcile",
    "join --as sam",
  ];
  for (const line of others) {
    const ended = await scene.type(`${line} --dry-run`);
    expect([0, 3], `${line}\n${ended.stderr}`).toContain(ended.code);
  }
  expect(await look(scene)).toEqual(fresh);

  // Each step is planned in its turn, then done: only the doing changes anything.
  for (const step of STEPS) {
    const before = await look(scene);
    if (step.startsWith("store")) continue; // done by the one before it
    const plan = await scene.expectExit(0, `run ${step} --dry-run`);
    expect(plan.stdout.trim(), step).not.toBe("");
    expect(await look(scene), step).toEqual(before);
    await scene.expectExit(0, `run ${step}`);
    expect((await look(scene)).head, step).toBeGreaterThan(before.head);
  }
});
