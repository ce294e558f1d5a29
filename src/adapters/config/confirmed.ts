// Configurations that came with somebody's repository: a clone may hold one that sends keys to a stranger, so each is asked about once.
import { appendFileSync, existsSync, mkdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { userFolder, type Environment } from "./paths.ts";

interface Places {
  readonly home: string;
  readonly env: Environment;
}

/** The user's own list of the files they have said yes to, one path a line. */
function listOf({ home, env }: Places): string {
  return join(userFolder(home, env["XDG_CONFIG_HOME"]), "confirmed.txt");
}

/** Whether a repository's root is this folder or one above it, short of the user's home. */
function isInRepository(folder: string, home: string): boolean {
  if (existsSync(join(folder, ".git"))) return true;
  const parent = dirname(folder);
  return parent !== folder && folder !== home && isInRepository(parent, home);
}

/** Whether this file lies in a repository and its user has not yet said that it may decide where keys go. */
export function isUnconfirmed(file: string, places: Places): boolean {
  const real = realpathSync(file);
  if (!isInRepository(dirname(real), places.home)) return false;
  const list = listOf(places);
  return !(existsSync(list) && readFileSync(list, "utf8").split("\n").includes(real));
}

/** Remember that the user said yes. Throws when their configuration folder cannot be written. */
export function confirm(file: string, places: Places): void {
  const list = listOf(places);
  mkdirSync(dirname(list), { recursive: true, mode: 0o700 });
  appendFileSync(list, `${realpathSync(file)}\n`, { mode: 0o600 });
}
