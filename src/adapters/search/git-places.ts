// Where blobs lie in a history: the commits that brought them, under which paths, and whether anything still leads there.
import type { Reach } from "../../core/search/finding.ts";
import { askGit } from "./git-objects.ts";

/** One path under which a blob was committed. */
export interface BlobPlace {
  readonly object: string;
  /** Null: no commit ever held it. */
  readonly path: string | null;
  /** The oldest commit that brought it there. */
  readonly commit: string | null;
  readonly at: string | null;
  readonly reach: Reach;
}

interface Brought {
  readonly object: string;
  readonly path: string;
  readonly commit: string;
}

/** A command line holds so many ids with room to spare. */
const MOST_IDS = 10_000;

/** `git diff-tree -z --raw` (git-diff-tree(1), "RAW OUTPUT FORMAT"): an id for each commit, then pairs of change and path. */
function broughtIn(raw: string, objects: ReadonlySet<string>): readonly Brought[] {
  const found: Brought[] = [];
  const fields = raw.split("\0");
  let commit = "";
  for (let at = 0; at < fields.length; at += 1) {
    const field = fields[at] ?? "";
    if (!field.startsWith(":")) {
      commit = field.trim().split(" ")[0] ?? "";
      continue;
    }
    const object = field.split(" ")[3] ?? "";
    at += 1;
    // The commit that takes it away names it too, on the other side.
    if (objects.has(object)) found.push({ object, path: fields[at] ?? "", commit });
  }
  return found;
}

/** One pass over every commit there is, reachable or not. */
async function findBrought(
  folder: string,
  objects: readonly string[],
  commits: readonly string[],
): Promise<readonly Brought[]> {
  const found: Brought[] = [];
  const input = `${commits.join("\n")}\n`;
  for (let from = 0; from < objects.length; from += MOST_IDS) {
    const some = objects.slice(from, from + MOST_IDS);
    const args = ["diff-tree", "--stdin", "-r", "-m", "--root", "-z", "--raw", "--no-abbrev"];
    const raw = await askGit(
      folder,
      [...args, "--no-renames", "--no-ext-diff", ...some.map((id) => `--find-object=${id}`)],
      input,
    );
    found.push(...broughtIn(raw, new Set(some)));
  }
  return found;
}

/** When each commit was made, ISO 8601 in UTC. */
async function timesOf(
  folder: string,
  commits: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const said = await askGit(
    folder,
    ["log", "--no-walk=unsorted", "--stdin", "--format=%H %ct"],
    `${commits.join("\n")}\n`,
  );
  return new Map(
    said
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const [id = "", seconds = "0"] = line.split(" ");
        return [id, new Date(Number(seconds) * 1000).toISOString()] as const;
      }),
  );
}

/** The commits of all stashes: each stash, its index and its untracked files (git-stash(1), "DISCUSSION"). */
async function stashCommits(folder: string): Promise<ReadonlySet<string>> {
  const refs = await askGit(folder, ["for-each-ref", "--format=%(refname)", "refs/stash"]);
  if (refs.trim() === "") return new Set();
  const said = await askGit(folder, ["log", "-g", "--format=%H %P", "refs/stash"]);
  return new Set(
    said.split("\n").flatMap((line) => {
      const [stash = "", , ...parts] = line.split(" ");
      return stash === "" ? [] : [stash, ...parts];
    }),
  );
}

/** How each commit is reached. */
export async function reachOf(
  folder: string,
  commits: readonly string[],
): Promise<(commit: string) => Reach> {
  if (commits.length === 0) return () => "reachable";
  const stashed = await stashCommits(folder);
  const said = await askGit(
    folder,
    ["rev-list", "--stdin", "--not", "--all"],
    `${commits.join("\n")}\n`,
  );
  const lost = new Set(said.split("\n"));
  return (commit) => {
    if (stashed.has(commit)) return "stash";
    return lost.has(commit) ? "unreachable" : "reachable";
  };
}

/** Blobs that are in no commit but in the index: added, not yet committed. */
async function stagedPaths(folder: string): Promise<ReadonlyMap<string, string>> {
  const said = await askGit(folder, ["ls-files", "--stage", "-z", "--full-name", ":/"]).catch(
    // A bare repository has no index.
    () => "",
  );
  return new Map(
    said
      .split("\0")
      .filter((entry) => entry !== "")
      .map((entry) => {
        const [meta = "", path = ""] = entry.split("\t", 2);
        return [meta.split(" ")[1] ?? "", path] as const;
      }),
  );
}

const BEST: readonly Reach[] = ["reachable", "stash", "staged", "unreachable"];

function better(a: BlobPlace, b: BlobPlace): BlobPlace {
  const order = BEST.indexOf(a.reach) - BEST.indexOf(b.reach);
  if (order !== 0) return order < 0 ? a : b;
  return (a.at ?? "") <= (b.at ?? "") ? a : b;
}

/** Every path of every blob, with the oldest commit that brought it there; a blob without one is staged or left over. Throws GitFailure. */
export async function placesOf(
  folder: string,
  objects: readonly string[],
  commits: readonly string[],
): Promise<readonly BlobPlace[]> {
  if (objects.length === 0) return [];
  const brought = await findBrought(folder, objects, commits);
  const holding = [...new Set(brought.map((one) => one.commit))];
  const times = holding.length === 0 ? new Map<string, string>() : await timesOf(folder, holding);
  const reach = await reachOf(folder, holding);
  const places = new Map<string, BlobPlace>();
  for (const { object, path, commit } of brought) {
    const place = { object, path, commit, at: times.get(commit) ?? null, reach: reach(commit) };
    const before = places.get(`${object} ${path}`);
    places.set(`${object} ${path}`, before === undefined ? place : better(before, place));
  }
  const known = new Set(brought.map((one) => one.object));
  const rest = objects.filter((object) => !known.has(object));
  const staged = rest.length === 0 ? new Map<string, string>() : await stagedPaths(folder);
  for (const object of rest) {
    const path = staged.get(object) ?? null;
    const none = { object, path, commit: null, at: null };
    places.set(object, { ...none, reach: path === null ? "unreachable" : "staged" });
  }
  return [...places.values()];
}
