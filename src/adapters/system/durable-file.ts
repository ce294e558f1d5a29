// The one writer of the store. A file is written aside, checked and synced before it gets its name, and its folder is synced before
// anyone is told: a crash at any moment leaves the old state or the new one. Node reports no short writes, hence the loop and the check.
import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { link, mkdir, open, rename, unlink, type FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ClaroIrError } from "../../core/error.ts";
import { causeOf } from "../../core/machine-trouble.ts";
import type { Pieces } from "../../ports/system.ts";
import { errorCode } from "./error-code.ts";

/** Start of the names of files that are still being written; a crash leaves them behind and every reader ignores them. */
export const TEMP_PREFIX = ".t-";

/** Reading flags for every file of the store: no links followed, no waiting on a pipe put in its place. */
export const READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** The error of everything that could not be made safe on disk: nothing may be done outside on the strength of it. */
export function notDurable(path: string, error: unknown): ClaroIrError {
  if (error instanceof ClaroIrError) return error;
  const code = errorCode(error);
  const [cause, remedy] = causeOf(code) ?? ["it failed", "Look at that disk"];
  const named = code === "" ? cause : `${cause} (${code})`;
  return new ClaroIrError(
    "not-durable",
    "not-durable",
    `Cannot record safely in ${path}: ${named}.`,
    {
      hint: `${remedy} (df -h ${dirname(path)}), or use another place: --store <dir>`,
      cause: error,
    },
  );
}

type Bytes = Iterable<Uint8Array> | Pieces;

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done);
    if (bytesWritten === 0)
      throw new Error(`Only ${String(done)} of ${String(bytes.length)} bytes were written`);
    done += bytesWritten;
  }
}

/** Write bytes to a new file of an unused name in `folder`, synced and of full size. On failure the file is removed as far as possible. */
export async function writeTemp(folder: string, pieces: Bytes): Promise<string> {
  const name = `${TEMP_PREFIX}${String(process.pid)}-${randomBytes(6).toString("hex")}`;
  const path = join(folder, name);
  const handle = await open(path, "wx", 0o600);
  let length = 0;
  try {
    for await (const bytes of pieces) {
      await writeAll(handle, bytes);
      length += bytes.length;
    }
    const { size } = await handle.stat();
    if (size !== length) throw new Error(`The file has ${String(size)} of ${String(length)} bytes`);
    await handle.sync();
  } catch (error) {
    await discard([path]);
    throw error;
  } finally {
    await handle.close();
  }
  return path;
}

/** A file that is of no use any more and could not be removed. Harmless: readers ignore it. */
export interface Leftover {
  readonly path: string;
  readonly error: unknown;
}

/** Remove temporary files; gives those that stayed. */
export async function discard(paths: readonly string[]): Promise<readonly Leftover[]> {
  const outcomes = await Promise.allSettled(paths.map((path) => unlink(path)));
  return outcomes.flatMap((outcome, index) => {
    if (outcome.status === "fulfilled" || errorCode(outcome.reason) === "ENOENT") return [];
    return [{ path: paths[index] ?? "", error: outcome.reason as unknown }];
  });
}

/** Give a written file its name, unless something has that name already. */
export async function publish(temp: string, path: string): Promise<"published" | "exists"> {
  try {
    await link(temp, path);
    return "published";
  } catch (error) {
    if (errorCode(error) === "EEXIST") return "exists";
    throw error;
  }
}

/** Make the names in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(
    folder,
    constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW,
  );
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Make a folder (0700) with all that is missing above it, so that none of them can be lost again. Throws the system's own error. */
export async function makeFolder(path: string): Promise<void> {
  const first = (await mkdir(path, { recursive: true, mode: 0o700 })) ?? path;
  for (let folder = path; ; folder = dirname(folder)) {
    await syncFolder(dirname(folder));
    if (folder === first) return;
  }
}

/**
 * Make `parts` below `root` as folders of mode 0700 and sync every folder on the way: another process may have made one a moment ago
 * and not have got to it. Gives the last one.
 */
export async function makeFolders(root: string, parts: readonly string[]): Promise<string> {
  let folder = root;
  for (const part of parts) {
    const parent = folder;
    folder = join(parent, part);
    try {
      await mkdir(folder, { mode: 0o700 });
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
    }
    await syncFolder(parent);
  }
  return folder;
}

async function createIn(
  folder: string,
  pieces: Bytes,
  nameOf: () => string,
): Promise<"published" | "exists"> {
  const temp = await writeTemp(folder, pieces);
  const outcome = await publish(temp, join(folder, nameOf())).finally(() => discard([temp]));
  await syncFolder(folder);
  return outcome;
}

/** Create a file durably. `exists`: there is one of that name, untouched. Throws `not-durable`. */
export async function createFile(path: string, bytes: Uint8Array): Promise<"published" | "exists"> {
  try {
    return await createIn(dirname(path), [bytes], () => basename(path));
  } catch (error) {
    throw notDurable(path, error);
  }
}

/** The same from bytes as they come, however many; its name is asked for once they are safe. What the source throws is passed on. */
export async function createFileFrom(
  folder: string,
  pieces: Bytes,
  nameOf: () => string,
): Promise<"published" | "exists"> {
  try {
    return await createIn(folder, pieces, nameOf);
  } catch (error) {
    throw notDurable(join(folder, "new file"), error);
  }
}

/** Create or replace a file durably: readers see the old content or the new, never a mixture. Throws `not-durable`. */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path);
  try {
    const temp = await writeTemp(folder, [bytes]);
    try {
      await rename(temp, path);
    } catch (error) {
      await discard([temp]);
      throw error;
    }
    await syncFolder(folder);
  } catch (error) {
    throw notDurable(path, error);
  }
}
