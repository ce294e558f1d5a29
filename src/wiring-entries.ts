// Whether entries of the configuration fit the kinds that they name, told at their line. Loads the kinds of one list, so it is asked only where they are used.
import { badEntries } from "./adapters/config/load-config.ts";
import type { ClaroIrError } from "./core/error.ts";
import type { AdapterConfig, Config } from "./ports/config.ts";

/** What the configuration names by kind. */
export type EntryList = "providers" | "targets" | "notifiers";

/** Each list's check of one entry, by the schemas that the kinds parse with. */
const CHECKS = {
  providers: async () => (await import("./adapters/provider/index.ts")).providerIssues,
  targets: async () => (await import("./adapters/target/index.ts")).targetIssues,
  notifiers: async () => (await import("./adapters/notifier/index.ts")).notifierIssues,
} as const;

/** What is wrong with the entries of a list, or with the one of that id: file, line, column and path. Undefined when they fit. */
export async function entryProblem(
  config: Config,
  list: EntryList,
  id?: string,
): Promise<ClaroIrError | undefined> {
  if (config.file === null) return undefined;
  const issuesOf = await CHECKS[list]();
  const entries: readonly AdapterConfig[] = config[list];
  const found = entries.flatMap((entry, index) => {
    if (id !== undefined && entry.id !== id) return [];
    // Providers are written by name, the others as a list.
    const at = [list, list === "providers" ? entry.id : index];
    return issuesOf(entry.kind, entry.options).map((issue) => ({
      kind: entry.kind,
      issue: { ...issue, path: [...at, ...issue.path] },
    }));
  });
  const [first, ...rest] = found;
  if (first === undefined) return undefined;
  const isKind = first.issue.code === "custom" && first.issue.path.at(-1) === "kind";
  const hint = isKind ? undefined : `claro-ir ${list} show ${first.kind}`;
  return badEntries(config.file, [first.issue, ...rest.map(({ issue }) => issue)], hint);
}

/** Throws what is wrong with the entries of a list. */
export async function checkEntries(config: Config, list: EntryList): Promise<void> {
  const problem = await entryProblem(config, list);
  if (problem !== undefined) throw problem;
}
