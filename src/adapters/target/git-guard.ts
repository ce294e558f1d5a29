// What git would do with a file that holds a key: asked of git itself, because ignore rules are its own.
import { basename, dirname, join, relative, sep } from "node:path";
import { git } from "../system/git.ts";

const NO_ANSWER =
  "! git would not say whether the file is ignored: check that it can never be committed";

/** Plan lines about one file (absolute real path): a warning (`!`) when it is tracked or not ignored, with the exact entry to add. */
export async function gitPlan(path: string): Promise<readonly string[]> {
  const folder = dirname(path);
  const top = await git(folder, ["rev-parse", "--show-toplevel"]);
  if (top.code === "ENOENT")
    return ["git is not installed: not checked whether the file is ignored"];
  if (top.code !== 0) {
    return /not a git repository|must be run in a work tree/.test(top.stderr)
      ? ["not in a git work tree"]
      : [NO_ANSWER];
  }
  const root = top.stdout.replace(/\r?\n$/, "");
  const name = basename(path);
  const entry = ignoreEntry(relative(root, path));
  const addEntry = `add the line ${entry} to ${join(root, ".gitignore")}`;
  const tracked = await git(folder, ["--literal-pathspecs", "ls-files", "--error-unmatch", name]);
  if (tracked.code === 0)
    return [
      `! tracked by git: ${addEntry}, run git rm --cached, and know that the history keeps each key committed so far`,
    ];
  const ignored = await git(folder, ["check-ignore", "--quiet", `./${name}`]);
  if (ignored.code === 0) return ["ignored by git"];
  return ignored.code === 1 ? [`! not ignored by git: ${addEntry}`] : [NO_ANSWER];
}

/** A path from the work tree's root as a line of .gitignore that means this one file (gitignore(5)). */
function ignoreEntry(path: string): string {
  const escaped = path
    .split(sep)
    .join("/")
    .replaceAll(/[\\*?[\]]/g, String.raw`\$&`);
  return `/${escaped.replace(/ $/, String.raw`\ `)}`;
}
