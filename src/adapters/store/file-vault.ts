// The vault's files on disk, through the one durable writer.
import { randomBytes } from "node:crypto";
import { open, readdir, unlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { ClaroIrError } from "../../core/error.ts";
import { isShortage } from "../../core/machine-trouble.ts";
import type { Pieces, Sha256 } from "../../ports/system.ts";
import type { Vault } from "../../ports/vault.ts";
import { newDigest } from "../system/digest.ts";
import {
  createFile,
  createFileFrom,
  makeFolders,
  notDurable,
  READ_FLAGS,
  replaceFile,
  syncFolder,
} from "../system/durable-file.ts";
import { readBytes } from "./journal-files.ts";
import { errorCode } from "../system/error-code.ts";
import { folderIn } from "./place.ts";
import { spoiled, vaultOver } from "./vault.ts";
import type { VaultFiles } from "./vault.ts";

/** The vault below `root`, which `openStore` has found safe. */
export function fileVault(root: string, sha256: Sha256): Vault {
  return vaultOver(filesBelow(root), sha256, () => randomBytes(32));
}

function filesBelow(root: string): VaultFiles {
  return {
    location: root,
    async create(folder, name, bytes) {
      return createFile(join(await folderToWrite(root, folder), name), bytes);
    },
    digest: newDigest,
    async take(folder, pieces, nameOf) {
      const digest = newDigest();
      let size = 0;
      async function* measured() {
        for await (const bytes of pieces) {
          digest.update(bytes);
          size += bytes.length;
          yield bytes;
        }
      }
      let sha256 = "";
      const made = await createFileFrom(await folderToWrite(root, folder), measured(), () => {
        sha256 = digest.hex();
        return nameOf(sha256);
      });
      return { sha256, size, isNew: made === "published" };
    },
    pieces: (folder, name) => piecesOf(join(folderIn(root, ...folder), name)),
    path: (folder, name) => join(folderIn(root, ...folder), name),
    async replace(folder, name, bytes) {
      const path = join(await folderToWrite(root, folder), name);
      await replaceFile(path, bytes);
      return path;
    },
    async read(folder, name) {
      const path = join(folderIn(root, ...folder), name);
      try {
        return readBytes(path);
      } catch (error) {
        throw unreadable(path, error);
      }
    },
    async remove(folder, name) {
      const path = folderIn(root, ...folder);
      try {
        await unlink(join(path, name));
        await syncFolder(path);
      } catch (error) {
        if (errorCode(error) !== "ENOENT") throw notDurable(path, error);
      }
    },
    async list(folder) {
      const path = folderIn(root, ...folder);
      try {
        return await readdir(path);
      } catch (error) {
        if (errorCode(error) === "ENOENT") return [];
        throw error;
      }
    },
  };
}

function unreadable(path: string, error: unknown): unknown {
  if (isShortage(error)) return error;
  const message = `${path} cannot be read (${errorCode(error)}).`;
  return new ClaroIrError("damaged", "file-unreadable", message, {
    hint: "claro-ir verify",
    cause: error,
  });
}

const PIECE_BYTES = 1024 * 1024;

/** A file of the store piece by piece; a link put in its place is not followed. */
async function* piecesOf(path: string): Pieces {
  try {
    const handle = await open(path, READ_FLAGS);
    yield* handle.createReadStream({ highWaterMark: PIECE_BYTES });
  } catch (error) {
    const code = errorCode(error);
    if (code === "") throw error;
    if (code === "ENOENT") throw spoiled(basename(path), "missing");
    throw unreadable(path, error);
  }
}

/** The folder, made if need be and synced: what is put in it must not be lost with it. */
async function folderToWrite(root: string, parts: readonly string[]): Promise<string> {
  const folder = folderIn(root, ...parts);
  try {
    await makeFolders(root, parts);
  } catch (error) {
    throw notDurable(folder, error);
  }
  return folder;
}
