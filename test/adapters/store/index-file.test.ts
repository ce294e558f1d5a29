import { mkdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { indexFile } from "../../../src/adapters/store/index-file.ts";
import { STREAM } from "../../core/journal/drafts.ts";
import { tempFolder } from "./folder.ts";

const ENTRY = { head: { seq: 3, hash: "ab" }, stamp: "3:ab", fold: 1, state: { id: STREAM } };

describe("the read model", () => {
  it("keeps entries in a private file that survives the process", async () => {
    const root = await tempFolder();
    expect(await indexFile(root).put(STREAM, ENTRY)).toBe(true);
    expect(await indexFile(root).put("register", { ...ENTRY, fold: 2 })).toBe(true);
    expect(await indexFile(root).get(STREAM)).toEqual(ENTRY);
    expect(await indexFile(root).get("register")).toEqual({ ...ENTRY, fold: 2 });
    expect(await indexFile(root).get("constructor")).toBeUndefined();
    expect((await stat(join(root, "index.json"))).mode & 0o777).toBe(0o600);
  });

  it("loses nothing among puts at once in one process", async () => {
    const root = await tempFolder();
    const index = indexFile(root);
    const streams = Array.from({ length: 20 }, (_, n) => `s${String(n)}`);
    await Promise.all(streams.map((stream, n) => index.put(stream, { ...ENTRY, fold: n })));
    for (const [n, stream] of streams.entries()) expect((await index.get(stream))?.fold).toBe(n);
  });

  it.each([
    ["nothing", ""],
    ["garbage", "\u0000{{{{ sk_live_x"],
    [
      "another format",
      '{"format":2,"streams":{"register":{"head":{"seq":1,"hash":""},"fold":1,"state":1}}}',
    ],
    ["no entries", '{"format":1,"streams":[]}'],
    ["a broken entry", '{"format":1,"streams":{"register":{"head":null,"fold":1,"state":1}}}'],
    ["a list", "[]"],
  ])("counts a file that holds %s as absent, and replaces it", async (_, content) => {
    const root = await tempFolder();
    await writeFile(join(root, "index.json"), content);
    const index = indexFile(root);
    expect(await index.get("register")).toBeUndefined();
    expect(await readFile(join(root, "index.json"), "utf8")).toBe(content);
    expect(await index.put(STREAM, ENTRY)).toBe(true);
    expect(await index.get(STREAM)).toEqual(ENTRY);
  });

  it("follows no link, and replaces it", async () => {
    const root = await tempFolder();
    const other = await tempFolder();
    await indexFile(other).put(STREAM, ENTRY);
    await symlink(join(other, "index.json"), join(root, "index.json"));
    expect(await indexFile(root).get(STREAM)).toBeUndefined();
    await indexFile(root).put("register", ENTRY);
    expect(await indexFile(other).get("register")).toBeUndefined();
  });

  it("replaces everything", async () => {
    const root = await tempFolder();
    const index = indexFile(root);
    await index.put("register", ENTRY);
    await index.replace(new Map([[STREAM, ENTRY]]));
    expect(await index.get("register")).toBeUndefined();
    expect(await index.get(STREAM)).toEqual(ENTRY);
  });

  it("says that it could not write: put by false, replace by an error; and works again afterwards", async () => {
    const root = await tempFolder();
    const index = indexFile(root);
    await mkdir(join(root, "index.json"));
    expect(await index.put(STREAM, ENTRY)).toBe(false);
    await expect(index.replace(new Map())).rejects.toMatchObject({ kind: "not-durable" });
    await rm(join(root, "index.json"), { recursive: true });
    expect(await index.put(STREAM, ENTRY)).toBe(true);
  });
});
