// Which files are meant by what was typed: files, folders with all that lies in them, globs, `-`.
import { globSync, readdirSync, statSync, type Stats } from "node:fs";
import { join } from "node:path";
import { ClaroIrError } from "../../core/error.ts";
import { errorCode } from "../system/error-code.ts";

/** A log to read: its name as typed (or below what was typed); `stream`: it can be read once only. */
export interface FoundLog {
  readonly name: string;
  readonly isStream: boolean;
  /** Somebody typed it; else it lay in a folder, or a pattern fitted. */
  readonly isNamed: boolean;
  /** Why it cannot be read; null = it can. */
  readonly problem: string | null;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "access is denied",
  EPERM: "access is denied",
  ENOENT: "it is not there",
  ELOOP: "its links lead in a circle",
  EMFILE: "too many files are open (ulimit -n)",
  EISDIR: "it is a folder",
};

/** Why the system refused, in words. Throws what is no refusal of the system. */
export function refusal(error: unknown): string {
  const code = errorCode(error);
  if (code === "") throw error;
  return REASONS[code] ?? `the system says ${code}`;
}

function notThere(path: string, why: string, cause?: unknown): ClaroIrError {
  return new ClaroIrError("usage", "no-log", `Cannot read ${path}: ${why}.`, {
    hint: "Check the path with ls -l; - reads from stdin",
    cause,
  });
}

interface Finding {
  readonly found: FoundLog[];
  /** Devices and inodes of what was found: no file is read twice, no folder entered twice. */
  readonly seen: Set<string>;
}

function isNew({ seen }: Finding, { dev, ino }: Stats): boolean {
  const id = `${String(dev)}:${String(ino)}`;
  if (seen.has(id)) return false;
  seen.add(id);
  return true;
}

function add(finding: Finding, name: string, stats: Stats, isNamed: boolean): void {
  if (!isNew(finding, stats)) return;
  const problem = stats.isFile() ? null : "it is no regular file";
  if (stats.isDirectory()) enter(finding, name);
  else finding.found.push({ name, isStream: false, isNamed, problem });
}

/** Everything in a folder, in order of names, so that rotated logs of one day are read in the same order every time. */
function enter(finding: Finding, folder: string): void {
  let names: readonly string[];
  try {
    names = readdirSync(folder).sort();
  } catch (error) {
    finding.found.push({ name: folder, isStream: false, isNamed: false, problem: refusal(error) });
    return;
  }
  for (const one of names) addFound(finding, join(folder, one));
}

/** What was not named itself: a link to nowhere, or a file that is gone again, is part of the answer. */
function addFound(finding: Finding, name: string): void {
  try {
    add(finding, name, statSync(name), false);
  } catch (error) {
    finding.found.push({ name, isStream: false, isNamed: false, problem: refusal(error) });
  }
}

function addNamed(finding: Finding, path: string): void {
  if (path === "-") {
    finding.found.push({ name: "-", isStream: true, isNamed: true, problem: null });
    return;
  }
  try {
    const stats = statSync(path);
    // What was named by name may be a pipe: `<(ssh … cat access.log)`.
    if (stats.isFIFO() || stats.isCharacterDevice())
      finding.found.push({ name: path, isStream: true, isNamed: true, problem: null });
    else add(finding, path, stats, true);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw notThere(path, refusal(error), error);
    const matches = /[*?[{]/.test(path) ? globSync(path).sort() : [];
    if (matches.length === 0) throw notThere(path, "there is no such file or folder", error);
    for (const match of matches) addFound(finding, match);
  }
}

/** All logs meant by `paths`. Throws ClaroIrError `usage` for a path that is not there. */
export function findLogs(paths: readonly string[]): readonly FoundLog[] {
  const finding: Finding = { found: [], seen: new Set() };
  for (const path of paths) addNamed(finding, path);
  return finding.found;
}
