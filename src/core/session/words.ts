// The live view in whole words, one fact a line, for a screen reader: no signs that it would spell, no time that runs.
import { toEpoch, type Instant } from "../instant.ts";
import { kindOf } from "../incident/kind.ts";
import type { SessionKey } from "./key.ts";
import type { SessionRow } from "./row.ts";
import type { SessionView } from "./view.ts";

/** `02:15 UTC`; a fixed time, so that only what changed is said again. */
function time(instant: Instant): string {
  return `${instant.slice(11, 16)} UTC`;
}

/** `1/3` as it is said. */
function aloud(words: string): string {
  return words.replaceAll("/", " of ");
}

function keyWords(key: SessionKey): readonly string[] {
  return [
    `Key ${key.id}: ${key.name}, ${key.environment}, ${key.provider}, ends in ${key.last4}.`,
    `${key.id} old key: ${aloud(key.old.word)}. New key: ${aloud(key.new.word)}. Places in use: ${aloud(key.places)}.`,
    ...(key.alarm === null ? [] : [`Alarm for ${key.id}: ${key.alarm}`]),
    ...(key.notice === null ? [] : [`Notice for ${key.id}: ${key.notice}`]),
  ];
}

function howLong(row: SessionRow): string {
  if (row.state === "busy") return row.who === null ? "under way" : `${row.who} is at it`;
  if (row.state === "unknown") return "outcome unknown";
  if (row.state === "waiting") return "waits for another";
  if (row.state === "finished") return "finished";
  if (row.due !== undefined) return row.due === "" ? "no date yet" : `first in ${row.due}`;
  if (row.minutes === null) return "no time set";
  const hours = Math.round(row.minutes / 60);
  return hours < 2
    ? `about ${String(Math.max(1, row.minutes))} minutes`
    : `about ${String(hours)} hours`;
}

function rowWords(row: SessionRow, index: number): readonly string[] {
  const on = row.credential === null ? "" : ` for ${row.credential}`;
  const line = `${String(index + 1)}: ${row.title}${on}, ${howLong(row)}.`;
  return index === 0 && row.why !== "" ? [line, `Why: ${row.why}`] : [line];
}

/** Everything on the live screen, to be read out. */
export function viewWords(view: SessionView, now: Instant): readonly string[] {
  const late = toEpoch(now) > toEpoch(view.dueAt);
  return [
    `${view.drill ? "Drill, nothing real. " : ""}${kindOf(view.incident) === "rotation" ? "Rotation" : "Incident"} ${view.incident.slice(-4)}, ${view.severity}, ${view.state}.`,
    `${view.phase}: ${late ? "overdue since" : "due at"} ${time(view.dueAt)}.`,
    ...(view.isBenign
      ? ["Verdict: benign. The key stays, nothing is to be cut."]
      : view.keys.flatMap(keyWords)),
    ...(view.contained === null ? [] : [`Contained at ${time(view.contained)}.`]),
    ...(view.restored === null ? [] : [`Restored at ${time(view.restored)}.`]),
    ...(view.clock === null
      ? []
      : [
          `Tell ${view.clock.name}, ${toEpoch(now) > toEpoch(view.clock.dueAt) ? "overdue since" : "due"} ${view.clock.dueAt.slice(0, 10)} ${time(view.clock.dueAt)}. No legal advice.`,
        ]),
    ...view.rows.flatMap(rowWords),
    ...(view.rows.length === 0 ? ["Nothing is left to do here."] : []),
    ...(view.unknown === 0 ? [] : [`Outcomes unknown: ${String(view.unknown)}. r looks.`]),
    ...(view.telling === null ? [] : [`${view.telling}. m tells them.`]),
    `${String(view.answered)} steps settled, ${String(view.notApplicable)} not applicable, ${String(view.later)} later.`,
    "Keys: a all steps, s order, plus sign key or place, n note, e answers, t timeline, question mark help, q leave.",
  ];
}
