// Steps that mean that somebody was told: which notices each is about, and which of them are still open. A decision is not a notice.
import type { Missing } from "../credential/guard.ts";
import type { Step } from "../runbook/runbook.ts";
import type { ClockRow } from "./clocks.ts";
import { openClocks } from "./open-clocks.ts";

/** `people`: those concerned. `later`: what follows an earlier notice. `first`: everybody else. */
export type Told = "people" | "first" | "later";

/** Notices to the people concerned, by their names in the table of duties. */
const TO_PEOPLE: readonly string[] = ["people", "recipients", "clients"];

function kindOf({ stage, startsWith }: ClockRow): Told {
  if (TO_PEOPLE.includes(stage)) return "people";
  return startsWith.endsWith(".sent_at") ? "later" : "first";
}

/** What a step tells: the decision to notify is about people, the others say it by the fact that they hang on. Null for any other step. */
export function tellsOf({ decides, when }: Step): Told | null {
  if (decides === "notify") return "people";
  if (when === null || !("fact" in when)) return null;
  if (when.fact === "clockRunning") return "first";
  return when.fact === "laterStages" ? "later" : null;
}

/** What stands in the way of saying that they were told. */
export function untold(
  tells: Told,
  rows: readonly ClockRow[],
  isConcerned: boolean,
): readonly Missing[] {
  const own = rows.filter((row) => kindOf(row) === tells);
  // What follows an earlier notice has no start before that.
  return openClocks(
    tells === "later" ? own.filter(({ state }) => state !== "waiting") : own,
    isConcerned,
  );
}

const OPEN: readonly ClockRow["state"][] = ["running", "late", "waiting", "undecided"];

/** Whether each of these notices is sent or declined by word, and there is one. */
export function isTold(tells: Told, rows: readonly ClockRow[]): boolean {
  const own = rows.filter((row) => row.isNotice && kindOf(row) === tells);
  return (
    own.every(({ state }) => !OPEN.includes(state)) &&
    own.some(({ state }) => state === "met" || state === "declined")
  );
}
