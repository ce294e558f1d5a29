// Whether entries of the configuration fit the kinds that they name, told at their line. Loads the kinds of one list, so it is asked only where they are used.
import { badEntries } from "./adapters/config/load-config.ts";
import type { ClaroIrError } from "./core/error.ts";
import type { AdapterConfig, Config } from "./ports/config.ts";

/** What the configuration names by kind. */
export type EntryList = "providers" | "targets" | "notifiers";

/** The schemas that the kinds of each list parse their options with. */
const SCHEMAS = {
  providers: async () => (await import("./adapters/provider/index.ts")).providerSchemas,
  targets: async () => (await import("./adapters/target/index.ts")).targetSchemas,
  notifiers: async () => (await import("./adapters/notifier/index.ts")).notifierSchemas,
} as const;

type Schemas = Awaited<ReturnType<(typeof SCHEMAS)[EntryList]>>;

/** What does not fit in one entry: its kind, or the options of that kind. Paths begin at the entry. */
function issuesOf(schemas: Schemas, list: EntryList, { kind, options }: AdapterConfig) {
  const schema = schemas.get(kind);
  if (schema !== undefined) return schema.safeParse(options).error?.issues ?? [];
  const message = `is no kind of ${list.slice(0, -1)} (${[...schemas.keys()].join(", ")})`;
  return [{ code: "custom" as const, path: ["kind"], message, input: undefined }];
}

/** What is wrong with the entries of a list, or with the one of that id: file, line, column and path. Undefined when they fit. */
export async function entryProblem(
  config: Config,
  list: EntryList,
  id?: string,
): Promise<ClaroIrError | undefined> {
  if (config.file === null) return undefined;
  const schemas = await SCHEMAS[list]();
  const entries: readonly AdapterConfig[] = config[list];
  const found = entries.flatMap((entry, index) => {
    if (id !== undefined && entry.id !== id) return [];
    // Providers are written by name, the others as a list.
    const at = [list, list === "providers" ? entry.id : index];
    return issuesOf(schemas, list, entry).map((issue) => ({
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
