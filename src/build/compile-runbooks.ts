// Compiles runbooks/*.yaml to dist/runbooks/*.json, so that the program starts without a YAML parser. A bad runbook fails the build.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunbookSummary } from "../core/runbook/runbook.ts";
import { DIGESTS, type RunbookDigest } from "../adapters/runbook/package-digest.ts";
import { readRegimes, REGULATORY_CLOCKS } from "../adapters/runbook/regulatory-clocks.ts";
import {
  listRunbooks,
  loadRunbookFile,
  SUMMARIES,
  summaryOf,
} from "../adapters/runbook/shipped.ts";

/**
 * Parse and check every runbook of the package and write `<id>.json` (help included), its `<id>.yaml`, the list of all and their digests to dist/runbooks.
 * Returns the ids. Throws ClaroIrError kind `usage` with file, line and column of the first problem.
 */
export async function compileRunbooks(packageRoot: string): Promise<readonly string[]> {
  const target = join(packageRoot, "dist", "runbooks");
  await mkdir(target, { recursive: true });
  const ids = await listRunbooks(packageRoot);
  const summaries: RunbookSummary[] = [];
  const digests: Record<string, RunbookDigest> = {};
  for (const id of ids) {
    const { runbook, yaml, json, sha256 } = await loadRunbookFile(
      join(packageRoot, "runbooks", `${id}.yaml`),
      packageRoot,
    );
    if (runbook.id !== id) throw new Error(`runbooks/${id}.yaml says id: ${runbook.id}`);
    summaries.push(summaryOf(runbook));
    digests[id] = { sha256, bytes: Buffer.byteLength(json) };
    await writeFile(join(target, `${id}.json`), json);
    await writeFile(join(target, `${id}.yaml`), yaml);
  }
  await writeFile(join(target, SUMMARIES), JSON.stringify(summaries));
  await writeFile(join(target, DIGESTS), JSON.stringify(digests));
  return ids;
}

/** Check the table of duties to notify and write it to dist/runbooks, for the same reason. */
export async function compileRegimes(packageRoot: string): Promise<void> {
  const regimes = await readRegimes(join(packageRoot, "runbooks", `${REGULATORY_CLOCKS}.yaml`));
  const target = join(packageRoot, "dist", "runbooks");
  await mkdir(target, { recursive: true });
  await writeFile(join(target, `${REGULATORY_CLOCKS}.json`), JSON.stringify(regimes));
}

if (import.meta.main) {
  const ids = await compileRunbooks(join(import.meta.dirname, "..", ".."));
  process.stdout.write(`${String(ids.length)} runbooks: ${ids.join(", ")}\n`);
}
