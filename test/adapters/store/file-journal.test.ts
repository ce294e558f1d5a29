// The journal on disk against real processes, real kills, real full disks and a hand in the folder.
import { execFile, execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import {
  chmod,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { fileJournal } from "../../../src/adapters/store/file-journal.ts";
import { sha256 } from "../../../src/adapters/system/digest.ts";
import { draft, drafts, STREAM } from "../../core/journal/drafts.ts";
import { startWriter, tempFolder } from "./folder.ts";

function folderOf(root: string): string {
  return join(root, "incidents", STREAM, "journal");
}

async function journalOf(count: number) {
  const root = await tempFolder();
  const journal = fileJournal(root, sha256);
  if (count > 0) await journal.append(STREAM, 0, drafts(count));
  return { root, journal, folder: folderOf(root) };
}

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
});

describe("several processes", () => {
  it("lose nothing and keep their order, 2 x 300 events", async () => {
    const root = await tempFolder();
    const runs = [startWriter([root, "a", "300"]), startWriter([root, "b", "300", "3"])];
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
    for (let round = 0; round < 20; round += 1) {
      const { child, lines } = startWriter([
        root,
        `r${String(round)}`,
        "100000",
        String(1 + (round % 3)),
      ]);
      await once(child.stdout!, "data");
      await new Promise((done) => setTimeout(done, Math.random() * 30));
      child.kill("SIGKILL");
      // The last line may be cut: it was not received.
      acknowledged.push(
        ...(await lines).filter((line) => /^\d+ r\d+-\d+$/.test(line)).slice(0, -1),
      );
    }
    const { events } = await journal.read(STREAM);
    const onDisk = new Set(events.map(({ seq, id }) => `${String(seq)} ${id}`));
    expect(acknowledged.length).toBeGreaterThan(20);
    expect(acknowledged.filter((line) => !onDisk.has(line))).toEqual([]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect((await journal.append(STREAM, events.length, [draft(1, "after")])).ok).toBe(true);
  }, 30_000);

  it("are read whole while they write", async () => {
    const root = await tempFolder();
    const { child, lines } = startWriter([root, "a", "400", "4"]);
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
    expect((await journal.read(STREAM)).events).toHaveLength(400);
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
        execFileSync("mkfifo", [join(folder, "00000003.json")]);
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

  it.each(["journal", ".", "..", "../.."])(
    "that puts a link in place of %s is refused",
    async (up) => {
      const { root, journal } = await journalOf(2);
      const place = join(
        root,
        "incidents",
        STREAM,
        up === "journal" ? "journal" : join("x", up, ".."),
        ".",
      );
      const target = up === "../.." ? root : place.replace(/\/\.$/, "").replace(/\/$/, "");
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

describe("a disk that takes no more", () => {
  it("by a limit on file sizes (writes stop short): exit 6, nothing published, the journal as it was", async () => {
    if (!existsSync("/usr/bin/prlimit")) {
      console.warn("SKIPPED: no prlimit on this machine, short writes were not tested");
      return;
    }
    const { root, journal, folder } = await journalOf(2);
    for (const limit of ["0", "1", "100", "300"]) {
      const { child, lines } = startWriter([root, "x", "3", "3"], ["prlimit", `--fsize=${limit}`]);
      const [line = ""] = await lines;
      expect(child.exitCode).toBe(6);
      expect(line).toContain("EFBIG");
      expect(line).toContain(folder);
      expect(line).toContain("--store");
    }
    expect((await readdir(folder)).sort()).toEqual(["00000001.json", "00000002.json"]);
    expect((await journal.append(STREAM, 2, [draft(3)])).ok).toBe(true);
  });

  it("by being full: not durable, no gap, and it goes on once there is room", async () => {
    const disk = await tinyDisk(await tempFolder());
    if (disk === undefined) return;
    const journal = fileJournal(disk, sha256);
    let failure: unknown;
    let acknowledged = 0;
    for (let n = 1; failure === undefined && n < 200; n += 1) {
      const outcome = await journal
        .append(STREAM, acknowledged, [draft(2 * n), draft(2 * n + 1)])
        .catch((error: unknown) => {
          failure = error;
        });
      if (outcome) acknowledged = outcome.head.seq;
    }
    expect(failure).toMatchObject({ kind: "not-durable" });
    expect((failure as Error).message).toContain("the disk is full (ENOSPC)");
    expect(acknowledged).toBeGreaterThan(2);
    const { events } = await journal.read(STREAM);
    expect(events).toHaveLength(acknowledged);
    expect((await readdir(folderOf(disk))).filter((name) => name.startsWith("."))).toEqual([]);
    await promisify(execFile)("mount", ["-o", "remount,size=1m", disk]);
    expect((await journal.append(STREAM, acknowledged, [draft(1, "later")])).ok).toBe(true);
    await promisify(execFile)("mount", ["-o", "remount,ro", disk]);
    await expect(journal.append(STREAM, acknowledged + 1, [draft(2, "later")])).rejects.toThrow(
      "read-only (EROFS)",
    );
    expect((await journal.read(STREAM)).events).toHaveLength(acknowledged + 1);
  });

  it("in a folder that is closed to us: not durable, with the path", async () => {
    if (process.getuid?.() === 0) {
      console.warn("SKIPPED: root may write everywhere, a closed folder was not tested");
      return;
    }
    const { folder, journal } = await journalOf(1);
    await chmod(folder, 0o500);
    await expect(journal.append(STREAM, 1, [draft(2)])).rejects.toMatchObject({
      kind: "not-durable",
    });
    await chmod(folder, 0o700);
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

/** A disk of 64 kB, where this user may mount one. */
async function tinyDisk(folder: string): Promise<string | undefined> {
  try {
    await promisify(execFile)("mount", ["-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", folder]);
  } catch (error) {
    console.warn(
      `SKIPPED: no tiny disk can be mounted here, a full disk was not tested (${String(error).split("\n")[0]!})`,
    );
    return undefined;
  }
  onTestFinished(() => void execFileSync("umount", [folder]));
  return folder;
}
