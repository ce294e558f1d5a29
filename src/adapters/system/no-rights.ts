// A file that belongs to somebody else: a person can put that right, so it is no bug of ours.
import { ClaroIrError } from "../../core/error.ts";
import { errorCode } from "./error-code.ts";

/** The refusal in words, exit 2; undefined for any other failure. */
export function noRights(error: unknown): ClaroIrError | undefined {
  if (!["EACCES", "EPERM"].includes(errorCode(error))) return undefined;
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
