// The shared steps of the package: every file in `runbooks/shared`, read as one. A step's words lie in `<file>.help.yaml` beside it.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ClaroIrError } from "../../core/error.ts";
import type { SharedSteps } from "../../core/runbook/shared.ts";
import { readDocument } from "./document.ts";
import { readText } from "./read-text.ts";

type Plain = Readonly<Record<string, unknown>>;

/** Read `runbooks/shared` of a package. Throws ClaroIrError kind `usage`: `runbook-unreadable`, or `runbook-invalid` with line and column. */
export async function readSharedSteps(packageRoot: string): Promise<SharedSteps> {
  const folder = join(packageRoot, "runbooks", "shared");
  const files = (await readdir(folder)).filter((file) => file.endsWith(".yaml")).sort();
  const read = await Promise.all(
    files.map(async (file) => [file, await readMap(join(folder, file))] as const),
  );
  const words = read.filter(([file]) => file.endsWith(".help.yaml")).map(([, map]) => map);
  const parts = read.filter(([file]) => !file.endsWith(".help.yaml")).map(([, map]) => map);
  return {
    facts: joined(parts.map((part) => mapOf(part["facts"]))),
    steps: joined(parts.map((part) => mapOf(part["steps"]))),
    help: joined(words),
  };
}

async function readMap(file: string): Promise<Plain> {
  const { value, problems } = readDocument(await readText(file));
  const [problem] = problems;
  if (problem === undefined) return mapOf(value);
  const where = `${file}:${String(problem.line)}:${String(problem.column)}`;
  throw new ClaroIrError("usage", "runbook-invalid", `${where} ${problem.message}`);
}

function joined(maps: readonly Plain[]): Plain {
  return Object.fromEntries(maps.flatMap((map) => Object.entries(map)));
}

function mapOf(value: unknown): Plain {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
