// Walks folders and looks into every file: hidden, ignored and binary ones too. What cannot be read is named, never passed over.
import { lstatSync, readdirSync, realpathSync, type Dirent } from "node:fs";
import { join, resolve, sep } from "node:path";
import { setImmediate } from "node:timers/promises";
import { ClaroIrError } from "../../core/error.ts";
import type { NotSearched } from "../../core/search/finding.ts";
import { errorCode } from "../system/error-code.ts";

export interface TreeVisitor {
  /** A regular file. */
  file(path: string): Promise<void> | undefined;
  /** A folder that git works in: a work tree, or a bare repository. */
  repository(folder: string): void;
  skipped(one: NotSearched): void;
  /** Whether a folder is looked into; without it all are. */
  enter?(folder: string): boolean;
}

/** Ctrl-C is heard at least so often. */
const BREATH_MS = 25;

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "access is denied",
  EPERM: "access is denied",
  ENOENT: "it went away while it was looked at",
  ELOOP: "its links lead in a circle",
};

/** Why the system would not let us read, in words. */
export function reasonOf(error: unknown): string {
  const code = errorCode(error);
  if (code === "") throw error;
  return REASONS[code] ?? `the system says ${code}`;
}

function isGitFolder(entries: readonly Dirent[]): boolean {
  const names = new Set(entries.map((entry) => entry.name));
  return names.has("HEAD") && names.has("objects") && names.has("refs");
}

interface Walk {
  readonly visitor: TreeVisitor;
  readonly signal: AbortSignal;
  /** Real paths of the roots: links to what lies in them lead nowhere new. */
  readonly inside: readonly string[];
  breathed: number;
}

function follow(walk: Walk, path: string): void {
  let target: string;
  try {
    target = realpathSync(path);
  } catch (error) {
    // A link to nothing holds nothing.
    if (errorCode(error) !== "ENOENT") walk.visitor.skipped({ what: path, why: reasonOf(error) });
    return;
  }
  const within = walk.inside.some((root) => target === root || target.startsWith(root + sep));
  if (!within) walk.visitor.skipped({ what: path, why: `a link to ${target}, which lies outside` });
}

/** One entry that is no folder. */
function visitEntry(walk: Walk, folder: string, entry: Dirent): Promise<void> | undefined {
  const path = join(folder, entry.name);
  if (entry.isFile()) {
    if (entry.name === ".git") walk.visitor.repository(folder);
    return walk.visitor.file(path);
  }
  if (entry.isSymbolicLink()) follow(walk, path);
  else walk.visitor.skipped({ what: path, why: "no regular file" });
  return undefined;
}

/** Gives the folders below, in order. */
async function visitEntries(
  walk: Walk,
  folder: string,
  entries: readonly Dirent[],
): Promise<readonly string[]> {
  const below: string[] = [];
  const inGit = isGitFolder(entries);
  if (inGit)
    walk.visitor.repository(folder.endsWith(`${sep}.git`) ? resolve(folder, "..") : folder);
  for (const entry of entries) {
    if (entry.isDirectory()) {
      const path = join(folder, entry.name);
      const isOurs = walk.visitor.enter?.(path) ?? true;
      // Git's own compression: read through git, or named as not read.
      if (isOurs && !(inGit && entry.name === "objects")) below.push(path);
    } else {
      const later = visitEntry(walk, folder, entry);
      if (later !== undefined) await later;
    }
    if (performance.now() - walk.breathed > BREATH_MS) await breathe(walk);
  }
  return below;
}

async function breathe(walk: Walk): Promise<void> {
  await setImmediate();
  walk.signal.throwIfAborted();
  walk.breathed = performance.now();
}

async function walkFolder(walk: Walk, root: string): Promise<void> {
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    let entries: readonly Dirent[];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      walk.visitor.skipped({ what: folder, why: reasonOf(error) });
      continue;
    }
    folders.push(...(await visitEntries(walk, folder, entries)).toReversed());
  }
}

/** Roots that lie in another root are left out: nothing is found twice. */
function distinct(roots: readonly string[]): readonly (readonly [typed: string, real: string])[] {
  const real = roots.map((root) => {
    try {
      return [root, realpathSync(root)] as const;
    } catch (error) {
      const why =
        errorCode(error) === "ENOENT" ? "there is no such file or folder" : reasonOf(error);
      throw new ClaroIrError("usage", "cannot-read", `Cannot search ${root}: ${why}.`, {
        hint: "Check the path with ls -ld",
        cause: error,
      });
    }
  });
  return real.filter(
    ([, path], index) =>
      !real.some(
        ([, other], at) =>
          (path === other && at < index) || (at !== index && path.startsWith(other + sep)),
      ),
  );
}

/** Visit every file under the roots (folders or files). Throws ClaroIrError `usage` for a root that is not there. */
export async function walkTree(
  roots: readonly string[],
  visitor: TreeVisitor,
  signal: AbortSignal,
): Promise<void> {
  const chosen = distinct(roots);
  const walk: Walk = {
    visitor,
    signal,
    inside: chosen.map(([, real]) => real),
    breathed: performance.now(),
  };
  for (const [typed, real] of chosen) {
    // A root that is a link is followed: it was asked for by name.
    const stats = lstatSync(real);
    if (stats.isDirectory()) await walkFolder(walk, typed);
    else if (stats.isFile()) await visitor.file(typed);
    else visitor.skipped({ what: typed, why: "no regular file" });
  }
}
