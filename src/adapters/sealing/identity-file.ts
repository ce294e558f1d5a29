// This machine's age identity: the file that opens sealed keys. Made on first use, readable by its owner alone.
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { link, open, unlink, type FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ClaroIrError } from "../../core/error.ts";
import { makeFolder, syncFolder } from "../system/durable-file.ts";

const MAX_BYTES = 64 * 1024;

/** The identities in a file as age-keygen writes it: lines that start with AGE-SECRET-KEY-; undefined when there is no such file. */
export async function readIdentities(path: string): Promise<readonly string[] | undefined> {
  const text = await readPrivate(path);
  if (text === undefined) return undefined;
  const identities = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("AGE-SECRET-KEY-"));
  if (identities.length > 0) return identities;
  const encrypted = /^(age-encryption\.org\/v1|-----BEGIN AGE ENCRYPTED FILE)/.test(text);
  const why = encrypted ? "is itself encrypted" : "holds no age identity";
  throw new ClaroIrError("usage", "bad-identity", `The identity file ${path} ${why}`, {
    hint: encrypted
      ? `age -d ${path} (into a file of mode 0600, and point CLARO_IR_IDENTITY at it)`
      : "point CLARO_IR_IDENTITY at a file that age-keygen made",
  });
}

/**
 * Write a new identity file (0600, its folder 0700) so that it is safe on disk before this resolves. Gives false, and changes nothing,
 * when another process was first. Throws ClaroIrError `not-durable` when it cannot be made safe.
 */
export async function writeIdentity(
  path: string,
  identity: string,
  recipient: string,
  created: Date,
): Promise<boolean> {
  const text = [
    `# created: ${created.toISOString().replace(/\.\d+Z$/, "Z")}`,
    `# public key: ${recipient}`,
    identity,
    "",
  ].join("\n");
  const folder = dirname(path);
  const temporary = join(folder, `.identity-${randomUUID()}`);
  try {
    if (!existsSync(folder)) await makeFolder(folder);
    await writeSynced(temporary, text);
    const first = await publish(temporary, path);
    await syncFolder(folder);
    return first;
  } catch (error) {
    throw new ClaroIrError(
      "not-durable",
      "identity-not-written",
      `No identity could be written to ${path} (${codeOf(error)}), so nothing can be sealed`,
      { hint: "export CLARO_IR_IDENTITY=<a file in a folder that can be written>", cause: error },
    );
  }
}

/** Give the complete file its name; an existing one is never replaced. */
async function publish(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    await unlink(temporary);
  }
}

async function writeSynced(path: string, text: string): Promise<void> {
  const handle = await open(path, "wx", 0o600);
  try {
    await handle.writeFile(text, "utf8");
    await handle.sync();
    const { size } = await handle.stat();
    if (size !== Buffer.byteLength(text)) throw new Error("short write");
  } catch (error) {
    await unlink(path);
    throw error;
  } finally {
    await handle.close();
  }
}

async function readPrivate(path: string): Promise<string | undefined> {
  const handle = await openExisting(path);
  if (handle === undefined) return undefined;
  try {
    const found = await handle.stat();
    if ((found.mode & 0o077) !== 0)
      throw new ClaroIrError(
        "refused",
        "identity-readable",
        `The identity file ${path} can be read by others: whoever has it opens every key sealed to it`,
        { hint: `chmod 600 ${path}` },
      );
    if (!found.isFile() || found.size > MAX_BYTES)
      throw new ClaroIrError("usage", "bad-identity", `${path} is no identity file`);
    return await handle.readFile("utf8");
  } finally {
    await handle.close();
  }
}

async function openExisting(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, "r");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw new ClaroIrError(
      "usage",
      "identity-unreadable",
      `The identity file ${path} cannot be read (${codeOf(error)})`,
      { hint: "claro-ir doctor", cause: error },
    );
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "failed";
}
