// The built program, as installed, puts a new key into three clouds and two forges at once: their libraries are inside the bundle.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, expect, it } from "vitest";

import { awsDouble } from "../../support/double/aws.ts";
import { azureDouble } from "../../support/double/azure.ts";
import { certificate } from "../../support/double/certificate.ts";
import { gcpDouble } from "../../support/double/gcp.ts";
import { githubDouble } from "../../support/double/github.ts";
import { gitlabDouble } from "../../support/double/gitlab.ts";
import type { Double } from "../../support/double/server.ts";
import { openScene, type Scene } from "./scene.ts";

const started: Double[] = [];
afterAll(async () => {
  for (const { server } of started) await server.close();
});

/** The company's places are at these vendors. */
async function moveTo({ sandbox }: Scene, vendors: Readonly<Record<string, Double>>) {
  const file = join(sandbox.workspace, "claro-ir.yaml");
  const before = await readFile(file, "utf8");
  const targets = Object.entries(vendors).map(([kind, { options }]) => {
    const member = kind.startsWith("aws") ? { jsonKey: "BAYT_API_KEY" } : {};
    const entry = { id: kind, kind, key: "production-web-app", ...options, ...member };
    return `  - ${JSON.stringify(entry)}\n`;
  });
  const endpoints = Object.assign(
    {},
    ...Object.values(vendors).map((one) => one.endpoints),
  ) as object;
  const after = before.replace(
    /targets:\n[\s\S]*?\naudit:/,
    () => `targets:\n${targets.join("")}audit:`,
  );
  await writeFile(file, `${after}endpoints: ${JSON.stringify(endpoints)}\n`, { mode: 0o600 });
}

it("deploys to all of them, and says no key and no credential", { timeout: 60_000 }, async () => {
  await using scene = await openScene();
  const old = await scene.leaked();
  const vendors = {
    "aws-secrets-manager": await awsDouble(`{"OTHER": "stays", "BAYT_API_KEY": "${old}"}`),
    "gcp-secret-manager": await gcpDouble(old),
    "azure-key-vault": await azureDouble(old),
    "gitlab-ci": await gitlabDouble(old),
    "github-actions": await githubDouble(old),
  };
  const doubles = Object.values(vendors);
  started.push(...doubles);
  await moveTo(scene, vendors);
  const authority = join(scene.home.folder, "authority.pem");
  await writeFile(authority, certificate().cert);
  const set = doubles.flatMap(({ env }) => Object.entries(env));
  const env: Record<string, string> = { NODE_EXTRA_CA_CERTS: authority };
  for (const [name, value] of set) if (value !== undefined) env[name] = value;

  const known = "--evidence-level internal-exposure";
  await scene.expectExit(
    0,
    `start --no-input --key production-web-app --secret-file leaked.key ${known}`,
    { env },
  );
  await scene.expectExit(0, "run capture-minimum-evidence", { env });
  await scene.expectExit(0, "run create-replacement-key", { env });
  const plan = await scene.expectExit(0, "run deploy-replacement-key --dry-run", { env });
  expect(plan.stdout).toContain("replace its member BAYT_API_KEY; its 1 other members stay");
  const { stdout, stderr } = await scene.expectExit(0, "run deploy-replacement-key", { env });

  const values = doubles.map((double) => double.versions());
  expect(values.map((versions) => versions.length)).toEqual([2, 2, 2, 2, 2]);
  const made = values[1]?.[1] ?? "";
  expect(await scene.answerTo(made)).toBe(200);
  expect(values[0]?.[1]).toBe(`{"OTHER": "stays", "BAYT_API_KEY": "${made}"}`);
  expect(values.slice(1).map((versions) => versions[1])).toEqual([made, made, made, made]);
  expect(
    (await scene.status()).credentials[0]?.targets.map(({ state, proof }) => [state, proof]),
  ).toEqual([
    ...Array.from({ length: 4 }, () => ["written", "read-back"]),
    // Write-only: that it was written is all that can be said.
    ["written", null],
  ]);
  expect(doubles.flatMap(({ complaints }) => complaints)).toEqual([]);
  for (const secret of [old, made, ...doubles.flatMap(({ credentials }) => credentials)])
    expect(stdout + stderr + plan.stdout + plan.stderr).not.toContain(secret);
});
