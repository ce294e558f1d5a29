// Bundles src/main.ts with every dependency into CommonJS: an ES module entry costs a quarter of an empty Node more.
import { isBuiltin } from "node:module";
import { basename, join, sep } from "node:path";
import { rolldown, type OutputChunk, type RolldownBuild, type RolldownOutput } from "rolldown";
import { lazyBuiltins } from "./lazy-builtins.ts";
import { plainAscii } from "./plain-ascii.ts";

/** What a fast command loads: the program, its wiring, and the words of `status`. */
const FAST = ["src/cli/program.ts", "src/wiring.ts", "src/cli/command/status.ts"];

/** What was written. */
export interface Bundle {
  /** Folders of the packages that were inlined. */
  readonly packages: readonly string[];
  /** File name of the chunk that a fast command loads. */
  readonly fast: string;
}

const FORMAT = {
  format: "cjs",
  exports: "named",
  entryFileNames: "[name].cjs",
  chunkFileNames: "chunks/[name]-[hash].cjs",
  minify: false,
  // Read by nobody, and read and hashed at every start; licences stay.
  comments: { jsdoc: false, annotation: false, legal: true },
  sourcemap: false,
} as const;

/**
 * Write `main.cjs`, the entry of threads and their lazy chunks into `dist`.
 * Throws when an import cannot be resolved or inlined: the package must start without `node_modules`.
 */
export async function bundle(root: string, dist: string): Promise<Bundle> {
  const program = await bundleProgram(root, dist);
  const chunks = [...program, ...(await bundleThread(root, dist))];
  const inside = new Set(chunks.map((chunk) => chunk.fileName));
  for (const name of chunks.flatMap((chunk) => chunk.imports))
    if (!inside.has(name) && !isBuiltin(name))
      throw new Error(`bundle: the package ${name} would be needed at run time`);
  return {
    packages: packageFolders(chunks.flatMap((chunk) => chunk.moduleIds)),
    fast: basename(chunkOf(program, join(sep, "src", "wiring.ts")).fileName),
  };
}

async function bundleProgram(root: string, dist: string): Promise<readonly OutputChunk[]> {
  const made = await graphOf(root, { main: join(root, "src", "main.ts") });
  try {
    const apart = chunksOf(await made.generate({ ...FORMAT, dir: dist }));
    const together = loadedBy(apart, FAST);
    return chunksOf(
      await made.write({
        ...FORMAT,
        dir: dist,
        // Forty small files take longer to find and link than to run.
        codeSplitting: { groups: [{ name: "fast", test: (id) => together.has(id) }] },
      }),
    );
  } finally {
    await made.close();
  }
}

/** A thread starts from a file of its own, which shares none with the program: it would load all that a fast command loads. */
async function bundleThread(root: string, dist: string): Promise<readonly OutputChunk[]> {
  const entry = join(root, "src", "adapters", "access-log", "worker.ts");
  const made = await graphOf(root, { "log-worker": entry });
  try {
    return chunksOf(await made.write({ ...FORMAT, dir: dist }));
  } finally {
    await made.close();
  }
}

function graphOf(root: string, input: Readonly<Record<string, string>>): Promise<RolldownBuild> {
  return rolldown({
    input: { ...input },
    cwd: root,
    platform: "node",
    // Optional, large and native: whoever wants it installs it.
    external: ["@duckdb/node-api"],
    plugins: [lazyBuiltins(), plainAscii()],
    onLog(level, log) {
      // A file that is loaded lazily in one place and directly in another is no mistake, only no gain.
      if (level === "warn" && log.code !== "INEFFECTIVE_DYNAMIC_IMPORT")
        throw new Error(`bundle: ${log.message}`);
    },
  });
}

function chunksOf({ output }: RolldownOutput): readonly OutputChunk[] {
  return output.map((file) => {
    if (file.type !== "chunk") throw new Error(`bundle: unexpected file ${file.fileName}`);
    return file;
  });
}

/** The modules that are loaded with these files, as far as no lazy import is followed. Throws when there is no such file any more. */
function loadedBy(chunks: readonly OutputChunk[], files: readonly string[]): Set<string> {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const reached = new Set(files.map((file) => chunkOf(chunks, join(sep, file))));
  for (const chunk of reached)
    for (const name of chunk.imports) {
      const imported = byName.get(name);
      if (imported !== undefined) reached.add(imported);
    }
  return new Set([...reached].flatMap(({ moduleIds }) => moduleIds));
}

function chunkOf(chunks: readonly OutputChunk[], file: string): OutputChunk {
  const found = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(file)));
  if (found === undefined) throw new Error(`bundle: nothing is made of ${file}`);
  return found;
}

function packageFolders(moduleIds: readonly string[]): readonly string[] {
  const folders = new Set<string>();
  for (const id of moduleIds) {
    const found = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id);
    if (found !== null) folders.add(found[0]);
  }
  return [...folders].sort();
}
