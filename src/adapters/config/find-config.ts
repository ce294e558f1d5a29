// Which configuration file is in use, and whether it may be trusted: it decides where keys are sent.
import { statSync, type Stats } from "node:fs";
import { dirname, join } from "node:path";
import { ClaroIrError } from "../../core/error.ts";
import { expandPath, userFolder, type Environment } from "./paths.ts";

const FILE = "claro-ir.yaml";

export interface ConfigPlaces {
  /** `--config`. */
  readonly flag: string | undefined;
  readonly env: Environment;
  readonly cwd: string;
  readonly home: string;
  readonly xdgConfigHome?: string | undefined;
}

/**
 * The configuration file: `--config`, else CLARO_IR_CONFIG, else the nearest claro-ir.yaml from `cwd` upwards, else the one in the user's
 * folder; undefined when there is none. Throws ClaroIrError `usage` when a named one is missing, `usage` when another user could have written it.
 */
export async function findConfig(places: ConfigPlaces): Promise<string | undefined> {
  const { flag, env, cwd, home } = places;
  const fromEnv = env["CLARO_IR_CONFIG"];
  const named = flag ?? (fromEnv === "" ? undefined : fromEnv);
  if (named !== undefined) return mustExist(expandPath(named, cwd, home), flag !== undefined);
  const userFile = join(userFolder(home, places.xdgConfigHome ?? env["XDG_CONFIG_HOME"]), FILE);
  for (const candidate of [...upwards(cwd), userFile]) {
    const found = statOf(candidate);
    if (found === undefined) continue;
    assertTrusted(candidate, found);
    return candidate;
  }
  return undefined;
}

/** Refuse a file that belongs to neither this user nor root, or that others may write. Throws ClaroIrError `usage`. */
export function assertTrusted(path: string, found: Stats): void {
  const self = process.getuid?.();
  // Without user ids (Windows) there is nothing to compare.
  if (self === undefined) return;
  if (found.uid !== self && found.uid !== 0)
    throw new ClaroIrError(
      "usage",
      "config-not-ours",
      `${path} belongs to another user, who could choose where keys are sent`,
      { hint: "claro-ir --config <file of your own>" },
    );
  if ((found.mode & 0o022) !== 0)
    throw new ClaroIrError(
      "usage",
      "config-writable",
      `${path} can be written by others, who could choose where keys are sent`,
      { hint: `chmod go-w ${path}` },
    );
}

async function mustExist(path: string, byFlag: boolean): Promise<string> {
  const found = statOf(path);
  if (found === undefined)
    throw new ClaroIrError(
      "usage",
      "no-config",
      `${path}, named by ${byFlag ? "--config" : "CLARO_IR_CONFIG"}, does not exist`,
      { hint: "claro-ir init" },
    );
  assertTrusted(path, found);
  return path;
}

function upwards(folder: string): string[] {
  const parent = dirname(folder);
  return [join(folder, FILE), ...(parent === folder ? [] : upwards(parent))];
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) return undefined;
    throw new ClaroIrError("usage", "config-unreadable", `${path} cannot be looked at`, {
      cause: error,
    });
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
