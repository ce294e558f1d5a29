// Gives every place in an activity another number: of its line, or of its source.
import type { Where } from "./access-event.ts";
import type { Activity } from "./activity.ts";

/** Change every place in it. `to` keeps the order of places within a source. */
export function relocate(activity: Activity, to: (where: Where) => Where): void {
  activity.minutes.relocate(to);
  for (const actor of activity.actors.values())
    actor.examples = actor.examples.map((one) => ({ ...one, where: to(one.where) }));
  activity.changes = activity.changes.map((one) => ({ ...one, where: to(one.where) }));
}
