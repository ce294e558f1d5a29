// Puts together what several workers counted: the same figures whatever the order, as long as no limit is reached.
import { addChange, type Activity, type Actor, type Dimension } from "./activity.ts";
import { MOST_VALUES, isEarlier } from "./count.ts";
import { addMinute, keepExample, mergeValues, place } from "./count-actor.ts";
import type { Values } from "./values.ts";

/** Add `part` to `into`. `part` is left as it was. */
export function merge(into: Activity, part: Activity): void {
  into.requests += part.requests;
  into.first = Math.min(into.first, part.first);
  into.last = Math.max(into.last, part.last);
  into.lastSuccess = Math.max(into.lastSuccess, part.lastSuccess);
  into.lastRefused = Math.max(into.lastRefused, part.lastRefused);
  into.outcomes.success += part.outcomes.success;
  into.outcomes.denied += part.outcomes.denied;
  into.outcomes.error += part.outcomes.error;
  into.bytes += part.bytes;
  into.units += part.units;
  into.cost += part.cost;
  into.average = Math.max(into.average, part.average);
  for (const [status, count] of part.statuses)
    into.statuses.set(status, (into.statuses.get(status) ?? 0) + count);
  into.minutes.merge(part.minutes);
  into.names.merge(part.names);
  for (const [dimension, values] of Object.entries(part.seen)) mergeSeen(into, dimension, values);
  for (const [key, actor] of part.actors) mergeActor(into, key, actor);
  for (const kind of part.overflow) into.overflow.add(kind);
  for (const change of part.changes) addChange(into, change);
  into.changes.sort((a, b) => (isEarlier(a.at, a.where, b.at, b.where) ? -1 : 1));
}

function mergeSeen(into: Activity, dimension: string, values: Values): void {
  // The keys of `seen` are its dimensions.
  const kind = dimension as Dimension;
  if (!into.seen[kind].merge(values, MOST_VALUES)) into.overflow.add(kind);
}

function mergeActor(into: Activity, key: string, part: Actor): void {
  const actor = into.actors.named(key, part);
  if (actor === undefined) {
    into.overflow.add("actors");
    return;
  }
  actor.requests += part.requests;
  actor.denied += part.denied;
  actor.errors += part.errors;
  actor.bytes += part.bytes;
  actor.units += part.units;
  actor.first = Math.min(actor.first, part.first);
  actor.last = Math.max(actor.last, part.last);
  actor.firstSuccess = Math.min(actor.firstSuccess, part.firstSuccess);
  actor.lastSuccess = Math.max(actor.lastSuccess, part.lastSuccess);
  actor.lastRefused = Math.max(actor.lastRefused, part.lastRefused);
  place(actor, part.country, part.asn);
  for (const [minute, count] of part.minutes) addMinute(into, actor.minutes, minute, count);
  for (const [minute, count] of part.refused) addMinute(into, actor.refused, minute, count);
  mergeValues(into, actor.actions, part.actions);
  mergeValues(into, actor.resources, part.resources);
  mergeValues(into, actor.missed, part.missed);
  for (const example of part.examples) keepExample(actor, example);
}
