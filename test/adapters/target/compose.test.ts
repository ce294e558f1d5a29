import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { connect, newFolder } from "./support.ts";

async function planWith(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = newFolder();
  mkdirSync(join(folder, "deploy", "env"), { recursive: true });
  writeFileSync(join(folder, "deploy", "env", "app.env"), "KEY=old_value_here\n", { mode: 0o600 });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return connect("docker-env-file", folder, { path: "deploy/env/app.env", variable: "KEY" }).plan();
}

const SERVICES = `
x-base: &base
  env_file: [env/app.env]
services:
  web: { <<: *base, image: web }
  worker: { env_file: [other.env, { path: ./env/app.env, required: false }], environment: [KEY=x, B=2] }
  cron: { env_file: env/app.env, environment: { B: 2 } }
  db: { image: postgres }
`;

describe("the compose services that read an env file", () => {
  it("are named with the command that recreates them", async () => {
    const plan = await planWith({ "deploy/docker-compose.yml": SERVICES });
    expect(plan).toContain(
      "used by the compose services web, worker, cron; they take the new value with: docker compose -f deploy/docker-compose.yml up -d --force-recreate web worker cron",
    );
    expect(plan).toContain("! service worker sets KEY under environment:, which beats this file");
  });

  it("are looked for up to the configuration's folder", async () => {
    const plan = await planWith({
      "compose.yaml": "services: { api: { env_file: deploy/env/app.env } }",
    });
    expect(plan.join("\n")).toContain("docker compose -f compose.yaml up -d --force-recreate api");
  });

  it("are none when no compose file names it, and a broken file is said", async () => {
    const plan = await planWith({
      "deploy/compose.yaml": "services: { api: { env_file: app.env } }",
      "compose.yml": "services: [",
    });
    const text = plan.join("\n");
    expect(text).not.toContain("used by the compose services");
    expect(text).toMatch(/! .*compose\.yml could not be read/);
    expect(text).not.toContain("no compose file");
    expect((await planWith({})).join("\n")).toContain("no compose file around names this file");
  });
});
