// What is ours only for a time: networks and programs with an end.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { loadConfig } from "../../../src/adapters/config/load-config.ts";

const TEXT = `version: 1
audit:
  ownNetworks: [10.0.0.0/8, { network: 203.0.113.0/24, until: 2027-01-31 }]
  knownAgents: [{ agent: acme-load-test, until: "2027-01-31T12:00:00Z" }, { agent: acme-worker }]
`;

it("an end that is no day is refused at its own place", async () => {
  const folder = await mkdtemp(join(tmpdir(), "claro-ir-own-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "claro-ir.yaml");
  const text = "version: 1\naudit: { ownNetworks: [{ network: 10.0.0.0/8, until: soon }] }\n";
  await writeFile(file, text, { mode: 0o600 });
  await expect(loadConfig(file, { osUser: "dana", home: folder, env: {} })).rejects.toMatchObject({
    kind: "usage",
    message: expect.stringContaining(
      `${file}:2:54 audit.ownNetworks.0.until: is no day such as 2027-01-31`,
    ) as string,
  });
});

it("what is ours only for a time is taken with its end: a day counts whole", async () => {
  const folder = await mkdtemp(join(tmpdir(), "claro-ir-own-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "claro-ir.yaml");
  await writeFile(file, TEXT, { mode: 0o600 });
  const { audit } = await loadConfig(file, { osUser: "dana", home: folder, env: {} });
  expect(audit).toMatchObject({
    ownNetworks: ["10.0.0.0/8", "203.0.113.0/24"],
    knownAgents: ["acme-load-test", "acme-worker"],
    until: {
      "203.0.113.0/24": Date.parse("2027-02-01T00:00:00Z"),
      "acme-load-test": Date.parse("2027-01-31T12:00:00Z"),
    },
  });
});
