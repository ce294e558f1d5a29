// Bakes version and emergency card into the shim, so that both can be printed without loading anything.
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { emergencyCard } from "../emergency-card.ts";

/** Write the executable `claro-ir.cjs` into `dist`. */
export async function writeShim(root: string, dist: string): Promise<void> {
  const source = await readFile(join(root, "src", "shim.cjs"), "utf8");
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
    version: string;
  };
  const file = join(dist, "claro-ir.cjs");
  await writeFile(file, fill(fill(source, "version", version), "card", emergencyCard()));
  await chmod(file, 0o755);
}

function fill(source: string, name: string, value: string): string {
  const [before, after, ...more] = source.split(`"@${name}@"`);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`src/shim.cjs must name "@${name}@" exactly once`);
  return before + JSON.stringify(value) + after;
}
