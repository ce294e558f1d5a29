// Bakes version and emergency card into the shim, so that both can be printed without loading anything, and the name of the first chunk.
import { chmod, copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { emergencyCard } from "../emergency-card.ts";

/** Write the executable `claro-ir.cjs` into `dist`; `chunk` is the file in `chunks` that it loads before the program, none where it is empty. */
export async function writeShim(root: string, dist: string, chunk: string): Promise<void> {
  const source = await readFile(join(root, "src", "shim.cjs"), "utf8");
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
    version: string;
  };
  const file = join(dist, "claro-ir.cjs");
  const values = Object.entries({ version, card: emergencyCard(), chunk });
  await writeFile(
    file,
    values.reduce((text, [name, value]) => fill(text, name, value), source),
  );
  await copyFile(join(root, "src", "kept-code.cjs"), join(dist, "kept-code.cjs"));
  await chmod(file, 0o755);
}

function fill(source: string, name: string, value: string): string {
  const [before, after, ...more] = source.split(`"@${name}@"`);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`src/shim.cjs must name "@${name}@" exactly once`);
  return before + JSON.stringify(value) + after;
}
