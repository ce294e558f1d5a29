// The text of a runbook's file, or why it cannot be read in words that help.
import { readFile, stat } from "node:fs/promises";
import { ClaroIrError } from "../../core/error.ts";

/** Largest file read at all; the parser has its own, lower limit and says so with line and column. */
const LARGEST_READ = 4 * 1024 * 1024;

/** The same as `readText`, but undefined where there is no such file. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readText(file);
  } catch (error) {
    if (error instanceof ClaroIrError && causeCode(error.cause) === "ENOENT") return undefined;
    throw error;
  }
}

/** A regular file of bounded size as UTF-8: a pipe or device would never end. Throws `unreadable`. */
export async function readText(file: string): Promise<string> {
  try {
    const about = await stat(file);
    if (!about.isFile()) throw new Error("it is not a file");
    if (about.size > LARGEST_READ) throw new Error("it is too large");
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file));
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** The error for a file that cannot be read: kind `usage`, code `runbook-unreadable`. */
export function unreadable(file: string, cause: unknown): ClaroIrError {
  return new ClaroIrError("usage", "runbook-unreadable", `${file} cannot be read: ${why(cause)}`, {
    hint: "claro-ir runbook list",
    cause,
  });
}

function why(cause: unknown): string {
  switch (causeCode(cause)) {
    case "ENOENT":
      return "there is no such file";
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "ERR_ENCODING_INVALID_ENCODED_DATA":
      return "it is not UTF-8 text";
    case undefined:
      return cause instanceof SyntaxError || !(cause instanceof Error)
        ? "it is damaged"
        : cause.message;
    default:
      return String(causeCode(cause));
  }
}

function causeCode(cause: unknown): string | undefined {
  return cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
}
