// What `init` works on, from the adapters: the folder's files, the loader's own checks, the identity, a file that is never replaced.
import { lstat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { confirm, isUnconfirmed } from "./adapters/config/confirmed.ts";
import { findConfig } from "./adapters/config/find-config.ts";
import { loadConfig } from "./adapters/config/load-config.ts";
import { identityPath } from "./adapters/config/paths.ts";
import { checkConfig } from "./adapters/config/positioned.ts";
import { createHttp } from "./adapters/http/client.ts";
import { describeProvider, PROVIDERS } from "./adapters/provider/index.ts";
import { createSealer } from "./adapters/sealing/age-sealer.ts";
import { survey } from "./adapters/survey/index.ts";
import { createFile } from "./adapters/system/durable-file.ts";
import { errorCode } from "./adapters/system/error-code.ts";
import { connectTarget } from "./adapters/target/index.ts";
import type { TargetDeps } from "./adapters/target/definition.ts";
import type { Ground } from "./app/setup/ground.ts";
import { ClaroIrError } from "./core/error.ts";
import { looksLikeSecret } from "./core/redaction/redact.ts";
import type { FoundPlace } from "./core/setup/place.ts";
import type { Sealer } from "./ports/sealer.ts";
import type { Clock } from "./ports/system.ts";

interface Around {
  /** `--config`. */
  readonly flag: string | undefined;
  readonly cwd: string;
  readonly home: string;
  readonly osUser: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

export function openGround(around: Around): Ground {
  const { flag, cwd, home, osUser, env, clock } = around;
  const file = resolve(cwd, flag ?? "claro-ir.yaml");
  const folder = dirname(file);
  // A configuration that is there may name another.
  let identityFile = identityPath(undefined, folder, home, env);
  function sealer(): Sealer {
    return createSealer({ identityFile, recipients: [] });
  }
  const deps: TargetDeps = {
    http: createHttp({ env }),
    resolve: (text) => Promise.resolve(text),
    folder,
    clock,
    endpoints: {},
  };
  return {
    file,
    folderName: basename(folder),
    osUser,
    async existing() {
      if (!(await isThere(file))) return undefined;
      const config = await loadConfig(file, { osUser, home, cwd, env });
      identityFile = config.identity;
      return config;
    },
    shadowed: () => findConfig({ flag: undefined, env: {}, cwd: folder, home }),
    async survey() {
      const { places, remarks } = await survey(folder);
      return { places: places.filter((place) => fits(place, deps)), remarks };
    },
    providers: PROVIDERS.map(({ kind, title }) => ({
      kind,
      title,
      example: describeProvider(kind).example,
    })),
    recipient: () => sealer().own(),
    async ensureRecipient() {
      const [own] = await sealer().recipients();
      if (own === undefined) throw new Error("a sealer without recipients makes its own");
      return own;
    },
    complaint(text) {
      const checked = checkConfig(text);
      return checked.ok
        ? undefined
        : `${checked.complaints[0].path} ${checked.complaints[0].message}`;
    },
    async create(text) {
      const made = await createFile(file, new TextEncoder().encode(text));
      // What its user has just made is theirs.
      if (made === "published" && isUnconfirmed(file, { home, env })) confirm(file, { home, env });
      return made;
    },
  };
}

async function isThere(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  }
}

/** Whether its kind takes it, and nothing in it could be taken for a secret. Nothing is called. */
function fits(place: FoundPlace, deps: TargetDeps): boolean {
  if (looksLikeSecret(place.where)) return false;
  const config = { id: "found", key: null, provider: null, ...place };
  try {
    connectTarget(config, deps);
    return true;
  } catch (error) {
    if (error instanceof ClaroIrError) return false;
    throw error;
  }
}
