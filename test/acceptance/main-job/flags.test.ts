// The main job by flags alone against the real sandbox, sixty times as fast as life: start, cut, replace, prove, close.
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { jsonOf } from "../../support/cli.ts";
import { parseCsv } from "../../support/parse-csv.ts";
import { answerToNewKey, containAndRestore, finishAndClose } from "./by-flags.ts";
import { openScene, STRATEGIES, type Row, type Scene } from "./scene.ts";

interface ServicePage {
  readonly keyId: string;
  readonly last4: string;
  readonly lastStatus: number;
}

async function servicePage(scene: Scene, name: string): Promise<ServicePage> {
  return (await scene.sandbox.ask("GET", `/_service/${name}`)).body as ServicePage;
}

describe.each(STRATEGIES)("by flags, %s", { timeout: 240_000 }, (strategy) => {
  it("goes from start to close, and the vendor's side agrees", async () => {
    await using scene = await openScene({
      by: strategy === "contain-first" ? "program" : "hands",
    });
    await containAndRestore(scene, strategy);

    const open = await scene.status();
    expect(open.contained.at).not.toBeNull();
    expect(open.restored.at).not.toBeNull();
    expect(await scene.answerTo(await scene.leaked())).toBe(401);
    expect(await answerToNewKey(scene)).toBe(200);
    const newId = open.credentials[0]?.new.keyId;
    expect(newId).toMatch(/^key_/);
    for (const name of ["web", "worker"]) {
      const page = await servicePage(scene, name);
      expect(page).toMatchObject({ keyId: newId, lastStatus: 200 });
    }
    const effects = (await scene.sandbox.requests()).filter((one) => one.effect !== null);
    const order = strategy === "contain-first" ? ["deleted", "created"] : ["created", "deleted"];
    expect(effects.map((one) => one.effect)).toEqual(order.map((one) => `key.${one}`));
    expect(effects.find((one) => one.effect === "key.deleted")?.keyId).toBe(scene.sandbox.oldKeyId);

    const commands = await finishAndClose(scene);
    console.log(`by flags, ${strategy}: ${String(commands)} commands from restored to closed`);
    const { incident } = open;
    expect((await scene.status(incident)).state).toBe("closed");
    await scene.expectExit(0, `verify --incident ${incident}`);
    if (strategy === "contain-first") await everyFormatParses(scene, incident);
    // What was sealed is gone with the close.
    await scene.expectExit(3, `secret pipe --incident ${incident} -- cat`);
  });
});

async function everyFormatParses(scene: Scene, incident: string): Promise<void> {
  const rows = await scene.rows(incident);
  expect(rows.length).toBeGreaterThan(60);
  expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => index + 1));
  async function format(name: string): Promise<string> {
    return (await scene.expectExit(0, `timeline --incident ${incident} --format ${name}`)).stdout;
  }
  const texts = await Promise.all(["text", "md", "jsonl", "csv"].map(format));
  const [text = "", md = "", jsonl = "", csvText = ""] = texts;
  expect(text.split("\n").length).toBeGreaterThan(rows.length);
  const lines = jsonl.trimEnd().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as Row).seq)).toEqual(rows.map((row) => row.seq));
  const [header = [], ...csv] = parseCsv(csvText);
  expect(header).toContain("occurredAt");
  expect(csv).toHaveLength(rows.length);
  expect(new Set(csv.map((cells) => cells.length))).toEqual(new Set([header.length]));
  const leaked = await scene.leaked();
  for (const one of [...texts, JSON.stringify(rows)]) expect(one).not.toContain(leaked);
  const table = md.split("\n").filter((line) => line.startsWith("|"));
  expect(table.length).toBeGreaterThan(rows.length);
  expect(new Set(table.map((line) => line.split(/(?<!\\)\|/).length)).size).toBe(1);
  const written = await scene.expectExit(0, `postmortem --incident ${incident} --json`);
  const { file } = jsonOf<{ file: string }>(written);
  expect(await readFile(file, "utf8")).toContain("production-web-app");
}
