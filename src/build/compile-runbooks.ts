// Compiles runbooks/*.yaml to dist/runbooks/*.json, so that the program starts without a YAML parser. A bad runbook fails the build.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { listRunbooks, loadRunbookFile } from "../adapters/runbook/shipped.ts";

/**
 * Parse and check every runbook of the package and write `<id>.json` (help included) and its `<id>.yaml` to dist/runbooks.
 * Returns the ids. Throws ClaroIrError kind `usage` with file, line and column of the first problem.
 */
export async function compileRunbooks(packageRoot: string): Promise<readonly string[]> {
  const target = join(packageRoot, "dist", "runbooks");
  await mkdir(target, { recursive: true });
  const ids = await listRunbooks(packageRoot);
  for (const id of ids) {
    const { runbook, yaml, json } = await loadRunbookFile(
      join(packageRoot, "runbooks", `${id}.yaml`),
      packageRoot,
    );
    if (runbook.id !== id) throw new Error(`runbooks/${id}.yaml says id: ${runbook.id}`);
    await writeFile(join(target, `${id}.json`), json);
    await writeFile(join(target, `${id}.yaml`), yaml);
  }
  return ids;
}

if (import.meta.main) {
  const ids = await compileRunbooks(join(import.meta.dirname, "..", ".."));
  process.stdout.write(`${String(ids.length)} runbooks: ${ids.join(", ")}\n`);
}
