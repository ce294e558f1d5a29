// `--dry-run` shows the plan and touches nothing: no mutating request, no event, no file of a place.
import { readdir, readFile } from "node:fs/promises";
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
  const incidents = join(scene.home.store, "incidents");
  const [incident = ""] = await readdir(incidents);
  const journal = await readdir(join(incidents, incident, "journal"));
  return {
    head: journal.length,
    effects: requests.filter((one) => one.effect !== null).length,
    // Apart from the thief's, which are under way all the time.
    mutating: requests.filter((one) => one.method !== "GET" && one.path.startsWith("/v1/keys"))
      .length,
    files: await Promise.all(places.map((file) => readFile(join(workspace, file), "utf8"))),
  };
}

it("plans every step and does none of them", { timeout: 180_000 }, async () => {
  await using scene = await openScene({ by: "hands" });
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
  const fresh = await look(scene);
  const because = `--because "why not"`;
  const lines = [
    ...STEPS.map((step) => `run ${step}`),
    `decide override delete-old ${because}`,
    "step done preserve-logs",
    `step skip stop-exposure-source ${because}`,
    `note "hello"`,
    "fact dataAccessed none",
    `targets add box --kind manual --note "a box"`,
    "credential add --key production-reports",
    `credential drop c1 ${because}`,
    `stand-down ${because}`,
    "probe",
    "reconcile",
    "join --as sam",
  ];
  // They change nothing, so they may run side by side.
  const codes = await Promise.all(
    lines.map(async (line) => (await scene.expectExit([0, 3], `${line} --dry-run`)).code),
  );
  expect(await look(scene)).toEqual(fresh);
  // A plan refuses what the act would refuse: replace-first, and there is no replacement yet.
  expect(codes[lines.indexOf("run block-compromised-key --confirm production-web-app")]).toBe(3);
  expect(codes[lines.indexOf("run create-replacement-key")]).toBe(0);

  // Each step is planned in its turn, then done: only the doing changes anything.
  for (const step of STEPS) {
    if (step.startsWith("store")) continue; // done by the one before it
    const before = await look(scene);
    const plan = await scene.expectExit(0, `run ${step} --dry-run`);
    expect(plan.stdout.trim()).not.toBe("");
    expect(await look(scene)).toEqual(before);
    await scene.expectExit(0, `run ${step}`);
    expect((await look(scene)).head).toBeGreaterThan(before.head);
  }
});
