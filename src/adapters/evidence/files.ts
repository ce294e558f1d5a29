// Files named as evidence: what a path means, and its bytes as far as they were there when it was opened.
import { constants } from "node:fs";
import { glob, lstat, open, readdir, stat, type FileHandle } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { ClaroIrError } from "../../core/error.ts";
import type { EvidenceFiles, FoundFiles, OpenedFile } from "../../ports/evidence-files.ts";
import type { Pieces } from "../../ports/system.ts";
import { errorCode } from "../system/error-code.ts";
import { textOf } from "./text.ts";

const PIECE_BYTES = 1024 * 1024;

/** Evidence files of this machine. */
export function evidenceFiles(): EvidenceFiles {
  return { find, rotated, open: openFile, textOf };
}

type Skipped = { path: string; why: string }[];

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "access is denied",
  EPERM: "access is denied",
  ELOOP: "its links lead in a circle",
};

function reasonOf(error: unknown): string {
  const code = errorCode(error);
  if (code === "") throw error;
  return REASONS[code] ?? `the system says ${code}`;
}

function cannotRead(path: string, why: string, cause?: unknown): ClaroIrError {
  return new ClaroIrError("usage", "cannot-read", `Cannot read ${path}: ${why}.`, {
    hint: "Check the path with ls -l",
    cause,
  });
}

async function find(paths: readonly string[]): Promise<FoundFiles> {
  const files = new Set<string>();
  const skipped: Skipped = [];
  for (const path of paths) for (const file of await meant(resolve(path), skipped)) files.add(file);
  return { files: [...files], skipped };
}

/** What one path means: itself, all below it, or what its pattern fits. */
async function meant(path: string, skipped: Skipped): Promise<readonly string[]> {
  let entry;
  try {
    entry = await stat(path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT" || !/[*?[{]/.test(path))
      throw cannotRead(path, reasonOf(error), error);
    return fitting(path, skipped);
  }
  if (entry.isFile()) return [path];
  if (entry.isDirectory()) return below(path, skipped);
  throw cannotRead(path, "it is no regular file");
}

async function fitting(pattern: string, skipped: Skipped): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const path of glob(pattern)) found.push(path);
  found.sort();
  if (found.length === 0) throw cannotRead(pattern, "nothing fits it");
  const files: string[] = [];
  for (const path of found)
    if ((await lstat(path)).isFile()) files.push(path);
    else skipped.push({ path, why: "no regular file" });
  return files;
}

/** Links are not followed: a folder holds what lies in it, and no circle has an end. */
async function below(folder: string, skipped: Skipped): Promise<readonly string[]> {
  let entries;
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    skipped.push({ path: folder, why: reasonOf(error) });
    return [];
  }
  const files: string[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isFile()) files.push(path);
    else if (entry.isDirectory()) files.push(...(await below(path, skipped)));
    else skipped.push({ path, why: entry.isSymbolicLink() ? "a link" : "no regular file" });
  }
  return files;
}

/** How rotation calls the files it puts aside: behind a dot or a dash a number or a day, packed or not. */
const ROTATED = /^[.-]\d[\d.-]*(?:\.(?:gz|zst))?$/;

async function rotated(path: string, since: number): Promise<readonly string[]> {
  const folder = dirname(path);
  const name = basename(path);
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw cannotRead(folder, reasonOf(error), error);
  });
  const files: string[] = [];
  for (const entry of entries) {
    const isOne = entry.isFile() && entry.name.startsWith(name) && entry.name !== name;
    if (!isOne || !ROTATED.test(entry.name.slice(name.length))) continue;
    const { mtimeMs } = await stat(join(folder, entry.name));
    if (mtimeMs >= since) files.push(join(folder, entry.name));
  }
  return files.sort();
}

async function openFile(path: string): Promise<OpenedFile> {
  // A pipe put in its place would keep us waiting for ever.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(
    (error: unknown) => {
      throw cannotRead(path, reasonOf(error), error);
    },
  );
  const found = await handle.stat();
  if (!found.isFile()) {
    await handle.close();
    throw cannotRead(path, "it is no regular file");
  }
  const { size } = found;
  return { size, pieces: () => piecesOf(handle, path, size), close: () => handle.close() };
}

async function* piecesOf(handle: FileHandle, path: string, size: number): Pieces {
  for (let at = 0; at < size;) {
    const buffer = Buffer.allocUnsafe(Math.min(PIECE_BYTES, size - at));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0)
      throw new ClaroIrError("usage", "file-changed", `${path} became shorter while it was read.`, {
        hint: "Copy it first, and give the copy",
      });
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
