// A deploy target that is one variable in one file: what `dotenv` and `docker-env-file` share.
import { resolve } from "node:path";

import { z } from "zod";

import { Secret } from "../../core/credential/secret.ts";
import { HOPELESS, type DeployTarget, type TargetReading } from "../../ports/deploy-target.ts";
import { OutsideError } from "../../ports/outside.ts";
import { consumerPlan, consumerSide } from "./consumer.ts";
import { shared, VariableName, type TargetDeps } from "./definition.ts";
import { lineAt, refusal, toBytes, type EnvSyntax } from "./env-text.ts";
import { gitPlan } from "./git-guard.ts";
import { leftovers, readRealFile, replaceRealFile, type RealFile } from "./real-file.ts";

/** Options of both kinds. */
export const EnvFileSchema = z.strictObject({
  path: z.string().min(1).describe("the file, relative to the configuration's folder"),
  variable: VariableName.describe("name of the variable that holds the key"),
  ...shared,
});

export type EnvFileOptions = z.output<typeof EnvFileSchema>;

/** What one kind adds: its syntax, and plan lines of its own about the file (absolute path). */
export interface EnvFileKind {
  readonly kind: string;
  readonly syntax: EnvSyntax;
  extraPlan(path: string, options: EnvFileOptions): Promise<readonly string[]>;
}

// Shorter values (`1`, `true`) stand in many places without being a key.
const SHORTEST_KEY = 8;

/** Connect a target of this kind. */
export function envFileTarget(
  kind: EnvFileKind,
  id: string,
  options: EnvFileOptions,
  deps: TargetDeps,
): DeployTarget {
  const path = resolve(deps.folder, options.path);
  const { syntax } = kind;
  return {
    id,
    kind: kind.kind,
    where: `${options.path} ${options.variable}`,
    plan: () => plan(kind, path, options),
    read: () => read(syntax, path, options.variable),
    write: (secret) => write(syntax, path, options.variable, secret),
    ...consumerSide(options, deps),
  };
}

async function read(syntax: EnvSyntax, path: string, variable: string): Promise<TargetReading> {
  try {
    const file = await readRealFile(path);
    const { value, problem } = syntax.view(file.text, variable);
    if (problem !== undefined) return { state: "unreadable", why: `${path}: ${problem}` };
    if (value === undefined || value === "") return { state: "absent" };
    return { state: "present", secret: new Secret(value) };
  } catch (error) {
    if (error instanceof OutsideError) return { state: "unreadable", why: error.message };
    throw error;
  }
}

async function write(
  syntax: EnvSyntax,
  path: string,
  variable: string,
  secret: Secret,
): Promise<{ readonly detail: string; readonly version: null }> {
  const file = await readRealFile(path);
  const { problem } = syntax.view(file.text, variable);
  if (problem !== undefined)
    throw refusal(`${path}: ${problem}`, "put that line right by hand, then run the step again");
  const next = syntax.replace(file.text, variable, secret.reveal());
  if (next === file.text)
    return { detail: `${path} already held this value of ${variable}`, version: null };
  await replaceRealFile(file, next);
  const lines = syntax.view(next, variable).lines.join(", ");
  return { detail: `${path}: ${variable} set on line ${lines}`, version: null };
}

async function plan(
  kind: EnvFileKind,
  path: string,
  options: EnvFileOptions,
): Promise<readonly string[]> {
  try {
    const file = await readRealFile(path);
    return [
      ...valuePlan(kind.syntax, file, path, options.variable),
      ...(await placePlan(file, path)),
      ...(await gitPlan(file.path)),
      ...(await kind.extraPlan(file.path, options)),
      ...consumerPlan(options),
    ];
  } catch (error) {
    if (error instanceof OutsideError) return [`! ${error.message}${HOPELESS}`];
    throw error;
  }
}

function valuePlan(
  syntax: EnvSyntax,
  file: RealFile,
  path: string,
  variable: string,
): readonly string[] {
  const { lines, value, problem } = syntax.view(file.text, variable);
  if (problem !== undefined) return [`! ${path}: ${problem}${HOPELESS}`];
  const what =
    lines.length === 0
      ? `add the variable ${variable} at the end of ${path}`
      : `replace the value of ${variable} in ${path}, line ${lines.join(", ")}`;
  return [what, ...syntax.remarks(file.text, variable), ...copies(file.text, lines, value)];
}

/** Other lines that hold the same value (another variable, a comment): they would keep the old key. */
function copies(
  text: string,
  own: readonly number[],
  value: string | undefined,
): readonly string[] {
  if (value === undefined || value.length < SHORTEST_KEY) return [];
  const bytes = toBytes(value);
  const found = new Set<number>();
  for (let at = text.indexOf(bytes); at !== -1; at = text.indexOf(bytes, at + 1))
    found.add(lineAt(text, at));
  const others = [...found].filter((line) => !own.includes(line));
  return others.length === 0
    ? []
    : [`! the same value stands on line ${others.join(", ")} too, and will stay there`];
}

async function placePlan(file: RealFile, path: string): Promise<readonly string[]> {
  const found: string[] = [];
  if (file.path !== path)
    found.push(`the path leads to ${file.path} by a link: that file is replaced, the link stays`);
  if ((file.stats.mode & 0o077) !== 0) {
    const mode = (file.stats.mode & 0o777).toString(8).padStart(4, "0");
    found.push(`! other users of this machine have access (mode ${mode}): chmod 600 ${file.path}`);
  }
  if (file.stats.nlink > 1)
    found.push("! the file has other hard links: they will keep the old key");
  for (const left of await leftovers(file.path))
    found.push(`! an interrupted write left ${left}, which may hold a key: delete it`);
  return found;
}
