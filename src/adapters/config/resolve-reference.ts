// Turning a reference in the configuration into the value it stands for, at the moment of use. No message ever holds a value.
import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import type { ResolveReference } from "../../ports/config.ts";
import { OutsideError } from "../../ports/outside.ts";
import { expandPath, type Environment } from "./paths.ts";

const MAX_BYTES = 64 * 1024;

export interface ReferencePlaces {
  readonly env: Environment;
  /** Folder that relative `file:` paths are relative to. */
  readonly folder: string;
  readonly home: string;
}

/**
 * A resolver for `${VAR}` anywhere in a text and `file:<path>` as a whole text (mode 0600, at most 64 kB, one trailing newline cut).
 * Text without a reference comes back unchanged. Throws OutsideError (certain) naming the variable or file that is missing or open to others.
 */
export function createResolver({ env, folder, home }: ReferencePlaces): ResolveReference {
  return async (text) => {
    // Decided by what was configured: a variable's value cannot turn into a file's name.
    if (!text.startsWith("file:")) return substitute(text, env);
    return readSecretFile(expandPath(substitute(text.slice(5), env), folder, home));
  };
}

function substitute(text: string, env: Environment): string {
  return text.replace(/\$\{([^}]*)(\}?)/g, (_whole, name: string, end: string) => {
    if (end === "" || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      throw new OutsideError(true, "the configuration holds a malformed ${…} reference", {
        hint: "claro-ir doctor",
      });
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (value === undefined || value === "")
      throw new OutsideError(true, `the environment variable ${name} is not set`, {
        hint: `export ${name}=…`,
      });
    return value;
  });
}

async function readSecretFile(path: string): Promise<string> {
  const handle = await openSecret(path);
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw new OutsideError(true, `${path} is not a file`);
    if ((found.mode & 0o077) !== 0)
      throw new OutsideError(true, `${path} can be read by others, so it is not used`, {
        hint: `chmod 600 ${path}`,
      });
    if (found.size > MAX_BYTES) throw new OutsideError(true, `${path} is larger than 64 kB`);
    const text = (await handle.readFile("utf8")).replace(/\r?\n$/, "");
    if (text === "") throw new OutsideError(true, `${path} is empty`);
    return text;
  } finally {
    await handle.close();
  }
}

async function openSecret(path: string): Promise<FileHandle> {
  try {
    // Without O_NONBLOCK a named pipe nobody writes to would hang here.
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "failed";
    const why = code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
    throw new OutsideError(true, `the file ${path} ${why}`, { hint: "claro-ir doctor" });
  }
}
