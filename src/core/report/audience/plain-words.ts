// The record for people who know neither the program nor its key: what it means for them, not how it is handled.
import type { IncidentEvent, IncidentType } from "../../incident/event.ts";
import { worstMisuse } from "../../incident/misuse.ts";
import type { IncidentState } from "../../incident/state.ts";
import { parseInstant } from "../../instant.ts";
import { dateTime } from "../input.ts";
import { factValue } from "../terms.ts";

const ROWS: Partial<Record<IncidentType, string>> = {
  "incident.declared": "We began to treat it as an incident",
  "incident.closed": "The incident is over",
  "incident.stood-down": "It turned out to be no incident",
  "incident.reopened": "The incident is open again",
  "key.created": "A new key was made",
  "key.blocked": "The leaked key was withdrawn",
  "key.died": "The leaked key had stopped working",
  "key.revived": "The leaked key worked again",
  "target.in-use": "A service uses the new key",
};

/** What a row says to somebody outside, with the instant that it is about where that is another than the row's. */
export function plainRow(event: IncidentEvent): string {
  const words = ROWS[event.type] ?? "";
  if (event.type === "key.died") return `${words} at ${dateTime(event.data.firstDeadAt)}`;
  return event.type === "incident.declared" && event.data.drill ? `DRILL: ${words}` : words;
}

function minuteOf(state: IncidentState, fact: string): string | null {
  const at = parseInstant(factValue(state.facts, fact) ?? "");
  return at === undefined ? null : dateTime(at).slice(0, 16);
}

/** Whether somebody else used a key, as far as logs and people say: never a "no" that nobody could give. */
function used(state: IncidentState): string {
  const worst = worstMisuse(state, Object.keys(state.credentials));
  if (worst === null) return "Whether somebody else used the key is not yet known.";
  if (worst.judged === "benign") return "What looked like use by somebody else was our own.";
  if (worst.verdict === "UNKNOWN")
    return "The logs that we have show no use of the key by somebody else.";
  if (worst.verdict !== "CONFIRMED")
    return "Somebody else may have used the key; that is not yet certain.";
  const [first, last] = [minuteOf(state, "firstAbuseAt"), minuteOf(state, "lastAbuseAt")];
  return first === null || last === null
    ? "Somebody else used the key; from when to when is not yet known."
    : `Somebody else used the key from ${first} to ${last} UTC.`;
}

const DATA: Readonly<Record<string, string>> = {
  confirmed: "read",
  possible: "may have been read",
  none: "not read, as far as we know",
};

/** What somebody asks first: whether the key was used, and whether it was used on them. */
export function plainStatements(state: IncidentState): readonly string[] {
  const answer = factValue(state.facts, "dataAccessed") ?? "unknown";
  return [used(state), `Your data: ${DATA[answer] ?? "not yet known whether it was read"}.`];
}
