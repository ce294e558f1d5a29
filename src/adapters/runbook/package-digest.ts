// Digests of the package's own runbooks, noted at the build, so that a look at an incident need not load Node's cryptography.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Sha256 } from "../../ports/system.ts";
import { sha256 } from "../system/digest.ts";

/** The list of what the build made of the runbooks, by id. */
export const DIGESTS = "digests.json";

/** SHA-256 and size of a compiled runbook. */
export interface RunbookDigest {
  readonly sha256: string;
  readonly bytes: number;
}

function digestsIn(folder: string): readonly (readonly [string, RunbookDigest])[] {
  const file = join(folder, DIGESTS);
  if (!existsSync(file)) return [];
  return Object.entries(JSON.parse(readFileSync(file, "utf8")) as Record<string, RunbookDigest>);
}

/**
 * SHA-256, lower-case hex. That of the package's own runbooks is known since the build: who holds the same bytes holds the same digest, and a
 * look at an incident need not load Node's cryptography, a fifth of an empty start.
 */
export function packageDigest(packageRoot: string): Sha256 {
  const folder = join(packageRoot, "dist", "runbooks");
  let digests: ReturnType<typeof digestsIn> | undefined;
  return function digest(bytes) {
    if (typeof bytes !== "string")
      for (const [id, known] of (digests ??= digestsIn(folder)))
        if (known.bytes === bytes.length && readFileSync(join(folder, `${id}.json`)).equals(bytes))
          return known.sha256;
    return sha256(bytes);
  };
}
