// What the package says about itself, and the data that comes with it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { App } from "./app/context.ts";

/** Version of the program. */
export function packageVersion(packageRoot: string): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")) as {
    version: string;
  };
  return version;
}

/** Data that comes with the package: each part is read when it is first asked for. */
export function packageData(
  packageRoot: string,
): Pick<App, "loadRunbook" | "runbooks" | "regimes"> {
  return {
    async loadRunbook(idOrFile) {
      const { loadRunbook } = await import("./adapters/runbook/shipped.ts");
      return loadRunbook(idOrFile, packageRoot);
    },
    async runbooks() {
      const { summariseRunbooks } = await import("./adapters/runbook/shipped.ts");
      return summariseRunbooks(packageRoot);
    },
    async regimes() {
      const { loadRegimes } = await import("./adapters/runbook/regulatory-clocks.ts");
      return loadRegimes(packageRoot);
    },
  };
}
