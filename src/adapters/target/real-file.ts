// One existing file, read whole and replaced atomically: same mode and owner, links followed, never half written.
import { randomUUID } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { open, readdir, realpath, rename, stat, unlink, type FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { OutsideError } from "../../ports/outside.ts";

const MAX_BYTES = 1_048_576;
const TEMPORARY = ".claro-ir-tmp-";

/** A file as it was when it was read. */
export interface RealFile {
  /** Absolute, links resolved. */
  readonly path: string;
  readonly stats: Stats;
  /** Bytes as Latin-1. */
  readonly text: string;
}

/** Read a regular file of at most 1 MiB. Throws OutsideError (certain) that says what is wrong with the place. */
export async function readRealFile(path: string): Promise<RealFile> {
  try {
    const real = await realpath(path);
    // Non-blocking: a named pipe in that place must not hang the program.
    const file = await open(real, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await file.stat();
      if (!stats.isFile()) throw new OutsideError(true, `${path} is not a regular file`);
      if (stats.size > MAX_BYTES) throw new OutsideError(true, `${path} is larger than 1 MiB`);
      return { path: real, stats, text: (await file.readFile()).toString("latin1") };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw asCertain(error, `cannot read ${path}`);
  }
}

/**
 * Put a new text in the file's place: a temporary file beside it, synced, renamed over it, the folder synced.
 * Throws OutsideError: certain while the old file still stands, uncertain after the rename.
 */
export async function replaceRealFile(before: RealFile, text: string): Promise<void> {
  const folder = dirname(before.path);
  const temporary = join(folder, `${basename(before.path)}${TEMPORARY}${randomUUID()}`);
  try {
    await writeBeside(temporary, before.stats, text);
    await refuseChanged(before);
    await rename(temporary, before.path);
  } catch (error) {
    await removeIfThere(temporary);
    throw asCertain(error, `cannot replace ${before.path}`);
  }
  try {
    await syncFolder(folder);
  } catch (error) {
    throw new OutsideError(
      false,
      `${before.path} is replaced, but the disk did not confirm it (${codeOf(error)})`,
    );
  }
}

/** Temporary files that an interrupted write left beside the file; each may hold a key. Throws OutsideError (certain). */
export async function leftovers(path: string): Promise<readonly string[]> {
  const prefix = `${basename(path)}${TEMPORARY}`;
  try {
    const names = await readdir(dirname(path));
    return names.filter((name) => name.startsWith(prefix)).map((name) => join(dirname(path), name));
  } catch (error) {
    throw asCertain(error, `cannot list ${dirname(path)}`);
  }
}

async function writeBeside(path: string, like: Stats, text: string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(text, "latin1");
    await keepOwner(file, like);
    await file.chmod(like.mode & 0o7777);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A file that changed hands could no longer be read by its consumer, so that is refused rather than risked. */
async function keepOwner(file: FileHandle, like: Stats): Promise<void> {
  const made = await file.stat();
  if (made.uid === like.uid && made.gid === like.gid) return;
  try {
    await file.chown(like.uid, like.gid);
  } catch (error) {
    throw new OutsideError(
      true,
      `the file belongs to user ${String(like.uid)}, group ${String(like.gid)}, and a replacement made by you would not (${codeOf(error)})`,
      { hint: "run this step as that user" },
    );
  }
}

async function refuseChanged(before: RealFile): Promise<void> {
  const now = await stat(before.path);
  const same =
    now.ino === before.stats.ino &&
    now.size === before.stats.size &&
    now.mtimeMs === before.stats.mtimeMs;
  if (!same)
    throw new OutsideError(true, `${before.path} was changed by somebody else at this moment`, {
      hint: "look at it, then run the step again",
    });
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT")
      throw new OutsideError(true, `${path} holds a key and could not be removed: delete it`);
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function asCertain(error: unknown, what: string): OutsideError {
  if (error instanceof OutsideError) return error;
  const code = codeOf(error);
  return new OutsideError(true, `${what}: ${REASONS[code] ?? code}`, { cause: error });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist",
  ENOTDIR: "a part of the path is not a folder",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
  ELOOP: "its links form a circle",
  ENXIO: "it is not a regular file",
  EBUSY: "it is mounted by itself (a container's single-file mount): change it on the host",
};

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown cause";
}
