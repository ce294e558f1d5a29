// Files that the operator names: reports out, evidence and secrets in.
import { constants, open as openFile } from "node:fs";
import { access, lstat, open, realpath, stat, writeFile } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { ClaroIrError } from "../../core/error.ts";
import type { Files } from "../../ports/system.ts";
import { DESCRIPTOR_HINT, readable, unfit } from "./descriptor.ts";
import { notDurable, replaceFile } from "./durable-file.ts";
import { errorCode } from "./error-code.ts";

/** No key is longer; whatever is, was not meant to be given as a secret. */
const SECRET_LIMIT = 64 * 1024;

/** Texts, lists and plans that people hand in are smaller, in bytes. */
const LARGEST = 8 * 1024 * 1024;

/** The operator's files, relative paths from the current folder. `signal` ends the wait for somebody who writes. Failures are ClaroIrError: `usage` for what can be typed better, `not-durable` for a disk. */
export function systemFiles(signal?: AbortSignal): Files {
  return {
    async read(path) {
      try {
        return await gathered(await openNamed(path, signal), path);
      } catch (error) {
        if (error instanceof ClaroIrError || signal?.aborted === true) throw error;
        throw cannot("read", path, error);
      }
    },

    async write(path, content) {
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      try {
        await writeWhole(resolve(path), bytes);
      } catch (error) {
        const cause = error instanceof ClaroIrError ? error.cause : error;
        throw isMistake(cause) ? cannot("write", path, cause) : notDurable(path, error);
      }
    },

    async exists(path) {
      try {
        await lstat(path);
        return true;
      } catch (error) {
        if (errorCode(error) === "ENOENT") return false;
        throw cannot("read", path, error);
      }
    },

    async lookUp(word, folder) {
      const here = (await regularFile(resolve(word))) ?? (await regularFile(resolve(folder, word)));
      if (here !== undefined || word.includes("/")) return here;
      for (const place of (process.env["PATH"] ?? "").split(delimiter)) {
        const found = await regularFile(join(place, word));
        if (found?.isProgram === true) return found;
      }
      return undefined;
    },

    async readSecret(from) {
      const bytes =
        "file" in from ? await secretFile(from.file) : await secretStream(from.fd, signal);
      return secretIn(bytes);
    },

    async stdin() {
      return (await gathered(readable(0, signal), "stdin")).toString("utf8");
    },
  };
}

/** A file, or a pipe with a name (`/dev/fd/63` as shells make it), opened so that nobody has to write into it before a signal is heard. */
async function openNamed(path: string, signal: AbortSignal | undefined): Promise<Readable> {
  const fd = await promisify(openFile)(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return readable(fd, signal);
}

/** All of a stream that may have no end (`/dev/zero`): more than people hand in is refused. */
async function gathered(stream: AsyncIterable<unknown>, name: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array);
    chunks.push(bytes);
    size += bytes.length;
    if (size > LARGEST)
      throw new ClaroIrError("usage", "too-large", `${name} is larger than 8 MB.`, {
        hint: "Give the part that matters; claro-ir audit and where-used read files of any size",
      });
  }
  return Buffer.concat(chunks);
}

async function regularFile(
  path: string,
): Promise<{ readonly path: string; readonly isProgram: boolean } | undefined> {
  try {
    if (!(await stat(path)).isFile()) return undefined;
  } catch {
    return undefined; // not there, or not to be seen by us: the same to somebody who names it
  }
  const isProgram = await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
  return { path, isProgram };
}

/** A file is replaced whole, where a link leads to; a device or pipe (`/dev/stdout`) is written to as it is. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const target = await realpath(path).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return path;
    throw error;
  });
  const kind = await lstat(target).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  });
  if (kind === undefined || kind.isFile() || kind.isDirectory()) await replaceFile(target, bytes);
  else await writeFile(path, bytes);
}

async function secretFile(path: string): Promise<Uint8Array> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(
    (error: unknown) => {
      throw cannot("read", path, error);
    },
  );
  try {
    const found = await handle.stat();
    if (!found.isFile())
      throw refuse(`${path} is not a regular file`, "Use --secret-fd for a pipe");
    if ((found.mode & 0o077) !== 0)
      throw refuse(
        `Others may read ${path} (mode ${(found.mode & 0o777).toString(8)})`,
        `chmod 600 ${path}`,
      );
    if (found.size > SECRET_LIMIT)
      throw refuse("It is longer than 64 kB", "Give a file with the key alone");
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

async function secretStream(fd: number, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const unable = unfit(fd);
  if (unable !== undefined)
    throw refuse(`Descriptor ${String(fd)} gives none: ${unable}`, DESCRIPTOR_HINT);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of readable(fd, signal)) {
      const bytes = Buffer.from(chunk as Uint8Array);
      chunks.push(bytes);
      size += bytes.length;
      if (size > SECRET_LIMIT) throw refuse("It is longer than 64 kB", "Give the key alone");
    }
  } catch (error) {
    if (error instanceof ClaroIrError || signal?.aborted === true) throw error;
    throw refuse(`Descriptor ${String(fd)} cannot be read`, DESCRIPTOR_HINT);
  }
  return Buffer.concat(chunks);
}

/** The text without the one newline that editors and `echo` add. What is left must look like one key. */
function secretIn(bytes: Uint8Array): string {
  const text = Buffer.from(bytes)
    .toString("utf8")
    .replace(/\r?\n$/, "");
  if (text === "") throw refuse("It is empty", "Give a file with the key alone");
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\s\u0000-\u001f\u007f\ufffd]/.test(text))
    throw refuse(
      "It holds spaces, line breaks or other characters that no key has",
      "Give a file with the key alone",
    );
  return text;
}

function refuse(why: string, hint: string): ClaroIrError {
  return new ClaroIrError("usage", "bad-secret", `No secret was taken. ${why}.`, { hint });
}

const MISTAKES: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  ENOTDIR: "a part of its path is not a folder",
  EISDIR: "it is a folder",
  ELOOP: "its links lead in a circle",
  EACCES: "access is denied",
  EPERM: "access is denied",
  EBADF: "it is not open",
};

function isMistake(error: unknown): boolean {
  return errorCode(error) in MISTAKES;
}

function cannot(verb: "read" | "write", path: string, error: unknown): ClaroIrError {
  const code = errorCode(error);
  const why = MISTAKES[code] ?? `the system says ${code === "" ? "no" : code}`;
  return new ClaroIrError("usage", `cannot-${verb}`, `Cannot ${verb} ${path}: ${why}.`, {
    hint: "Check the path with ls -l",
    cause: error,
  });
}
