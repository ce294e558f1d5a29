// What a machine says when it cannot do what it is asked for, in words: a person can put that right, so it is no bug of ours.
import { ClaroIrError } from "./error.ts";

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

type Cause = readonly [cause: string, remedy: string];

const CAUSES: Readonly<Record<string, Cause>> = {
  ENOSPC: ["the disk is full", "Free some space there"],
  EDQUOT: ["your disk quota is used up", "Free some space there"],
  EROFS: ["the disk is read-only", "Make it writable"],
  EIO: ["the disk reports an error", "Do not trust that disk"],
  EMFILE: ["too many files are open", "Raise the limit with ulimit -n"],
  ENOMEM: ["the memory is used up", "Close some programs"],
  ENFILE: ["too many files are open on this machine", "Close some programs"],
  EFBIG: ["a file size limit is in force", "Raise it with ulimit -f"],
  EACCES: ["access is denied", "Check who owns it with ls -ld"],
  EPERM: ["the system does not permit it", "Use a local disk that knows hard links"],
  ENOTSUP: ["the disk knows no hard links", "Use a local disk that does"],
};

/** What a system error means and what to do about it; undefined for one without words of its own. */
export function causeOf(code: string): Cause | undefined {
  return CAUSES[code];
}

/** Errors that any file may meet, the program's own parts among them. */
const ANYWHERE = new Set(["EMFILE", "ENFILE", "ENOMEM", "EIO", "ENOSPC", "EDQUOT", "EROFS"]);

/** Errors of a machine that has run out of something: they say nothing about the file that was asked for. */
export function isShortage(error: unknown): boolean {
  return ["EMFILE", "ENFILE", "ENOMEM"].includes(codeOf(error));
}

/** A machine that lacks something is no bug of ours: exit 1, in words. Undefined for any other failure. */
export function machineTrouble(error: unknown): ClaroIrError | undefined {
  const code = codeOf(error);
  const cause = ANYWHERE.has(code) ? causeOf(code) : undefined;
  if (cause === undefined) return undefined;
  const { path } = error as { readonly path?: string };
  const where = path === undefined ? "" : `, at ${path}`;
  return new ClaroIrError(
    "found",
    "machine-trouble",
    `This machine stops claro-ir: ${cause[0]} (${code})${where}. What is on record is safe.`,
    { hint: `${cause[1]}, then: claro-ir status`, cause: error },
  );
}

/** A file that belongs to somebody else: the refusal in words, exit 2; undefined for any other failure. */
export function noRights(error: unknown): ClaroIrError | undefined {
  if (!["EACCES", "EPERM"].includes(codeOf(error))) return undefined;
  const { path } = error as { readonly path?: string };
  const what = path ?? "a file that it needs";
  return new ClaroIrError("usage", "no-rights", `claro-ir may not look at ${what}.`, {
    hint:
      path === undefined
        ? "claro-ir doctor"
        : `ls -ld ${path}, then ask its owner, or name a store of your own: --store <dir>`,
    cause: error,
  });
}
