// The files of a folder, as far as they can matter: no links into other folders, no packages, nothing huge, an end in any case.
import { lstat, readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { errorCode } from "../system/error-code.ts";

const SKIPPED = new Set([
  "node_modules",
  ".git",
  ".hg",
  ".svn",
  "vendor",
  "dist",
  "build",
  "target",
  "coverage",
  ".venv",
  "venv",
  ".cache",
  ".terraform",
  ".next",
  "state",
]);
const MOST_ENTRIES = 20_000;
const DEEPEST = 8;
const LARGEST = 256 * 1024;

export interface Walk {
  /** Paths relative to the folder, sorted. */
  readonly paths: readonly string[];
  /** What was left out and might have mattered, for people. */
  readonly remarks: readonly string[];
}

/** Every file below `root` that may be offered. Names with control characters are left out: nothing good is called so. */
export async function walk(root: string): Promise<Walk> {
  const paths: string[] = [];
  const remarks: string[] = [];
  let left = MOST_ENTRIES;
  await enter(root, 0);
  if (left <= 0) remarks.push(`only the first ${String(MOST_ENTRIES)} files were looked at`);
  return { paths: paths.sort(), remarks };

  async function enter(folder: string, depth: number): Promise<void> {
    for (const entry of await entriesOf(folder)) {
      if (left <= 0) return;
      left -= 1;
      const path = join(folder, entry.name);
      // oxlint-disable-next-line no-control-regex -- exactly these are not wanted
      if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(entry.name)) continue;
      if (entry.isDirectory()) {
        if (depth < DEEPEST && !SKIPPED.has(entry.name)) await enter(path, depth + 1);
      } else if (entry.isFile() || entry.isSymbolicLink()) paths.push(relative(root, path));
    }
  }

  async function entriesOf(folder: string) {
    try {
      return await readdir(folder, { withFileTypes: true });
    } catch (error) {
      remarks.push(`${relative(root, folder) || "."} cannot be read (${errorCode(error)})`);
      return [];
    }
  }
}

/** A file's text; undefined for what is no readable text of at most 256 kB. A link counts as the file it leads to. */
export async function readSmall(root: string, path: string): Promise<string | undefined> {
  const full = join(root, path);
  try {
    const found = (await lstat(full)).isSymbolicLink() ? await stat(full) : await lstat(full);
    if (!found.isFile() || found.size > LARGEST) return undefined;
    const text = await readFile(full, "utf8");
    return text.includes("\u0000") ? undefined : text;
  } catch (error) {
    // Gone, a loop of links, not ours to read: there is nothing to offer.
    if (errorCode(error) === "") throw error;
    return undefined;
  }
}
