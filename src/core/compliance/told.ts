// Steps that mean that somebody was told: which notices each is about, and which of them are still open. A decision is not a notice.
import type { Missing } from "../credential/guard.ts";
import type { NextStep } from "../incident/next.ts";
import type { IncidentState } from "../incident/state.ts";
import { findStep, type Runbook, type Step } from "../runbook/runbook.ts";
import type { ClockRow } from "./clocks.ts";
import { concernsPeople, openClocks } from "./open-clocks.ts";

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

const LOOK = "claro-ir clocks";

/** More would be a list to read. */
const NAMED = 2;

function openWords(open: readonly Missing[]): string {
  const named = open.slice(0, NAMED).map(({ what }) => what);
  const more = open.length - named.length;
  return `nobody is told, or has decided: ${named.join(", ")}${more === 0 ? "" : ` and ${String(more)} more`}`;
}

/**
 * What `next` names, where notices are open: they are sent or decided, and the steps follow. Saying that one is done would be refused.
 * Several such steps are one thing to do.
 */
export function nextNotices(
  next: readonly NextStep[],
  runbook: Runbook,
  state: IncidentState,
  rows: readonly ClockRow[],
): readonly NextStep[] {
  const said = next.map((one) => {
    const step = findStep(runbook, one.step);
    const tells = step === undefined ? null : tellsOf(step);
    const open = tells === null ? [] : untold(tells, rows, concernsPeople(state));
    return open.length === 0 ? one : { ...one, command: LOOK, why: openWords(open) };
  });
  const first = said.findIndex(({ command }) => command === LOOK);
  return said.filter(({ command }, index) => command !== LOOK || index === first);
}
