// Makes `dist` and `schema` from the sources: one CommonJS main chunk behind the shim, one chunk per lazy import, nothing
// left to install. Built aside and swapped in, so that a program started meanwhile never sees half of it.
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "./bundle.ts";
import { writeLicences } from "./licences.ts";
import { writeShim } from "./shim.ts";
import { warm } from "./warm.ts";

interface RunbookCompiler {
  /** Compiles `runbooks/` of a package root into its `dist/runbooks/`. */
  readonly compileRunbooks: (packageRoot: string) => Promise<unknown>;
  readonly compileRegimes: (packageRoot: string) => Promise<void>;
}

interface SchemaList {
  readonly publishedSchemas: () => Readonly<Record<string, object>>;
}

/** Build the package at `root` (the folder of package.json). Throws with a plain message when the result would not start. */
export async function build(root: string): Promise<void> {
  // Inside node_modules: same file system as `dist`, ignored by git, never packed.
  const work = join(root, "node_modules", ".claro-ir-build", randomUUID());
  const dist = join(work, "dist");
  const schema = join(work, "schema");
  try {
    await mkdir(schema, { recursive: true });
    const { packages, fast } = await bundle(root, dist);
    await writeLicences(packages, join(dist, "third-party-licences.txt"));
    await writeShim(root, dist, fast);
    await cp(join(root, "package.json"), join(work, "package.json"));
    await compileRunbooks(root, work);
    await writeSchemas(root, schema);
    await warm(dist, join(work, "home"));
    await swap(dist, join(root, "dist"), join(work, "old-dist"));
    await swap(schema, join(root, "schema"), join(work, "old-schema"));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function compileRunbooks(root: string, work: string): Promise<void> {
  const compiler = join(root, "src", "build", "compile-runbooks.ts");
  if (!existsSync(compiler)) return;
  const module = (await import(pathToFileURL(compiler).href)) as RunbookCompiler;
  await cp(join(root, "runbooks"), join(work, "runbooks"), { recursive: true });
  await module.compileRunbooks(work);
  await module.compileRegimes(work);
}

async function writeSchemas(root: string, folder: string): Promise<void> {
  const list = join(root, "src", "cli", "schema", "index.ts");
  if (!existsSync(list)) return;
  const { publishedSchemas } = (await import(pathToFileURL(list).href)) as SchemaList;
  for (const [command, schema] of Object.entries(publishedSchemas()))
    await writeFile(join(folder, `${command}.json`), `${JSON.stringify(schema, null, 2)}\n`);
}

/** Put `fresh` in the place of `current`; what was there goes to `old`. */
async function swap(fresh: string, current: string, old: string): Promise<void> {
  await mkdir(dirname(old), { recursive: true });
  if (existsSync(current)) await rename(current, old);
  await rename(fresh, current);
}

if (import.meta.main) {
  const started = performance.now();
  try {
    await build(join(import.meta.dirname, "..", ".."));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(`built dist and schema in ${seconds} s\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
