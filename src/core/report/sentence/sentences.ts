// The type of the sentence tables: one function for each type of event, so that a new type does not compile without words.
import type { IncidentData, IncidentType } from "../../incident/event.ts";

export interface SentenceNames {
  /** Title of a step, or its id when the runbook has none of that name. */
  step(id: string): string;
  /** How an operator is shown. */
  who(operator: string): string;
  /** In a rehearsal some things are only played. */
  readonly isDrill?: boolean;
}

export type Sentences<Type extends IncidentType> = {
  readonly [Key in Type]: (data: IncidentData[Key], names: SentenceNames) => string;
};

/** ` (detail)`, or nothing when there is none. */
export function aside(detail: string | number | null): string {
  return detail === null || detail === "" ? "" : ` (${String(detail)})`;
}

/** `…c123`, or words when the last four characters are not known. */
export function ending(last4: string | null): string {
  return last4 === null || last4 === "" ? "key ending unknown" : `…${last4}`;
}

/** `1 place`, `2 places`. */
export function count(number: number, unit: string): string {
  return `${String(number)} ${unit}${number === 1 ? "" : "s"}`;
}
