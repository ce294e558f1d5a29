// Node's names of system failures.
import { constants } from "node:os";

/** The system's name of a failure, e.g. `ENOSPC`, also of those (`EDQUOT`) that Node knows by number alone. Empty: it is none. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return "";
  if (!error.code.startsWith("Unknown system error") || !("errno" in error)) return error.code;
  const { errno } = error;
  const named = Object.entries(constants.errno).find(([, number]) => -number === errno);
  return named?.[0] ?? error.code;
}
