// What the package says about itself.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Version of the program. */
export function packageVersion(packageRoot: string): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")) as {
    version: string;
  };
  return version;
}
