// The journal on disk under several real processes, some of them killed.
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fileJournal } from "../../../src/adapters/store/file-journal.ts";
import { sha256 } from "../../../src/adapters/system/digest.ts";
import { draft, STREAM } from "../../core/journal/drafts.ts";
import { bundleWriter, folderOf, startWriter, tempFolder } from "./folder.ts";

/** Real processes on a busy machine: a generous limit that only a hang reaches. */
const PATIENCE = { timeout: 60_000 };

let tools = "";
let writer = "";

beforeAll(async () => {
  tools = await mkdtemp(join(tmpdir(), "claro-ir-writer-"));
  writer = await bundleWriter(tools);
});

afterAll(() => rm(tools, { recursive: true, force: true }));

describe("several processes", PATIENCE, () => {
  it("lose nothing and keep their order, 2 x 300 events", async () => {
    const root = await tempFolder();
    const runs = [
      startWriter(writer, [root, "a", "300"]),
      startWriter(writer, [root, "b", "300", "3"]),
    ];
    const acknowledged = (await Promise.all(runs.map(({ lines }) => lines))).flat();
    const { events } = await fileJournal(root, sha256).read(STREAM);
    expect(events).toHaveLength(600);
    const ids = events.map(({ id }) => id);
    for (const name of ["a", "b"])
      expect(ids.filter((id) => id.startsWith(name))).toEqual(
        Array.from({ length: 300 }, (_, index) => `${name}-${String(index + 1)}`),
      );
    // A batch that lost its number half-way is acknowledged only as far as its last attempt tells: the rest is on disk all the same.
    const onDisk = new Set(events.map(({ seq, id }) => `${String(seq)} ${id}`));
    expect(acknowledged.filter((line) => !onDisk.has(line))).toEqual([]);
    expect(await readdir(folderOf(root))).toHaveLength(600);
  });

  it("killed at any moment leave every acknowledged event and a journal that goes on", async () => {
    const root = await tempFolder();
    const journal = fileJournal(root, sha256);
    const acknowledged: string[] = [];
    async function writeAndDie(name: string, batch: string): Promise<void> {
      const { child, lines } = startWriter(writer, [root, name, "100000", batch]);
      await once(child.stdout!, "data");
      await new Promise((done) => setTimeout(done, Math.random() * 30));
      child.kill("SIGKILL");
      // The last line may be cut: it was not received.
      acknowledged.push(...(await lines).slice(0, -1));
    }
    for (let round = 0; round < 10; round += 1)
      await Promise.all([
        writeAndDie(`a${String(round)}`, "1"),
        writeAndDie(`b${String(round)}`, "3"),
      ]);
    const { events } = await journal.read(STREAM);
    const onDisk = new Set(events.map(({ seq, id }) => `${String(seq)} ${id}`));
    expect(acknowledged.length).toBeGreaterThan(20);
    expect(acknowledged.filter((line) => !onDisk.has(line))).toEqual([]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect((await journal.append(STREAM, events.length, [draft(1, "after")])).ok).toBe(true);
  });

  it("are read whole while they write", async () => {
    const root = await tempFolder();
    const { child, lines } = startWriter(writer, [root, "a", "200", "4"]);
    const journal = fileJournal(root, sha256);
    let longest = 0;
    while (child.exitCode === null) {
      const { events } = await journal.read(STREAM);
      expect(events.length).toBeGreaterThanOrEqual(longest);
      longest = events.length;
      expect((await journal.head(STREAM)).seq).toBeGreaterThanOrEqual(longest);
      await new Promise((done) => setTimeout(done, 1));
    }
    await lines;
    expect((await journal.read(STREAM)).events).toHaveLength(200);
  });
});
