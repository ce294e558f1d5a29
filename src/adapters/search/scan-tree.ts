// Reads what `scan` judges: declaring files and sources, not other people's packages, nothing large or binary.
import { lstatSync, readFileSync } from "node:fs";
import { basename, relative } from "node:path";
import type { NotSearched } from "../../core/search/finding.ts";
import { fileKind } from "../../core/search/place-kind.ts";
import { NOT_OURS } from "../../core/search/scan-rules.ts";
import {
  exposed,
  hardCoded,
  isForKeys,
  keysIn,
  sharedKeys,
  type KeyInFile,
  type ScanFile,
  type ScanFinding,
} from "../../core/search/scan.ts";
import { gitStandings } from "./git-standing.ts";
import { reasonOf, walkTree } from "./tree.ts";

export interface ScanReport {
  readonly findings: readonly ScanFinding[];
  readonly notSearched: readonly NotSearched[];
  readonly files: number;
}

/** Nobody writes a larger one by hand. */
const LARGEST = 1024 * 1024;
/** As git tells binaries (its xdiff/xdiff-interface.c, FIRST_FEW_BYTES). */
const FIRST_BYTES = 8000;

const JUDGED = new Set(["env-file", "compose", "dockerfile", "ci", "manifest", "config", "file"]);

function textOf(path: string, skipped: (one: NotSearched) => void): string | undefined {
  try {
    const { size } = lstatSync(path);
    if (size > LARGEST) {
      if (fileKind(path) !== "file") skipped({ what: path, why: "larger than 1 MiB" });
      return undefined;
    }
    const bytes = readFileSync(path);
    return bytes.subarray(0, FIRST_BYTES).includes(0) ? undefined : bytes.toString("utf8");
  } catch (error) {
    skipped({ what: path, why: reasonOf(error) });
    return undefined;
  }
}

/** Judge every file under the roots. Throws ClaroIrError `usage` for a root that is not there. */
export async function scanTree(roots: readonly string[], signal: AbortSignal): Promise<ScanReport> {
  const notSearched: NotSearched[] = [];
  const keys: KeyInFile[] = [];
  const shared: KeyInFile[] = [];
  const keyFiles: { readonly file: ScanFile; readonly hasKey: boolean }[] = [];
  let files = 0;
  function skipped(one: NotSearched): void {
    notSearched.push(one);
  }
  for (const root of roots)
    await walkTree(
      [root],
      {
        file(path) {
          const kind = fileKind(path);
          if (!JUDGED.has(kind)) return undefined;
          const text = textOf(path, skipped);
          if (text === undefined) return undefined;
          files += 1;
          const below = relative(root, path) || basename(path);
          const file = { path, below, kind, text };
          const found = keysIn(file);
          keys.push(...found);
          if (isForKeys(file, found)) keyFiles.push({ file, hasKey: found.length > 0 });
          else shared.push(...found);
          return undefined;
        },
        enter: (folder) => !NOT_OURS.has(basename(folder)),
        repository: () => undefined,
        skipped,
      },
      signal,
    );
  const standings = await gitStandings(keyFiles.map(({ file }) => file.path));
  for (const [path, standing] of standings)
    if (standing === "unknown")
      skipped({ what: path, why: "git would not say whether it is ignored" });
  return {
    findings: [
      ...hardCoded(shared),
      ...keyFiles.flatMap(({ file, hasKey }) =>
        exposed(file, hasKey, standings.get(file.path) ?? "unknown"),
      ),
      ...sharedKeys(keys),
    ],
    notSearched,
    files,
  };
}
