// Bundles src/main.ts with every dependency into CommonJS: an ES module entry costs a quarter of an empty Node more.
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { lazyBuiltins } from "./lazy-builtins.ts";

/**
 * Write `main.cjs`, the entry of threads and their lazy chunks into `dist`. Gives the folders of the packages that were inlined.
 * Throws when an import cannot be resolved or inlined: the package must start without `node_modules`.
 */
export async function bundle(root: string, dist: string): Promise<readonly string[]> {
  const made = await rolldown({
    input: {
      main: join(root, "src", "main.ts"),
      // A thread starts from a file of its own.
      "log-worker": join(root, "src", "adapters", "access-log", "worker.ts"),
    },
    cwd: root,
    platform: "node",
    // Optional, large and native: whoever wants it installs it.
    external: ["@duckdb/node-api"],
    plugins: [lazyBuiltins()],
    onLog(level, log) {
      // A file that is loaded lazily in one place and directly in another is no mistake, only no gain.
      if (level === "warn" && log.code !== "INEFFECTIVE_DYNAMIC_IMPORT")
        throw new Error(`bundle: ${log.message}`);
    },
  });
  try {
    const { output } = await made.write({
      dir: dist,
      format: "cjs",
      exports: "named",
      entryFileNames: "[name].cjs",
      chunkFileNames: "chunks/[name]-[hash].cjs",
      minify: false,
      sourcemap: false,
    });
    const chunks = output.map((file) => {
      if (file.type !== "chunk") throw new Error(`bundle: unexpected file ${file.fileName}`);
      return file;
    });
    const inside = new Set(chunks.map((chunk) => chunk.fileName));
    for (const name of chunks.flatMap((chunk) => chunk.imports))
      if (!inside.has(name) && !isBuiltin(name))
        throw new Error(`bundle: the package ${name} would be needed at run time`);
    return packageFolders(chunks.flatMap((chunk) => chunk.moduleIds));
  } finally {
    await made.close();
  }
}

function packageFolders(moduleIds: readonly string[]): readonly string[] {
  const folders = new Set<string>();
  for (const id of moduleIds) {
    const found = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id);
    if (found !== null) folders.add(found[0]);
  }
  return [...folders].sort();
}
