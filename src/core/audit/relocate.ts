// Gives every place in an activity another number: of its line, or of its source.
import type { Where } from "./access-event.ts";
import type { Activity } from "./activity.ts";

/** What the numbers become. Numbers alone, since a log has tens of thousands of minutes, each with its place. */
export interface Relocation {
  source(source: number): number;
  /** `source` as it was. Keeps the order of places within a source. */
  line(source: number, line: number): number;
}

/** Change every place in it. */
export function relocate(activity: Activity, to: Relocation): void {
  function moved({ source, line }: Where): Where {
    return { source: to.source(source), line: to.line(source, line) };
  }
  activity.minutes.relocate(to);
  for (const actor of activity.actors.values())
    actor.examples = actor.examples.map((one) => ({ ...one, where: moved(one.where) }));
  activity.changes = activity.changes.map((one) => ({ ...one, where: moved(one.where) }));
}
