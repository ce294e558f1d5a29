// Where runbooks come from: those in the package (compiled to JSON at build, so that YAML is never read on the way in), or a file.
import { createHash } from "node:crypto";
import { readFile, readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { ClaroIrError } from "../../core/error.ts";
import type { Runbook } from "../../core/runbook/runbook.ts";
import type { Inspection } from "./parse.ts";

/** A runbook ready to be used and pinned in an incident. */
export interface LoadedRunbook {
  readonly runbook: Runbook;
  /** The file as its author wrote it. */
  readonly yaml: string;
  /** The compiled form, help included. */
  readonly json: string;
  /** SHA-256 of `json`, hex. */
  readonly sha256: string;
}

/** Largest file read at all; the parser has its own, lower limit and says so with line and column. */
const LARGEST_READ = 4 * 1024 * 1024;
const SOURCE = /\.(?:ya?ml|json)$/;

/** The compiled form of a runbook: the one text that is written at build, pinned and hashed. */
export function toJson(runbook: Runbook): string {
  return `${JSON.stringify(runbook)}\n`;
}

/** Ids of the runbooks in the package, sorted. `packageRoot` is the folder of package.json. */
export async function listRunbooks(packageRoot: string): Promise<readonly string[]> {
  const files = await readdir(join(packageRoot, "runbooks"));
  return files
    .filter((file) => file.endsWith(".yaml") && !file.endsWith(".help.yaml"))
    .map((file) => basename(file, ".yaml"))
    .sort();
}

/**
 * Load a runbook by id from the package, or from a file (a name with `/` or ending in .yaml, .yml or .json; its help is
 * `<name>.help.yaml` beside it). Throws ClaroIrError kind `usage`: `runbook-unknown`, `runbook-unreadable`, `runbook-invalid`.
 */
export async function loadRunbook(idOrFile: string, packageRoot: string): Promise<LoadedRunbook> {
  if (/[/\\]/.test(idOrFile) || SOURCE.test(idOrFile)) return loadRunbookFile(idOrFile);
  const known = await listRunbooks(packageRoot);
  if (!known.includes(idOrFile))
    throw new ClaroIrError("usage", "runbook-unknown", `there is no runbook "${idOrFile}"`, {
      hint: `one of ${known.join(", ")}, or a file such as ./my-runbook.yaml`,
    });
  const compiled = join(packageRoot, "dist", "runbooks", idOrFile);
  const json = await readIfThere(`${compiled}.json`);
  return json === undefined
    ? loadRunbookFile(join(packageRoot, "runbooks", `${idOrFile}.yaml`))
    : loaded(fromJson(json, `${compiled}.json`), await readText(`${compiled}.yaml`), json);
}

/** Parse and check one runbook file and the help beside it. Throws as `loadRunbook` does. */
export async function loadRunbookFile(file: string): Promise<LoadedRunbook> {
  const yaml = await readText(file);
  const helpFile = helpBeside(file);
  const help = await readIfThere(helpFile);
  const { parseRunbook } = await import("./parse.ts");
  const runbook = parseRunbook(yaml, file, help, helpFile);
  return loaded(runbook, yaml, toJson(runbook));
}

/** A runbook file's texts and every problem in them, for `runbook validate`. Throws only when the file cannot be read. */
export async function inspectRunbookFile(file: string): Promise<Inspection> {
  const yaml = await readText(file);
  const helpFile = helpBeside(file);
  const help = await readIfThere(helpFile);
  const { inspectRunbook } = await import("./parse.ts");
  return inspectRunbook(yaml, file, help, helpFile);
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

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readText(file);
  } catch (error) {
    if (error instanceof ClaroIrError && causeCode(error.cause) === "ENOENT") return undefined;
    throw error;
  }
}

/** A regular file of bounded size as UTF-8: a pipe or device would never end. */
async function readText(file: string): Promise<string> {
  try {
    const about = await stat(file);
    if (!about.isFile()) throw new Error("it is not a file");
    if (about.size > LARGEST_READ) throw new Error("it is too large");
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file));
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, cause: unknown): ClaroIrError {
  return new ClaroIrError("usage", "runbook-unreadable", `${file} cannot be read: ${why(cause)}`, {
    hint: "claro-ir runbook list",
    cause,
  });
}

function why(cause: unknown): string {
  switch (causeCode(cause)) {
    case "ENOENT":
      return "there is no such file";
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "ERR_ENCODING_INVALID_ENCODED_DATA":
      return "it is not UTF-8 text";
    case undefined:
      return cause instanceof SyntaxError || !(cause instanceof Error)
        ? "it is damaged"
        : cause.message;
    default:
      return String(causeCode(cause));
  }
}

function causeCode(cause: unknown): string | undefined {
  return cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
}
