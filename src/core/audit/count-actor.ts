// The part of an activity that tells apart who acted: one address with one agent for one principal.
import { MINUTE } from "../instant.ts";
import type { AccessEvent, Where } from "./access-event.ts";
import type { Activity, Actor, Example } from "./activity.ts";
import {
  MOST_ENTRIES,
  MOST_EXAMPLES,
  MOST_VALUES,
  isEarlier,
  WHOLE,
  shareOf,
  sharesOf,
  type Share,
} from "./count.ts";
import type { Values } from "./values.ts";

/** Count one event for who did it. */
export function countActor(
  activity: Activity,
  event: AccessEvent,
  requests: number,
  where: Where,
): void {
  const actor = activity.actors.of(event);
  if (actor === undefined) {
    activity.overflow.add("actors");
    return;
  }
  const { at, outcome } = event;
  actor.requests += requests;
  if (outcome === "denied") actor.denied += requests;
  if (outcome === "error") actor.errors += requests;
  actor.bytes += event.bytes ?? 0;
  actor.units += event.units ?? 0;
  if (at < actor.first) actor.first = at;
  if (at > actor.last) actor.last = at;
  if (outcome !== "success") actor.lastRefused = Math.max(actor.lastRefused, at);
  else {
    actor.firstSuccess = Math.min(actor.firstSuccess, at);
    actor.lastSuccess = Math.max(actor.lastSuccess, at);
  }
  place(actor, event.country, event.asn);
  if (!activity.isDetailed) return;
  if (event.action !== null) addSeen(activity, actor.actions, event.action, requests, at);
  if (event.bucket === null) addMinutes(activity, actor, event, requests, WHOLE);
  else for (const share of sharesOf(event)) addMinutes(activity, actor, event, requests, share);
  addResource(activity, actor, event, requests);
  addExample(actor, event, where);
}

function addResource(
  activity: Activity,
  { resources, missed }: Actor,
  { at, resource, outcome }: AccessEvent,
  requests: number,
): void {
  if (resource === null) return;
  const values = outcome === "success" ? resources : missed;
  addSeen(activity, values, resource, requests, at);
}

function addMinutes(
  activity: Activity,
  { minutes, refused }: Actor,
  { at, outcome }: AccessEvent,
  requests: number,
  share: Share,
): void {
  const minute = Math.floor((at + share.after) / MINUTE);
  const part = shareOf(requests, share);
  addMinute(activity, minutes, minute, part);
  if (outcome !== "success") addMinute(activity, refused, minute, part);
}

/** Where it was: of several answers the last in the alphabet, so that the order of reading does not matter. */
export function place(actor: Actor, country: string | null, asn: string | null): void {
  if (country !== null && (actor.country === null || country > actor.country))
    actor.country = country;
  if (asn !== null && (actor.asn === null || asn > actor.asn)) actor.asn = asn;
}

function hasRoom(activity: Activity): boolean {
  if (activity.entries < MOST_ENTRIES) return true;
  activity.overflow.add("entries");
  return false;
}

/** Add requests to a minute of an actor. */
export function addMinute(
  activity: Activity,
  minutes: Map<number, number>,
  minute: number,
  requests: number,
): void {
  const known = minutes.get(minute);
  if (known === undefined) {
    if (!hasRoom(activity)) return;
    activity.entries += 1;
  }
  minutes.set(minute, (known ?? 0) + requests);
}

/** How many values an actor's list may have: the entries of all actors together are limited, too. */
function roomFor({ entries }: Activity, values: Values): number {
  return Math.min(MOST_VALUES, values.size + MOST_ENTRIES - entries);
}

/** Add to an action or a resource of an actor. */
function addSeen(
  activity: Activity,
  values: Values,
  text: string,
  requests: number,
  at: number,
): void {
  const before = values.size;
  if (!values.see(text, requests, at, at, roomFor(activity, values)))
    activity.overflow.add("entries");
  activity.entries += values.size - before;
}

/** Add all actions or resources of another part's actor. */
export function mergeValues(activity: Activity, values: Values, part: Values): void {
  const before = values.size;
  if (!values.merge(part, roomFor(activity, values))) activity.overflow.add("entries");
  activity.entries += values.size - before;
}

function addExample(actor: Actor, event: AccessEvent, where: Where): void {
  const last = actor.examples[MOST_EXAMPLES - 1];
  if (last !== undefined && !isEarlier(event.at, where, last.at, last.where)) return;
  const { at, action, resource, status, outcome } = event;
  keepExample(actor, {
    at,
    where: { source: where.source, line: where.line },
    action,
    resource,
    status,
    outcome,
  });
}

/** Keep an example in its place among the earliest. */
export function keepExample(actor: Actor, example: Example): void {
  const { examples } = actor;
  let at = examples.length;
  for (; at > 0; at -= 1) {
    const before = examples[at - 1];
    if (before === undefined || !isEarlier(example.at, example.where, before.at, before.where))
      break;
  }
  examples.splice(at, 0, example);
  if (examples.length > MOST_EXAMPLES) examples.pop();
}
