// The files of a journal, and a hand in their folder.
import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { draft, STREAM } from "../../core/journal/drafts.ts";
import { journalOf } from "./folder.ts";

describe("files of a journal", () => {
  it("are one line each, private, and leave nothing beside them", async () => {
    const { folder, root, journal } = await journalOf(3);
    expect((await readdir(folder)).sort()).toEqual([
      "00000001.json",
      "00000002.json",
      "00000003.json",
    ]);
    for (const name of await readdir(folder))
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    for (const path of [folder, join(root, "incidents"), join(root, "incidents", STREAM)])
      expect((await stat(path)).mode & 0o777).toBe(0o700);
    const text = await readFile(join(folder, "00000002.json"), "utf8");
    expect(text).toMatch(
      /^\{"v":1,"stream":"INC-20261123-k7f3","seq":2,"prev":"[0-9a-f]{64}",.*\}\n$/,
    );
    expect(journal.leftovers()).toEqual([]);
  });

  it("of a writer that died are ignored", async () => {
    const { folder, journal } = await journalOf(2);
    await writeFile(join(folder, ".t-4242-abcdef"), '{"v":1,"str');
    expect((await journal.read(STREAM)).events).toHaveLength(2);
    expect((await journal.head(STREAM)).seq).toBe(2);
    expect(await journal.verify(STREAM)).toEqual([]);
    expect((await journal.append(STREAM, 2, [draft(3)])).ok).toBe(true);
  });

  it("may hold the sign that stands for a broken one", async () => {
    const { journal } = await journalOf(2);
    const { ok, head } = await journal.append(STREAM, 2, [draft(3, "w", "pasted: caf\ufffd")]);
    expect(ok).toBe(true);
    expect(await journal.verify(STREAM)).toEqual([]);
    expect((await journal.read(STREAM)).head).toEqual(head);
  });
});

describe("a hand in the folder", () => {
  const tampering: readonly [string, string, (folder: string) => Promise<unknown>][] = [
    [
      "a changed event",
      "changed 00000003.json",
      (folder) => edit(folder, 3, (text) => text.replace("dashboard", "dashbored")),
    ],
    [
      "a cut event",
      "unreadable 00000003.json",
      (folder) => edit(folder, 3, (text) => text.slice(0, 40)),
    ],
    ["an emptied event", "unreadable 00000003.json", (folder) => edit(folder, 3, () => "")],
    [
      "a byte that is no UTF-8",
      "unreadable 00000003.json",
      async (folder) => {
        const path = join(folder, "00000003.json");
        const bytes = await readFile(path);
        bytes[bytes.indexOf("dashboard")] = 0xff;
        await writeFile(path, bytes);
      },
    ],
    ["a deleted event", "missing 00000003.json", (folder) => rm(join(folder, "00000003.json"))],
    [
      "an added file",
      "added 00000003.json.orig",
      (folder) => writeFile(join(folder, "00000003.json.orig"), "x"),
    ],
    ["exchanged events", "swapped 00000002.json", (folder) => exchange(folder)],
    [
      "a folder in place of an event",
      "unreadable 00000003.json",
      async (folder) => {
        await rm(join(folder, "00000003.json"));
        await mkdir(join(folder, "00000003.json"));
      },
    ],
    [
      "a pipe in place of an event",
      "unreadable 00000003.json",
      async (folder) => {
        await rm(join(folder, "00000003.json"));
        await promisify(execFile)("mkfifo", [join(folder, "00000003.json")]);
      },
    ],
    [
      "a link in place of an event",
      "unreadable 00000003.json",
      async (folder) => {
        await rename(join(folder, "00000003.json"), join(folder, "../real.json"));
        await symlink("../real.json", join(folder, "00000003.json"));
      },
    ],
  ];

  it.each(tampering)("shows %s: %s", async (_, expected, tamper) => {
    const { folder, journal } = await journalOf(5);
    const anchor = await journal.head(STREAM);
    await tamper(folder);
    const damages = await journal.verifyAgainst(STREAM, anchor);
    expect(damages.map(({ what, file }) => `${what} ${file}`)).toEqual([expected]);
    await expect(journal.read(STREAM)).rejects.toMatchObject({
      kind: "damaged",
      hint: "claro-ir verify",
    });
    await expect(journal.read(STREAM)).rejects.toThrow(join(folder, expected.split(" ")[1]!));
  });

  it("on the last event: head and append refuse what cannot be read", async () => {
    const { folder, journal } = await journalOf(5);
    await edit(folder, 5, () => "");
    await expect(journal.append(STREAM, 5, [draft(6)])).rejects.toMatchObject({ kind: "damaged" });
    await rm(join(folder, "00000002.json"));
    await expect(journal.head(STREAM)).rejects.toMatchObject({ kind: "damaged" });
    expect((await journal.verify(STREAM)).map(({ what }) => what)).toEqual([
      "missing",
      "unreadable",
    ]);
  });

  it.each(["", "incidents", `incidents/${STREAM}`, `incidents/${STREAM}/journal`])(
    "that puts a link in place of <store>/%s is refused",
    async (below) => {
      const { root, journal } = await journalOf(2);
      const target = join(root, below);
      await rename(target, `${target}.moved`);
      await symlink(`${target}.moved`, target);
      onTestFinished(() => rm(`${target}.moved`, { recursive: true, force: true }));
      await expect(journal.read(STREAM)).rejects.toMatchObject({
        kind: "usage",
        code: "unsafe-store",
      });
      await expect(journal.append(STREAM, 2, [draft(3)])).rejects.toMatchObject({
        code: "unsafe-store",
      });
      expect(await journal.verify(STREAM)).toMatchObject([{ what: "unreadable" }]);
    },
  );

  it("of a newer version is read by verify, refused by read, and never written to", async () => {
    const { folder, journal } = await journalOf(2);
    await edit(folder, 2, (text) => text.replace('{"v":1', '{"v":2'));
    expect(await journal.verify(STREAM)).toEqual([]);
    await expect(journal.read(STREAM)).rejects.toMatchObject({
      kind: "usage",
      code: "newer-journal",
    });
    await expect(journal.append(STREAM, 2, [draft(3)])).rejects.toMatchObject({
      code: "newer-journal",
    });
    expect(await readdir(folder)).toHaveLength(2);
  });
});

async function edit(folder: string, seq: number, change: (text: string) => string): Promise<void> {
  const path = join(folder, `0000000${String(seq)}.json`);
  await writeFile(path, change(await readFile(path, "utf8")));
}

async function exchange(folder: string): Promise<void> {
  const [a, b] = [join(folder, "00000002.json"), join(folder, "00000004.json")];
  await rename(a, `${a}.x`);
  await rename(b, a);
  await rename(`${a}.x`, b);
}
