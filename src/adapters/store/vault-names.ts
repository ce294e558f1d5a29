// Names of files in the vault: everything that comes from outside is held against a closed pattern before it becomes part of a path.
import { ClaroIrError } from "../../core/error.ts";

/** `<sha256>.<extension>`. Throws `usage` for an extension that is none. */
export function evidenceName(digest: string, extension: string): string {
  if (!/^[A-Za-z0-9]{1,16}$/.test(extension))
    throw badName("extension of a file", "letters and digits, at most 16");
  return `${digest}.${extension.toLowerCase()}`;
}

/** `<op>.age`. Throws `usage` for an operation id that is none. */
export function sealedName(op: string): string {
  if (!/^[A-Za-z0-9-]{1,64}$/.test(op)) throw badName("operation id", "letters, digits and dashes");
  return `${op}.age`;
}

/** A report's file name. Throws `usage` for anything that is not a plain name. */
export function reportName(name: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name))
    throw badName("report name", "letters, digits, dots and dashes");
  return name;
}

/** `runbook.json`, or `runbook-<digest>.json` for one that took over later. */
export function runbookName(later: string | undefined, extension: "yaml" | "json"): string {
  if (later === undefined) return `runbook.${extension}`;
  if (!/^[0-9a-f]{64}$/.test(later)) throw badName("digest of a runbook", "64 hex characters");
  return `runbook-${later.slice(0, 16)}.${extension}`;
}

/** A stored file's relative path, taken apart. Throws `usage` for one that the vault never gave out. */
export function splitFile(file: string): {
  readonly below: readonly string[];
  readonly name: string;
} {
  if (/^runbook(-[0-9a-f]{16})?\.(yaml|json)$/.test(file)) return { below: [], name: file };
  const [, folder, name] =
    /^(evidence|sealed|reports)\/([A-Za-z0-9][A-Za-z0-9._-]{0,99})$/.exec(file) ?? [];
  if (folder === undefined || name === undefined)
    throw badName("stored file", "evidence/<sha256>.<extension>");
  return { below: [folder], name };
}

function badName(what: string, allowed: string): ClaroIrError {
  return new ClaroIrError("usage", "bad-name", `That cannot be a ${what} (${allowed}).`);
}
