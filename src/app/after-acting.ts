// What a failure to record is called once the outside was asked.
import { ClaroIrError } from "../core/error.ts";
import type { App } from "./context.ts";

/** "Not durable" promises that nothing was done outside: once this command has acted, what could not be recorded after is unknown. */
export function afterActing(app: App, error: unknown): unknown {
  const promises = error instanceof ClaroIrError && error.kind === "not-durable";
  if (!promises || !app.acted.has(app.op)) return error;
  return new ClaroIrError(
    "unknown",
    "outcome-not-recorded",
    `Something was done outside, and not all that came of it is on record. ${error.message}`,
    { hint: "claro-ir reconcile", cause: error },
  );
}
