// Git repositories in and around the folders that are searched, each once, however many work trees it has.
import { realpathSync, statSync } from "node:fs";
import { dirname, relative } from "node:path";
import type { NotSearched } from "../../core/search/finding.ts";
import { git } from "../system/git.ts";

export interface Repository {
  /** Where git is started. */
  readonly folder: string;
  /** For people: relative where that is shorter. */
  readonly name: string;
  readonly isShallow: boolean;
  readonly isPartial: boolean;
}

function shortest(folder: string): string {
  const near = relative(process.cwd(), folder);
  return near === "" ? "." : near.startsWith("..") ? folder : near;
}

async function open(
  folder: string,
): Promise<
  | { readonly common: string; readonly repository: Repository }
  | { readonly why: string }
  | undefined
> {
  const asked = await git(folder, [
    "rev-parse",
    "--path-format=absolute",
    "--git-common-dir",
    "--is-shallow-repository",
  ]);
  if (asked.code === "ENOENT") return { why: "git is not installed" };
  if (asked.code !== 0)
    return /not a git repository/.test(asked.stderr)
      ? undefined
      : { why: asked.stderr.split("\n")[0] ?? "git gives no answer" };
  const [common = "", shallow = ""] = asked.stdout.split("\n");
  const partial = await git(folder, ["config", "--get", "extensions.partialClone"]);
  return {
    common: realpathSync(common),
    repository: {
      folder,
      name: shortest(folder),
      isShallow: shallow === "true",
      isPartial: partial.code === 0,
    },
  };
}

/** The repositories that these folders (or files) lie in. A folder in none gives nothing; one that git refuses is named. */
export async function repositoriesOf(folders: readonly string[]): Promise<{
  readonly found: readonly Repository[];
  readonly notSearched: readonly NotSearched[];
}> {
  const found = new Map<string, Repository>();
  const notSearched: NotSearched[] = [];
  for (const one of folders) {
    const folder = statSync(one).isDirectory() ? one : dirname(one);
    const opened = await open(folder);
    if (opened === undefined) continue;
    if ("why" in opened) notSearched.push({ what: folder, why: `its git history: ${opened.why}` });
    else if (!found.has(opened.common)) found.set(opened.common, opened.repository);
  }
  return { found: [...found.values()], notSearched };
}
