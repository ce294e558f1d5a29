// Whether git tracks, ignores or would take up files: asked once a folder.
import { basename, dirname } from "node:path";
import type { Standing } from "../../core/search/scan.ts";
import { git } from "../system/git.ts";

async function standingsIn(
  folder: string,
  names: readonly string[],
): Promise<(name: string) => Standing> {
  const tracked = await git(folder, ["--literal-pathspecs", "ls-files", "-z", "--", ...names]);
  if (tracked.code !== 0) {
    const isNone = /not a git repository|must be run in a work tree/.test(tracked.stderr);
    return () => (isNone ? "no-git" : "unknown");
  }
  const ignored = await git(folder, ["check-ignore", "-z", "--stdin"], {
    input: names.map((name) => `./${name}\0`).join(""),
  });
  // 1 = none is ignored.
  if (ignored.code !== 0 && ignored.code !== 1) return () => "unknown";
  const trackedNames = new Set(tracked.stdout.split("\0"));
  const ignoredNames = new Set(ignored.stdout.split("\0"));
  return (name) => {
    if (trackedNames.has(name)) return "tracked";
    return ignoredNames.has(`./${name}`) ? "ignored" : "open";
  };
}

/** By path. */
export async function gitStandings(
  paths: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  const folders = Map.groupBy(paths, (path) => dirname(path));
  const found = new Map<string, Standing>();
  for (const [folder, inside] of folders) {
    const standing = await standingsIn(
      folder,
      inside.map((path) => basename(path)),
    );
    for (const path of inside) found.set(path, standing(basename(path)));
  }
  return found;
}
