// The vault's files on disk, through the one durable writer.
import { randomBytes } from "node:crypto";
import { readdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { ClaroIrError } from "../../core/error.ts";
import type { Sha256 } from "../../ports/system.ts";
import type { Vault } from "../../ports/vault.ts";
import {
  createFile,
  makeFolders,
  notDurable,
  replaceFile,
  syncFolder,
} from "../system/durable-file.ts";
import { readBytes } from "./journal-files.ts";
import { errorCode } from "../system/error-code.ts";
import { folderIn } from "./place.ts";
import { vaultOver } from "./vault.ts";
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
        const message = `${path} cannot be read (${errorCode(error)}).`;
        throw new ClaroIrError("damaged", "file-unreadable", message, {
          hint: "claro-ir verify",
          cause: error,
        });
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
