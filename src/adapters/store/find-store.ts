// Which folder is the store: one order of places for every command, so that a reconnect from another folder finds the incident.
import { lstatSync, readFileSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { ClaroIrError } from "../../core/error.ts";
import { errorCode } from "../system/error-code.ts";

/** Everything the choice depends on; null or empty means not given. */
export interface StoreHints {
  /** `--store`. */
  readonly flag: string | null;
  /** `CLARO_IR_STORE`. */
  readonly env: string | null;
  /** `store:` of the configuration. */
  readonly configStore: string | null;
  /** Folder of the configuration file in use. */
  readonly configFolder: string | null;
  readonly cwd: string;
  readonly xdgStateHome: string | null;
  readonly home: string | null;
}

export interface FoundStore {
  /** Absolute; it need not exist yet. */
  readonly path: string;
  /** Why this one, in words for people. */
  readonly why: string;
}

/**
 * `--store`, else CLARO_IR_STORE, else `store:` in the configuration, else `state/` beside it, else a `./state` that is ours, else the
 * user's state folder (XDG Base Directory: `$XDG_STATE_HOME`, absolute or ignored, default `~/.local/state`).
 * Throws `usage` when none of these exists, as on a machine without a home.
 */
export function findStore(hints: StoreHints): FoundStore {
  const { flag, env, configStore, configFolder, cwd, xdgStateHome, home } = hints;
  if (isUrl(flag) || isUrl(env)) throw notAFolder();
  if (flag) return { path: resolve(cwd, flag), why: "--store" };
  if (env) return { path: resolve(cwd, env), why: "CLARO_IR_STORE" };
  if (configStore) {
    const folder = configFolder ?? cwd;
    const path =
      home && configStore.startsWith("~/")
        ? join(home, configStore.slice(2))
        : resolve(folder, configStore);
    return { path, why: "store: in the configuration" };
  }
  if (configFolder)
    return { path: resolve(configFolder, "state"), why: "state/ beside the configuration" };
  const here = resolve(cwd, "state");
  if (isOurs(here)) return { path: here, why: "./state holds incidents" };
  if (xdgStateHome && isAbsolute(xdgStateHome))
    return { path: join(xdgStateHome, "claro-ir"), why: "XDG_STATE_HOME" };
  if (home)
    return {
      path: join(home, ".local", "state", "claro-ir"),
      why: "the state folder of your home",
    };
  throw new ClaroIrError("usage", "no-home", "There is no home folder to keep the record in.", {
    hint: "claro-ir start --store <dir>",
  });
}

function isUrl(text: string | null): boolean {
  return text !== null && /^[a-z][a-z0-9+.-]+:\/\//i.test(text);
}

/** The address is not repeated: it may hold a password. */
function notAFolder(): ClaroIrError {
  return new ClaroIrError(
    "usage",
    "store-not-a-folder",
    "The store is a folder; a database address was given.",
    {
      hint: "claro-ir --store <dir>",
    },
  );
}

/** Something called `state` is common; ours holds incidents or an index, or nothing but the file that hides it from git. */
function isOurs(folder: string): boolean {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return false;
  if (lstatSync(join(folder, "incidents"), { throwIfNoEntry: false })?.isDirectory() === true)
    return true;
  if (lstatSync(join(folder, "index.json"), { throwIfNoEntry: false })?.isFile() === true)
    return true;
  try {
    return readFileSync(join(folder, ".gitignore"), "utf8") === "*\n";
  } catch (error) {
    if (errorCode(error) !== "") return false;
    throw error;
  }
}
