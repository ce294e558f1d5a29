// A search through folders, forgotten files and git histories, as one report.
import { resolve } from "node:path";
import { NOTHING_SEARCHED, type NotSearched } from "../../core/search/finding.ts";
import type { Finding, SearchReport } from "../../core/search/finding.ts";
import type { SearchRequest } from "../../ports/search.ts";
import { fileSearch } from "./file.ts";
import { searchHistory } from "./git-history.ts";
import { repositoriesOf } from "./repositories.ts";
import { walkTree } from "./tree.ts";

/** See `ports/search.ts`. */
export async function search(request: SearchRequest): Promise<SearchReport> {
  const { wanted, roots, also, signal } = request;
  const except = request.except === undefined ? undefined : resolve(request.except);
  const notSearched: NotSearched[] = [];
  const folders: string[] = [...roots];
  const looking = fileSearch(wanted, signal, (one) => notSearched.push(one));
  await walkTree(
    [...roots, ...also],
    {
      file: (path) => (resolve(path) === except ? undefined : looking.file(path)),
      repository: (folder) => folders.push(folder),
      skipped: (one) => notSearched.push(one),
    },
    signal,
  );
  const findings: Finding[] = [...looking.findings];
  const repositories = await repositoriesOf(folders);
  notSearched.push(...repositories.notSearched);
  let objects = 0;
  for (const repository of repositories.found) {
    if (!request.git) {
      notSearched.push({ what: repository.name, why: "its git history: add --git" });
      continue;
    }
    request.say(`searching the history of ${repository.name}`);
    const history = await searchHistory(repository, wanted, signal);
    findings.push(...history.findings);
    notSearched.push(...history.notSearched);
    objects += history.objects;
  }
  return {
    findings,
    notSearched,
    searched: {
      ...NOTHING_SEARCHED,
      files: looking.files,
      bytes: looking.bytes,
      repositories: request.git ? repositories.found.length : 0,
      objects,
    },
  };
}
