// What is new since people were last told: the incident as it stands, held against what the last message said.
import { liveCredentials } from "../incident/checklist.ts";
import { kindOf } from "../incident/kind.ts";
import type { IncidentState } from "../incident/state.ts";
import { containedAt, restoredAt } from "../incident/status.ts";
import type { Instant } from "../instant.ts";
import { updateDueAt } from "./cadence.ts";
import { calledOnChannels, minuteOf, type Occasion } from "./notice.ts";

/** What a message told, as far as a later one asks. */
export interface Told {
  readonly state: IncidentState["state"];
  readonly severity: IncidentState["severity"];
  readonly phase: string;
  readonly commander: string | null;
  readonly contained: Instant | null;
  readonly restored: Instant | null;
  /** Alarms on record, of all keys. */
  readonly alarms: number;
}

/** A message in words, not yet addressed. */
export interface News {
  readonly occasion: Exclude<Occasion, "test">;
  readonly title: string;
  readonly lines: readonly string[];
  readonly told: Told;
}

/** The incident as far as channels are told of it. */
function toldOf(state: IncidentState): Told {
  return {
    state: state.state,
    severity: state.severity,
    phase: state.phase,
    commander: state.roles["ic"] ?? null,
    contained: containedAt(state),
    restored: restoredAt(state),
    alarms: alarmsOf(state).length,
  };
}

function alarmsOf(state: IncidentState) {
  return liveCredentials(state).flatMap(({ id, alarms }) =>
    alarms.map((alarm) => ({ credential: id, ...alarm })),
  );
}

function since(word: string, at: Instant | null, before: Instant | null): readonly string[] {
  return at !== null && at !== before ? [`${word} since ${minuteOf(at)}`] : [];
}

/** One line for each thing that people want to know and have not been told. */
function changes(state: IncidentState, before: Told, now: Told): readonly string[] {
  return [
    ...(now.severity !== null && now.severity !== before.severity
      ? [
          `Severity is now ${now.severity}${before.severity === null ? "" : ` (was ${before.severity})`}`,
        ]
      : []),
    ...since("CONTAINED: every leaked key is dead,", now.contained, before.contained),
    ...(before.contained !== null && now.contained === null
      ? ["NOT CONTAINED any more: a leaked key that was dead counts as alive"]
      : []),
    ...since("RESTORED: every replacement is in use,", now.restored, before.restored),
    ...alarmsOf(state)
      .slice(before.alarms)
      .map((alarm) => `ALARM ${alarm.credential}: ${alarm.detail}`),
  ];
}

/** Which message it is, and how it begins; undefined when nothing is new. */
function heading(
  before: Told | undefined,
  now: Told,
  changed: readonly string[],
): (Pick<News, "occasion"> & { readonly word: string }) | undefined {
  const wasOpen = before?.state === "open";
  if (now.state === "open" && before === undefined)
    return { occasion: "trigger", word: "declared" };
  if (now.state === "open" && !wasOpen) return { occasion: "trigger", word: "REOPENED" };
  // What ended before anybody was told, or was told already, is no news.
  if (now.state !== "open")
    return wasOpen
      ? { occasion: "resolve", word: now.state === "closed" ? "closed" : "stood down" }
      : undefined;
  if (now.commander !== before?.commander)
    return { occasion: "acknowledge", word: `${now.commander ?? "nobody"} commands` };
  return changed.length === 0 ? undefined : { occasion: "update", word: "update" };
}

/**
 * The next message about an incident, or undefined when nothing is new. `before` is what the last one told. Rotations are nobody's
 * business. The declarer commands until somebody is named: only a change of commander is an acknowledgement, because a pager
 * that is answered by the act that set it off would wake nobody.
 */
export function newsOf(
  state: IncidentState,
  before: Told | undefined,
  now: Instant,
): News | undefined {
  if (kindOf(state.id) === "rotation") return undefined;
  const told = toldOf(state);
  const changed = before === undefined ? [] : changes(state, before, told);
  const head = heading(before, told, changed);
  if (head === undefined) return undefined;
  const { occasion, word } = head;
  return { occasion, told, ...words(state, word, occasion === "trigger" ? [] : changed, now) };
}

/** Title and lines. Of a restricted incident only its codename is said, whatever happened. */
function words(
  state: IncidentState,
  word: string,
  lines: readonly string[],
  now: Instant,
): Pick<News, "title" | "lines"> {
  const name = calledOnChannels(state);
  if (state.restricted) return { title: `see incident ${name}`, lines: [] };
  const drill = state.drill ? "DRILL " : "";
  return {
    title: `${drill}[${state.severity ?? "no severity"}] ${name} ${word}`,
    lines: [...lines, ...standing(state, now)],
  };
}

/** Where it stands, in the four lines that a status update has: condition, key, phase, next update. */
function standing(state: IncidentState, now: Instant): readonly string[] {
  const keys = liveCredentials(state).map(
    ({ id, name, environment, old, new: fresh }) =>
      `${id} ${name} (${environment}): old key ${old.state}, new key ${fresh.state}`,
  );
  const due = state.state === "open" ? updateDueAt(state.severity, now) : null;
  return [
    state.summary,
    ...keys,
    ...(state.state === "open"
      ? [`Phase ${state.phase}, ${state.roles["ic"] ?? "nobody"} commands`]
      : [state.endedBecause ?? ""].filter((text) => text !== "")),
    ...(due === null ? [] : [`Next update by ${minuteOf(due)}`]),
  ];
}

/** A status update in a person's own words. */
export function updateOf(state: IncidentState, text: string, now: Instant): News {
  const said = state.restricted ? [] : [text];
  return { occasion: "update", told: toldOf(state), ...words(state, "update", said, now) };
}
