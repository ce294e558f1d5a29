// A look at the store's folder without making one: who can open it, whether its disk keeps its promises, how much room is left.
import { access, constants, lstat, readdir, statfs } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import type { Fault, StoreExamination } from "../../ports/premises.ts";
import { discard, notDurable, publish, syncFolder, writeTemp } from "../system/durable-file.ts";
import { errorCode } from "../system/error-code.ts";
import type { FoundStore } from "./find-store.ts";

/** What holds no record may be open to all: files that lie in a repository, and the play rooms of rehearsals. */
const NO_RECORD = new Set(["README.md", ".gitkeep", ".gitignore", "drills"]);

/** Examine the store's folder. Throws only what is no fault of the folder. */
export async function examineStore({ path, why }: FoundStore): Promise<StoreExamination> {
  const entry = await entryAt(path);
  if (entry === undefined) {
    const faults = await cannotBeMade(dirname(path));
    return {
      location: path,
      why,
      exists: false,
      usable: false,
      faults,
      freeBytes: await free(path),
    };
  }
  const about = { location: path, why, exists: true, freeBytes: await free(path) };
  if (!entry.isDirectory())
    return {
      ...about,
      usable: false,
      faults: [fault(`${path} is no real folder`, `ls -ld ${path}`)],
    };
  if (process.getuid !== undefined && entry.uid !== process.getuid())
    return {
      ...about,
      usable: false,
      faults: [fault(`${path} belongs to another user`, "claro-ir doctor --store <dir>")],
    };
  const isOpen = (entry.mode & 0o077) !== 0;
  const faults = [
    ...(isOpen ? [fault(`others can open ${path}`, `chmod 700 ${path}`)] : await openFiles(path)),
    ...(await brokenPromises(path)),
  ];
  return { ...about, usable: !isOpen, faults };
}

function fault(what: string, fix: string): Fault {
  return { what, fix };
}

async function entryAt(path: string) {
  try {
    return await lstat(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw notDurable(path, error);
  }
}

/** The nearest folder that is there must let us make the rest. */
async function cannotBeMade(folder: string): Promise<readonly Fault[]> {
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return [];
  } catch (error) {
    if (errorCode(error) === "ENOENT" && dirname(folder) !== folder)
      return cannotBeMade(dirname(folder));
    return [
      fault(
        `it cannot be made: ${folder} cannot be written (${errorCode(error)})`,
        "claro-ir doctor --store <dir>",
      ),
    ];
  }
}

/** What others could read, as one fault: one command closes them all. */
async function openFiles(root: string): Promise<readonly Fault[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !NO_RECORD.has(relative(root, path).split(sep)[0] ?? ""));
  const modes = await Promise.all(paths.map(async (path) => (await lstat(path)).mode));
  const open = paths.filter((_path, at) => ((modes[at] ?? 0) & 0o077) !== 0);
  const [first] = open;
  if (first === undefined) return [];
  const more = open.length === 1 ? "" : ` and ${String(open.length - 1)} more`;
  return [fault(`others could read ${first}${more}`, `chmod -R go= ${root}`)];
}

/** The writer's own steps on a temporary file: write, sync, give a name that is refused a second time, sync the folder. */
async function brokenPromises(root: string): Promise<readonly Fault[]> {
  const made: string[] = [];
  try {
    const temp = await writeTemp(root, [new TextEncoder().encode("doctor\n")]);
    made.push(temp, `${temp}-named`);
    const first = await publish(temp, `${temp}-named`);
    const second = await publish(temp, `${temp}-named`);
    await syncFolder(root);
    if (first === "published" && second === "exists") return [];
    return [fault("its disk gives a name twice", "claro-ir doctor --store <dir on a local disk>")];
  } catch (error) {
    const { message, hint } = notDurable(root, error);
    return [fault(message, hint ?? "claro-ir doctor --store <dir>")];
  } finally {
    await discard(made);
  }
}

/** Bytes that this user may still write where `path` is or would be. */
async function free(path: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  } catch (error) {
    if (errorCode(error) === "ENOENT" && dirname(path) !== path) return free(dirname(path));
    throw notDurable(path, error);
  }
}
