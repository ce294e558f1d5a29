// Where the configuration, the identity and the files they name lie.
import { isAbsolute, join, resolve } from "node:path";

/** The environment that decides where files are. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** `~` and `~/…` are the home folder, relative paths are relative to `folder`. */
export function expandPath(path: string, folder: string, home: string): string {
  if (path === "~") return home;
  return path.startsWith("~/") ? join(home, path.slice(2)) : resolve(folder, path);
}

/** `$XDG_CONFIG_HOME/claro-ir`, else `~/.config/claro-ir`. A relative XDG_CONFIG_HOME is ignored, as the XDG Base Directory Specification asks. */
export function userFolder(home: string, xdgConfigHome: string | undefined): string {
  const xdg = xdgConfigHome !== undefined && isAbsolute(xdgConfigHome) ? xdgConfigHome : undefined;
  return join(xdg ?? join(home, ".config"), "claro-ir");
}

/** The identity file: CLARO_IR_IDENTITY, else what the configuration says, else `identity.txt` in the user's folder. */
export function identityPath(
  configured: string | undefined,
  folder: string,
  home: string,
  env: Environment,
): string {
  const fromEnv = env["CLARO_IR_IDENTITY"];
  if (fromEnv !== undefined && fromEnv !== "") return expandPath(fromEnv, process.cwd(), home);
  if (configured !== undefined) return expandPath(configured, folder, home);
  return join(userFolder(home, env["XDG_CONFIG_HOME"]), "identity.txt");
}
