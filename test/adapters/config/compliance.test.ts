// `compliance:` in the configuration, and a table of one's own: read whole, or refused at its line.
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "../../../src/adapters/config/load-config.ts";
import { readRegimes } from "../../../src/adapters/runbook/regulatory-clocks.ts";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "claro-ir-compliance-"));
});

afterAll(() => rm(folder, { recursive: true }));

async function load(compliance: string) {
  const file = join(folder, "claro-ir.yaml");
  await writeFile(file, `version: 1\ncompliance:\n${compliance}`);
  await chmod(file, 0o600);
  return (await loadConfig(file, { osUser: "dana", home: folder, env: {} })).compliance;
}

describe("the configuration", () => {
  it("switches duties, names zone, holidays, contracts and a table of its own", async () => {
    const read = await load(`  table: my-clocks.yaml
  regimes: { eu-nis2: true, in-certin: false }
  timeZone: Europe/Berlin
  calendars: { br: [2026-11-20] }
  contracts: [{ id: acme, name: Acme, limit: 48 }]
  contact: "Ada, data protection, dpo@acme.example"
`);
    expect(read).toEqual({
      table: join(folder, "my-clocks.yaml"),
      regimes: { "eu-nis2": true, "in-certin": false },
      zone: "Europe/Berlin",
      calendars: { br: ["2026-11-20"] },
      contact: "Ada, data protection, dpo@acme.example",
      contracts: [{ id: "acme", name: "Acme", limit: 48, unit: "hours", from: "declared_at" }],
    });
  });

  it.each([
    ["  timeZone: Mars/Olympus\n", "Europe/Berlin"],
    ["  calendars: { br: [2026-02-30] }\n", "2026-11-26"],
    ["  contracts: [{ id: acme, name: Acme, limit: 1, from: someday }]\n", "from"],
  ])("is refused with %j", async (text, words) => {
    await expect(load(text)).rejects.toThrow(new RegExp(`:3:.*${words}`, "s"));
  });
});

const ROW = `meta: { schema: 1, checked_on: "2026-11-23", disclaimer: "No advice." }
regimes:
  - { id: own, name: Own, where: here, status: in_force, default_on: true, concerns: incident, confidence: high,
      source: us, trigger: always, clock_start: declared_at,
      stages: [{ id: a, to: them, limit: 1, unit: days, from: declared_at }] }
`;

describe("a table of one's own", () => {
  async function table(text: string, content?: string) {
    const file = join(folder, "my-clocks.yaml");
    await writeFile(file, text);
    if (content !== undefined) await writeFile(join(folder, "my-clocks.content.yaml"), content);
    return readRegimes(file);
  }

  it("is refused at its line", async () => {
    await expect(table(ROW)).rejects.toThrow(/my-clocks\.yaml:5:\d+ .*unit/);
    const nowhere = ROW.replace("unit: days", "unit: hours").replace(
      "from: declared",
      "from: some",
    );
    await expect(table(nowhere)).rejects.toThrow(/my-clocks\.yaml:5:\d+ .*no start fact/);
  });

  it("has its contents beside it, refused at their line too", async () => {
    const good = ROW.replace("unit: days", "unit: hours");
    await expect(
      table(good, "own:\n  source: us\n  items: [{ what: a, from: b }]\n"),
    ).rejects.toThrow(/my-clocks\.content\.yaml:3:\d+ .*from/);
    const read = await table(good, "own:\n  source: us\n  items: [{ what: a, from: cause }]\n");
    expect(read.regimes[0]?.content?.items).toEqual([{ what: "a", from: "cause" }]);
  });
});
