// What is said when no line of any log could be read.
import type { AuditReport } from "../core/audit/report.ts";
import { ClaroIrError } from "../core/error.ts";

/** No line of any log could be read: which, why, and what to do. */
export function nothingRead({ sources }: AuditReport): ClaroIrError {
  const [first] = sources;
  const example =
    first === undefined ? "" : ` ${first.name}: ${first.unread?.why ?? "nothing in it"}.`;
  return new ClaroIrError(
    "found",
    "nothing-read",
    `No line of ${sources.length === 1 ? "this log" : `these ${String(sources.length)} logs`} could be read: nothing was audited.${example}`,
    { hint: "other logs, or how to read these: --source <format>, --column <field>=<column>" },
  );
}
