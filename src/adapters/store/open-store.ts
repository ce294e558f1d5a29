// Opening the store: the folder is made safe or refused before anything is read from it or written to it.
import { lstatSync, readdirSync } from "node:fs";
import type { Stats } from "node:fs";
import { chmod } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ClaroIrError } from "../../core/error.ts";
import type { ReadModel } from "../../ports/read-model.ts";
import type { Sha256 } from "../../ports/system.ts";
import type { Vault } from "../../ports/vault.ts";
import { sha256 } from "../system/digest.ts";
import { createFile, makeFolder, notDurable } from "../system/durable-file.ts";
import { fileJournal } from "./file-journal.ts";
import type { FileJournal } from "./file-journal.ts";
import { fileVault } from "./file-vault.ts";
import { indexFile } from "./index-file.ts";
import { listEvents } from "./journal-files.ts";

export interface Store {
  readonly journal: FileJournal;
  readonly vault: Vault;
  readonly readModel: ReadModel;
  /** Absolute folder. */
  readonly location: string;
}

/** What a store's folder may hold; with anything else in it, and no incident, it is somebody's other folder. */
const OURS = new Set([
  "incidents",
  "register",
  "index.json",
  "salt",
  ".gitignore",
  ".gitkeep",
  "README.md",
]);

/**
 * Open the store in `root`, made if need be (0700, ignoring itself in git). One that others can read is closed to them as long as it
 * holds no record; after that only a person can say who read it.
 * Throws `usage` for a folder that is unsafe or not a store, `not-durable` when it cannot be made. There is no other place it falls back to.
 * `digest`: SHA-256 for what lies beside the journal, where the caller knows a faster one.
 */
export async function openStore(root: string, digest: Sha256 = sha256): Promise<Store> {
  const location = resolve(root);
  const entry = entryAt(location);
  if (entry === undefined) {
    await makeStore(location);
    return partsOf(location, digest);
  }
  if (!entry.isDirectory())
    throw unsafe(
      `${location} is ${entry.isSymbolicLink() ? "a symbolic link" : "not a folder"}`,
      `ls -ld ${location}`,
    );
  if (process.getuid !== undefined && entry.uid !== process.getuid())
    throw unsafe(
      `${location} belongs to another user (uid ${String(entry.uid)})`,
      "Use a folder of your own: --store <dir>",
    );
  if (!holdsRecords(location)) await claim(location, entry.mode);
  else if ((entry.mode & 0o077) !== 0)
    throw unsafe(
      `Others can open ${location} (mode ${octal(entry.mode)}) and it holds records`,
      `chmod 700 ${location}`,
    );
  return partsOf(location, digest);
}

function entryAt(location: string): Stats | undefined {
  try {
    return lstatSync(location, { throwIfNoEntry: false });
  } catch (error) {
    throw notDurable(location, error);
  }
}

function partsOf(location: string, digest: Sha256): Store {
  return {
    journal: fileJournal(location, sha256),
    vault: fileVault(location, digest),
    readModel: indexFile(location),
    location,
  };
}

async function makeStore(location: string): Promise<void> {
  try {
    await makeFolder(location);
    // Against a umask that takes the owner's own rights away.
    await chmod(location, 0o700);
    await ignoreItself(location);
  } catch (error) {
    throw notDurable(location, error);
  }
}

/** Make a folder without records ours: the repository's own `state/`, or an empty one somebody made. */
async function claim(location: string, mode: number): Promise<void> {
  const foreign = readdirSync(location).find((name) => !OURS.has(name) && !name.startsWith(".t-"));
  if (foreign !== undefined)
    throw unsafe(
      `${location} is not a store: it holds other things`,
      "Use a new folder: --store <dir>",
    );
  try {
    if ((mode & 0o077) !== 0) await chmod(location, 0o700);
    await ignoreItself(location);
  } catch (error) {
    throw notDurable(location, error);
  }
}

/** Nothing of a store is ever committed by accident. */
async function ignoreItself(location: string): Promise<void> {
  const path = join(location, ".gitignore");
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return;
  await createFile(path, new TextEncoder().encode("*\n"));
}

function holdsRecords(location: string): boolean {
  return (
    listEvents(join(location, "incidents")).length > 0 ||
    listEvents(join(location, "register")).length > 0
  );
}

function octal(mode: number): string {
  return (mode & 0o777).toString(8);
}

function unsafe(why: string, hint: string): ClaroIrError {
  return new ClaroIrError("usage", "unsafe-store", `${why}: it is not used as the store.`, {
    hint,
  });
}
