// A second operator with an identity of their own: what is sealed is sealed to them by whoever can open it, keys and evidence alike.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createSealer } from "../../src/adapters/sealing/age-sealer.ts";
import type { App } from "../../src/app/context.ts";
import { storeEvidence } from "../../src/app/evidence.ts";
import { record } from "../../src/app/incident.ts";
import { joinIncident } from "../../src/app/join.ts";
import { verifyStore } from "../../src/app/verify.ts";
import { custodyRows } from "../../src/core/report/custody.ts";
import { begin, OLD, Room } from "../support/memory-app.ts";

const HOLDS = `GET / 200\nGET /?key=${OLD} 200\n`;

async function scene() {
  const folder = await mkdtemp(join(tmpdir(), "claro-ir-join-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const room = new Room();
  function appOf(id: string): App {
    const sealer = createSealer({ identityFile: join(folder, `${id}.txt`), recipients: [] });
    return { ...room.app({ actor: { id, role: "owner" } }), sealer };
  }
  const dana = appOf("dana");
  const id = await begin(dana);
  const path = join(folder, "access.log");
  await writeFile(path, HOLDS);
  const fact = await storeEvidence(dana, id, path, {});
  await record(dana, id, [fact]);
  return { room, dana, sam: appOf("sam"), id, sealedAs: fact.data.file };
}

async function opened(app: App, pieces: AsyncIterable<Uint8Array>): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const bytes of app.sealer.openPieces(pieces))
    text += decoder.decode(bytes, { stream: true });
  return text;
}

it("a machine that cannot open it says what is left and who has to do what", async () => {
  const { dana, sam, id, sealedAs, room } = await scene();
  const lines = await joinIncident(sam, id, "sam", undefined);
  expect(lines.join("\n")).toMatch(/not sealed to sam yet.*access\.log/);
  expect(lines.at(-1)).toContain("claro-ir join --as <their operator>");
  await expect(opened(sam, room.vault.pieces(id, sealedAs))).rejects.toMatchObject({
    code: "cannot-open",
  });
  expect(await opened(dana, room.vault.pieces(id, sealedAs))).toBe(HOLDS);
});

it("one that can seals keys and evidence to everybody, on record, and the first ciphertext stays", async () => {
  const { dana, sam, id, sealedAs, room } = await scene();
  await joinIncident(sam, id, "sam", undefined);
  const lines = await joinIncident(dana, id, "dana", undefined);
  expect(lines.at(-1)).toBe("sealed keys and evidence are sealed to everybody who joined");
  const [evidence] = (await room.state(id)).evidence;
  expect(evidence?.file).not.toBe(sealedAs);
  expect(evidence?.sealed?.recipients).toContain(await sam.sealer.own());
  for (const app of [sam, dana])
    expect(await opened(app, room.vault.pieces(id, evidence?.file ?? ""))).toBe(HOLDS);
  expect(await opened(dana, room.vault.pieces(id, sealedAs))).toBe(HOLDS);
  expect((await verifyStore(dana, id, undefined)).damages).toEqual([]);
  const acts = custodyRows(await room.events(id)).map(({ act, by }) => `${act} ${by}`);
  expect(acts).toEqual(["added dana", "resealed dana"]);
  // Joining again has nothing left to do.
  await joinIncident(dana, id, "dana", undefined);
  const types = await room.types(id);
  expect(types.filter((type) => type === "evidence.resealed")).toHaveLength(1);
  expect(await room.printed(id)).not.toContain(OLD);
});
