// Where runbooks come from: those in the package (compiled to JSON at build, so that YAML is never read on the way in), or a file.
import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { ClaroIrError } from "../../core/error.ts";
import type { Runbook, RunbookSummary } from "../../core/runbook/runbook.ts";
import { REGULATORY_CLOCKS } from "./regulatory-clocks.ts";
import { readIfThere, readText, unreadable } from "./read-text.ts";
import type { Inspection, RunbookTexts } from "./parse.ts";

/** A runbook ready to be used and pinned in an incident. */
export interface LoadedRunbook {
  readonly runbook: Runbook;
  /** The file as its author wrote it, shared steps written out. */
  readonly yaml: string;
  /** The compiled form, help included. */
  readonly json: string;
  /** SHA-256 of `json`, hex. */
  readonly sha256: string;
}

const SOURCE = /\.(?:ya?ml|json)$/;

/** Lies beside the runbooks and is none. */
const TABLE = `${REGULATORY_CLOCKS}.yaml`;

/** The compiled form of a runbook: the one text that is written at build, pinned and hashed. */
export function toJson(runbook: Runbook): string {
  return `${JSON.stringify(runbook)}\n`;
}

/** Ids of the runbooks in the package, sorted. `packageRoot` is the folder of package.json. */
export async function listRunbooks(packageRoot: string): Promise<readonly string[]> {
  const files = await readdir(join(packageRoot, "runbooks"));
  return files
    .filter((file) => file.endsWith(".yaml") && !file.endsWith(".help.yaml") && file !== TABLE)
    .map((file) => basename(file, ".yaml"))
    .sort();
}

/** The list that the build makes of all runbooks, so that none has to be read to know when it is the right one. */
export const SUMMARIES = "summaries.json";

/** What a list shows of a runbook. */
export function summaryOf({ id, for: purpose, evidenceLevel }: Runbook): RunbookSummary {
  return { id, for: purpose, evidenceLevel };
}

/** Summaries of the runbooks in the package, sorted by id. */
export async function summariseRunbooks(packageRoot: string): Promise<readonly RunbookSummary[]> {
  const built = await readIfThere(join(packageRoot, "dist", "runbooks", SUMMARIES));
  if (built !== undefined) return JSON.parse(built) as readonly RunbookSummary[];
  const ids = await listRunbooks(packageRoot);
  const all = await Promise.all(ids.map((id) => loadRunbook(id, packageRoot)));
  return all.map(({ runbook }) => summaryOf(runbook));
}

/**
 * Load a runbook by id from the package, or from a file (a name with `/` or ending in .yaml, .yml or .json; its help is
 * `<name>.help.yaml` beside it). Throws ClaroIrError kind `usage`: `runbook-unknown`, `runbook-unreadable`, `runbook-invalid`.
 */
export async function loadRunbook(idOrFile: string, packageRoot: string): Promise<LoadedRunbook> {
  if (/[/\\]/.test(idOrFile) || SOURCE.test(idOrFile))
    return loadRunbookFile(idOrFile, packageRoot);
  const known = await listRunbooks(packageRoot);
  if (!known.includes(idOrFile))
    throw new ClaroIrError("usage", "runbook-unknown", `there is no runbook "${idOrFile}"`, {
      hint: `one of ${known.join(", ")}, or a file such as ./my-runbook.yaml`,
    });
  const compiled = join(packageRoot, "dist", "runbooks", idOrFile);
  const json = await readIfThere(`${compiled}.json`);
  return json === undefined
    ? loadRunbookFile(join(packageRoot, "runbooks", `${idOrFile}.yaml`), packageRoot)
    : loaded(fromJson(json, `${compiled}.json`), await readText(`${compiled}.yaml`), json);
}

/** Parse and check one runbook file and the help beside it; the package has the shared steps. Throws as `loadRunbook` does. */
export async function loadRunbookFile(file: string, packageRoot: string): Promise<LoadedRunbook> {
  const texts = await textsOf(file, packageRoot);
  const { parseRunbook } = await import("./parse.ts");
  const { runbook, yaml } = parseRunbook(texts);
  return loaded(runbook, yaml, toJson(runbook));
}

/** A runbook file's texts and every problem in them, for `runbook validate`. Throws only when a file cannot be read. */
export async function inspectRunbookFile(named: string, packageRoot: string): Promise<Inspection> {
  const file = /^[a-z][a-z0-9-]*$/.test(named)
    ? join(packageRoot, "runbooks", `${named}.yaml`)
    : named;
  const texts = await textsOf(file, packageRoot);
  const { inspectRunbook } = await import("./parse.ts");
  return inspectRunbook(texts);
}

async function textsOf(file: string, packageRoot: string): Promise<RunbookTexts> {
  const text = await readText(file);
  const helpFile = helpBeside(file);
  const help = await readIfThere(helpFile);
  const { readSharedSteps } = await import("./shared-steps.ts");
  return { text, file, help, helpFile, shared: await readSharedSteps(packageRoot) };
}

function helpBeside(file: string): string {
  return `${file.replace(SOURCE, "")}.help.yaml`;
}

function loaded(runbook: Runbook, yaml: string, json: string): LoadedRunbook {
  return { runbook, yaml, json, sha256: createHash("sha256").update(json).digest("hex") };
}

/** Our own build wrote this text from a checked runbook, so only its being whole is in question. */
function fromJson(json: string, file: string): Runbook {
  try {
    return JSON.parse(json) as Runbook;
  } catch (error) {
    throw unreadable(file, error);
  }
}
