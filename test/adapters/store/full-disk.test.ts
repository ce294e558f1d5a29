// The journal on disks that take no more: a limit on file sizes, a real full disk, a read-only one.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { fileJournal } from "../../../src/adapters/store/file-journal.ts";
import { sha256 } from "../../../src/adapters/system/digest.ts";
import type { JournalStore } from "../../../src/ports/journal-store.ts";
import { draft, STREAM } from "../../core/journal/drafts.ts";
import type { Run } from "./folder.ts";
import { bundleWriter, folderOf, journalOf, startWriter, tempFolder } from "./folder.ts";

/** Real processes on a busy machine: a generous limit that only a hang reaches. */
const PATIENCE = { timeout: 60_000 };

let tools = "";
let writer = "";

beforeAll(async () => {
  tools = await mkdtemp(join(tmpdir(), "claro-ir-writer-"));
  writer = await bundleWriter(tools);
});

afterAll(() => rm(tools, { recursive: true, force: true }));

describe("a disk that takes no more", PATIENCE, () => {
  it("by a limit on file sizes (writes stop short): exit 6, nothing published, the journal as it was", async () => {
    if (!existsSync("/usr/bin/prlimit")) {
      console.warn("SKIPPED: no prlimit on this machine, short writes were not tested");
      return;
    }
    const { root, journal, folder } = await journalOf(2);
    for (const limit of ["0", "1", "100", "300"]) {
      const { child, lines } = startWriter(
        writer,
        [root, "x", "3", "3"],
        ["prlimit", `--fsize=${limit}`],
      );
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
    const { failure, acknowledged } = await fill(journal);
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

  it.each([
    ["EIO on the first event's sync", "fsync:error=EIO:when=1", 2],
    ["EIO on the folder's sync", "fsync:error=EIO:when=4", 5],
    ["ENOSPC on the second event's name", "link:error=ENOSPC:when=2", 3],
    ["no hard links", "link:error=EPERM:when=1", 2],
  ])(
    "by %s: exit 6, a whole journal, and the same append again succeeds once",
    async (_, fault, left) => {
      const { root, journal } = await journalOf(2);
      const run = startFaulty(fault, [root, "x", "3", "3"]);
      if (run === undefined) return;
      expect((await run.lines)[0]).toMatch(/^failed .*"kind":"not-durable"/);
      expect(run.child.exitCode).toBe(6);
      expect((await journal.read(STREAM)).events).toHaveLength(left);
      const again = [draft(1, "x"), draft(2, "x"), draft(3, "x")];
      expect((await journal.append(STREAM, 2, again)).ok).toBe(true);
      const { events } = await journal.read(STREAM);
      expect(events.slice(2).map(({ id }) => id)).toEqual(["x-1", "x-2", "x-3"]);
    },
  );

  it("by temporary files that cannot be removed: it is done all the same, and readers ignore them", async () => {
    const { root, journal } = await journalOf(2);
    const run = startFaulty("unlink:error=EIO:when=1+", [root, "x", "3", "3"]);
    if (run === undefined) return;
    expect(await run.lines).toEqual(["3 x-1", "4 x-2", "5 x-3"]);
    expect(await journal.verify(STREAM)).toEqual([]);
    expect(await readdir(folderOf(root))).toHaveLength(8);
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

/** The writer with one kind of system call failing; a single thread makes the count of calls repeatable. */
function startFaulty(fault: string, args: readonly string[]): Run | undefined {
  if (!existsSync("/usr/bin/strace")) {
    console.warn(`SKIPPED: no strace on this machine, ${fault} was not tested`);
    return undefined;
  }
  const trace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", `trace=${fault.split(":")[0]!}`];
  return startWriter(writer, args, [
    "env",
    "UV_THREADPOOL_SIZE=1",
    ...trace,
    "-e",
    `inject=${fault}`,
  ]);
}

/** Append pairs of events until it fails. */
async function fill(journal: JournalStore): Promise<{ failure: unknown; acknowledged: number }> {
  let acknowledged = 0;
  for (let n = 1; n < 200; n += 1) {
    try {
      const { head } = await journal.append(STREAM, acknowledged, [draft(2 * n), draft(2 * n + 1)]);
      acknowledged = head.seq;
    } catch (failure) {
      return { failure, acknowledged };
    }
  }
  return { failure: undefined, acknowledged };
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
  onTestFinished(async () => {
    await promisify(execFile)("umount", [folder]);
  });
  return folder;
}
