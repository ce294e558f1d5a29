// Gives every place in an activity another number: of its line, or of its source.
import type { Where } from "./access-event.ts";
import type { Activity } from "./activity.ts";

/** Change every place in it. `to` keeps the order of places within a source. */
export function relocate(activity: Activity, to: (where: Where) => Where): void {
  for (const minute of activity.minutes.values()) minute.where = to(minute.where);
  const { actors, seen } = activity;
  const values = [
    ...Object.values(seen),
    ...[...actors.values()].flatMap(({ actions, resources }) => [actions, resources]),
  ];
  for (const map of values) for (const one of map.values()) one.where = to(one.where);
  for (const actor of actors.values())
    actor.examples = actor.examples.map((one) => ({ ...one, where: to(one.where) }));
  activity.changes = activity.changes.map((one) => ({ ...one, where: to(one.where) }));
}
