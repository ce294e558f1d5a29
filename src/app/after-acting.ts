// What a failing disk means for a command: nothing was done outside, or nobody knows any more.
import { ClaroIrError } from "../core/error.ts";
import type { App } from "./context.ts";

/** "Not durable" promises that nothing was done outside: once this command has acted, what could not be recorded after is unknown. */
export function afterActing(app: Pick<App, "acted" | "op">, error: unknown): unknown {
  const promises = error instanceof ClaroIrError && error.kind === "not-durable";
  if (!promises || !app.acted.has(app.op)) return error;
  return new ClaroIrError(
    "unknown",
    "outcome-not-recorded",
    `Something was done outside, and not all that came of it is on record. ${error.message}`,
    { hint: "claro-ir reconcile", cause: error },
  );
}
