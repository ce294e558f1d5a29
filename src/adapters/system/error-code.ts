// Node's names of system failures.

/** The system's name of a failure, e.g. `ENOSPC`. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : "";
}
