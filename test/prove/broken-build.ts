// Builds of the program with a mistake in it, to see whether a proof sees the mistake.
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "../../src/build/build.ts";
import type { Control } from "./campaign.ts";

const ROOT = join(import.meta.dirname, "..", "..");

export interface BrokenBuild {
  /** What it does wrong. */
  readonly name: string;
  /** Places in the sources, each with what stands there instead. */
  readonly changes: readonly {
    readonly file: string;
    readonly from: string;
    readonly to: string;
  }[];
}

/** A mistake that a campaign must catch: `caught` counts what it sees in that build. */
export function brokenControl(
  broken: BrokenBuild,
  caught: (broken: BrokenBuild) => Promise<number>,
): Control {
  const { name, changes } = broken;
  const lines = changes.map(({ file, from }) => ({ file, text: from }));
  return { name, lines, caught: () => caught(broken) };
}

/**
 * Build the program with these mistakes and hand the file over: `CLARO_IR_TEST_PROGRAM` makes tests play it. Gone afterwards.
 * Fails when a mistake has no place any more.
 */
export async function withBrokenBuild<T>(
  { changes }: BrokenBuild,
  use: (program: string) => Promise<T>,
): Promise<T> {
  // Beside the packages' own file system, where a build is swapped into place.
  await mkdir(join(ROOT, "state"), { recursive: true });
  const root = await mkdtemp(join(ROOT, "state", ".broken-"));
  try {
    for (const name of ["src", "runbooks", "package.json", "LICENSE"])
      await cp(join(ROOT, name), join(root, name), { recursive: true });
    await symlink(join(ROOT, "node_modules"), join(root, "node_modules"));
    for (const { file, from, to } of changes) {
      const before = await readFile(join(root, file), "utf8");
      if (!before.includes(from)) throw new Error(`${file} has changed: the mistake has no place`);
      await writeFile(
        join(root, file),
        before.replace(from, () => to),
      );
    }
    await build(root);
    return await use(join(root, "dist", "claro-ir.cjs"));
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
