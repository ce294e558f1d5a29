// A bag of evidence as a folder or a tar file: written aside, synced, renamed when it is whole.
import { randomBytes } from "node:crypto";
import { lstat, mkdir, open, rename, rm, type FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { basename, dirname, join, resolve } from "node:path";
import { pack, type Pack } from "tar-stream";
import { ClaroIrError } from "../../core/error.ts";
import type { Bag, BagFile } from "../../ports/bag.ts";
import type { Digest, Pieces } from "../../ports/system.ts";
import { newDigest } from "../system/digest.ts";
import { notDurable, syncFolder } from "../system/durable-file.ts";
import { errorCode } from "../system/error-code.ts";

/** Open a bag; see the port. */
export async function openBag(output: string, name: string): Promise<Bag> {
  const path = resolve(output);
  await refuseTaken(path);
  const aside = join(dirname(path), `.${basename(path)}-${randomBytes(4).toString("hex")}`);
  try {
    return path.endsWith(".tar") ? await tarBag(path, aside, name) : await folderBag(path, aside);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

async function refuseTaken(path: string): Promise<void> {
  const there = await lstat(path).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return undefined;
    throw cannotWrite(path, error);
  });
  if (there === undefined) return;
  throw new ClaroIrError("usage", "output-exists", `${path} is there already.`, {
    hint: "Give a new name: evidence is never written over",
  });
}

function cannotWrite(path: string, error: unknown): ClaroIrError {
  if (errorCode(error) !== "ENOENT" && errorCode(error) !== "ENOTDIR")
    return notDurable(path, error);
  return new ClaroIrError("usage", "cannot-write", `Cannot write ${path}: no such folder.`, {
    hint: `mkdir -p ${dirname(path)}`,
    cause: error,
  });
}

/** A file's bytes on their way; they must be as many as was said. */
async function* measured(file: BagFile, digest: Digest): Pieces {
  let size = 0;
  for await (const bytes of file.pieces()) {
    digest.update(bytes);
    size += bytes.length;
    yield bytes;
  }
  if (size !== file.size)
    throw new ClaroIrError("damaged", "file-changed", `${file.path} is not as long as recorded.`, {
      hint: "claro-ir verify",
    });
}

/** Make a folder, and those above it that are not made yet: one by one, since `recursive` tells of a read-only disk as of a missing folder. */
async function makeFolder(folder: string, made: Set<string>): Promise<void> {
  if (made.has(folder)) return;
  await makeFolder(dirname(folder), made);
  await mkdir(folder, { mode: 0o700 });
  made.add(folder);
}

async function writeNew(target: string, file: BagFile): Promise<string> {
  const handle = await open(target, "wx", 0o600);
  try {
    const digest = newDigest();
    await handle.writeFile(measured(file, digest));
    await handle.sync();
    return digest.hex();
  } finally {
    await handle.close();
  }
}

async function folderBag(path: string, aside: string): Promise<Bag> {
  await mkdir(aside, { mode: 0o700 });
  const folders = new Set([aside]);
  return {
    async add(file) {
      const target = join(aside, file.path);
      try {
        await makeFolder(dirname(target), folders);
        return await writeNew(target, file);
      } catch (error) {
        throw notDurable(target, error);
      }
    },
    async finish() {
      try {
        for (const folder of folders) await syncFolder(folder);
        await rename(aside, path);
        await syncFolder(dirname(path));
      } catch (error) {
        throw notDurable(path, error);
      }
    },
    abandon: () => rm(aside, { recursive: true, force: true }),
  };
}

/** Everything that is packed goes to the file as it comes. */
async function drain(tar: Pack, handle: FileHandle): Promise<void> {
  for await (const bytes of tar) await handle.writeFile(bytes as Uint8Array);
  await handle.sync();
}

async function tarBag(path: string, aside: string, name: string): Promise<Bag> {
  const handle = await open(aside, "wx", 0o600);
  const tar = pack();
  const draining = drain(tar, handle);
  // It is waited for at the end; until then its failure must not end the process.
  draining.catch(() => undefined);
  return {
    async add(file) {
      const digest = newDigest();
      const header = { name: `${name}/${file.path}`, size: file.size, mode: 0o600 };
      const written = pipeline(measured(file, digest), tar.entry(header));
      // A disk that takes no more ends the draining; the entry would wait for ever.
      await Promise.race([written, draining]);
      return digest.hex();
    },
    async finish() {
      tar.finalize();
      try {
        await draining;
        await handle.close();
        await rename(aside, path);
        await syncFolder(dirname(path));
      } catch (error) {
        throw notDurable(path, error);
      }
    },
    async abandon() {
      tar.destroy(new Error("abandoned"));
      await draining.catch(() => undefined);
      await handle.close();
      await rm(aside, { force: true });
    },
  };
}
