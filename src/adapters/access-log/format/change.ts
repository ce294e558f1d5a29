// Changes of access as data: which operation does what, and where the log has the id of what it did it to.
import type { Change } from "../../../core/audit/access-event.ts";
import { firstOf, type Json } from "./json.ts";
import { textOf } from "./value.ts";

/** What is done, to what, and JSON Pointers to its id, the best first. */
export type ChangeRule = readonly [Change["does"], Change["what"], ...string[]];

/** Rules by the operation's name. */
export type ChangeRules = Readonly<Record<string, ChangeRule>>;

/** A function that says what an operation changed; `otherwise` names it where no pointer has anything (a refused call has no answer). */
export function changesBy(
  rules: ChangeRules,
): (operation: string, record: Json, otherwise: string | null) => Change | null {
  const known = new Map(
    Object.entries(rules).map(([operation, [does, what, ...ids]]) => [
      operation,
      { does, what, idOf: firstOf(ids) },
    ]),
  );
  return (operation, record, otherwise) => {
    const rule = known.get(operation);
    if (rule === undefined) return null;
    const { does, what, idOf } = rule;
    return { does, what, id: textOf(idOf(record)) ?? otherwise ?? operation };
  };
}
