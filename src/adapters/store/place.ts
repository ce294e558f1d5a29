// Where things lie below the store's folder, and the refusal to follow anything that leads out of it.
import { lstatSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { ClaroIrError } from "../../core/error.ts";

/** `INC-20261123-k7f3` (`ROT-` for a rotation): day and four characters that are not mistaken for each other. */
export const INCIDENT_ID = /^(?:INC|ROT)-\d{8}-[a-z2-9]{4}$/;

/** Folder of a stream, relative to the store. Throws `usage` for a name that is no incident and not `register`. */
export function streamFolder(stream: string): readonly string[] {
  if (stream === "register") return ["register"];
  if (INCIDENT_ID.test(stream)) return ["incidents", stream];
  throw new ClaroIrError(
    "usage",
    "bad-incident-id",
    "That is not the id of an incident (they look like INC-20261123-k7f3).",
    {
      hint: "claro-ir list",
    },
  );
}

/**
 * Absolute path of a folder inside the store. Throws `usage` when it would lie outside, or when it or a folder on the way to it
 * (the store included) is a symbolic link or no folder. It need not exist.
 */
export function folderIn(root: string, ...parts: readonly string[]): string {
  const path = resolve(root, ...parts);
  const inside = relative(root, path);
  if (inside === ".." || inside.startsWith(`..${sep}`))
    throw new ClaroIrError("usage", "outside-store", `A path leads out of the store ${root}.`);
  let folder = resolve(root);
  refuseLink(folder);
  for (const part of inside.split(sep)) {
    folder = join(folder, part);
    refuseLink(folder);
  }
  return path;
}

/** Throws `usage` when `path` exists and is not a real folder. */
function refuseLink(path: string): void {
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (entry === undefined || entry.isDirectory()) return;
  const what = entry.isSymbolicLink() ? "a symbolic link" : "not a folder";
  throw new ClaroIrError(
    "usage",
    "unsafe-store",
    `${path} is ${what}: records are only kept in a real folder.`,
    {
      hint: `ls -ld ${path}`,
    },
  );
}
