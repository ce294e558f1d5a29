// Places that nobody had configured: added in the middle of the night by kind, written, vouched for, given up.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openScene, type Scene } from "./scene.ts";

/** The company without a list of places: only its vendor is configured. */
async function forgetPlaces({ sandbox }: Scene): Promise<void> {
  const file = join(sandbox.workspace, "claro-ir.yaml");
  const before = await readFile(file, "utf8");
  await writeFile(file, before.replace(/targets:\n[\s\S]*?\naudit:/, "audit:"), { mode: 0o600 });
}

/** A stand-in for a cluster: takes the key on stdin, gives it back. No shell is involved. */
const CLUSTER = `import { readFileSync, writeFileSync } from "node:fs";
const [what, file] = process.argv.slice(2);
if (what === "write") writeFileSync(file, readFileSync(0, "utf8").trim());
if (what === "read") process.stdout.write(readFileSync(file, "utf8"));
`;

it("takes places as they are found", { timeout: 180_000 }, async () => {
  await using scene = await openScene({ by: "hands" });
  await forgetPlaces(scene);
  const { sandbox, home } = scene;
  const known = "--evidence-level internal-exposure";
  await scene.expectExit(
    0,
    `start --no-input --key production-web-app --secret-file leaked.key ${known}`,
  );
  expect((await scene.status()).credentials[0]).toMatchObject({
    strategy: "replace-first",
    targets: [],
  });
  await scene.expectExit(0, "run capture-minimum-evidence");
  await scene.expectExit(0, "run create-replacement-key");
  // No place is known: nothing is deployed, and the old key is not cut.
  expect((await scene.expectExit(3, "run deploy-replacement-key")).stderr).toMatch(/targets add/);
  await scene.expectExit(3, "run block-compromised-key --confirm production-web-app");

  const script = join(home.folder, "cluster.mjs");
  const secret = join(home.folder, "cluster-secret");
  await writeFile(script, CLUSTER);
  await writeFile(secret, await scene.leaked(), { mode: 0o600 });
  function cluster(what: string): string {
    return JSON.stringify([process.execPath, script, what, secret]);
  }
  const reload = `${process.execPath} .sandbox/reload.mjs worker`;
  const worker = `--kind docker-env-file --path deploy/app.env --variable BAYT_API_KEY`;
  const use = `--reload "${reload}" --in-use ${sandbox.url}/_service/worker`;
  await scene.expectExit(0, `targets add worker ${worker} ${use}`);
  await scene.expectExit(
    0,
    `targets add cluster --kind exec --write '${cluster("write")}' --read '${cluster("read")}'`,
  );
  await scene.expectExit(0, `targets add prod-1 --kind manual --note "ssh prod-1, edit app.env"`);
  await scene.expectExit(0, `targets add old-box --kind manual --note "under the desk"`);

  const deployed = await scene.expectExit(3, "run deploy-replacement-key");
  expect(deployed.stdout).toMatch(/worker\s+in use/);
  expect(deployed.stdout).toMatch(/ssh prod-1, edit app\.env/);
  expect(deployed.stdout).toContain("step done deploy-replacement-key --target prod-1");
  const names = (await scene.status()).credentials[0]?.targets;
  expect(names).toMatchObject([
    { id: "worker", kind: "docker-env-file", state: "in-use", proof: "use" },
    { id: "cluster", kind: "exec", proof: "read-back" },
    { id: "prod-1", kind: "manual", state: "pending", proof: null },
    { id: "old-box", kind: "manual", state: "pending", proof: null },
  ]);
  const written = await readFile(secret, "utf8");
  expect(written).not.toBe(await scene.leaked());
  expect(await scene.answerTo(written)).toBe(200);
  // A read-back and a promise are no use: the cut stays closed until somebody vouches or gives up, by name.
  await scene.expectExit(3, "run block-compromised-key --confirm production-web-app");
  await scene.expectExit(2, "step done deploy-replacement-key --target prod-1");
  const done = "step done deploy-replacement-key --target";
  await scene.expectExit(0, `${done} prod-1 --because "kim restarted it and sees 200s"`);
  await scene.expectExit(0, `${done} cluster --because "rollout finished, pods are new"`);
  await scene.expectExit(
    0,
    `step waive deploy-replacement-key --target old-box --because "switched off in May"`,
  );
  await scene.expectExit(0, "run verify-replacement-live");
  await scene.expectExit(0, "run block-compromised-key --confirm production-web-app");
  await scene.expectExit(0, "run verify-key-rejected");
  const status = await scene.status();
  expect(status.credentials[0]?.targets.map((one) => [one.id, one.state])).toEqual([
    ["worker", "in-use"],
    ["cluster", "attested"],
    ["prod-1", "attested"],
    ["old-box", "waived"],
  ]);
  expect(status.contained.at).not.toBeNull();
  expect(status.restored.at).not.toBeNull();
});
