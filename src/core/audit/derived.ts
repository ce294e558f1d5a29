// What was made with a key and outlives it: keys, sessions, users, roles, and what was done with them.
import { toInstant, type Instant } from "../instant.ts";
import type { Activity, Changed } from "./activity.ts";
import type { Followed } from "./context.ts";
import type { Derived } from "./report.ts";

const LETS_IN = new Set(["key", "session", "user", "role", "service-account"]);
const MOST_ACTIONS = 10;

function isMade({ change, outcome }: Changed): boolean {
  return outcome === "success" && change.does === "creates" && LETS_IN.has(change.what);
}

/** Ids of what was made in this activity and lets somebody in: what later lines may name. */
export function madeIn({ changes }: Activity): readonly string[] {
  return [...new Set(changes.filter(isMade).map(({ change }) => change.id))];
}

function instant(at: number | undefined): Instant | null {
  return at === undefined || !Number.isFinite(at) ? null : toInstant(at);
}

function actionsOf(activity: Activity | undefined): readonly string[] {
  return [...(activity?.seen.actions ?? [])]
    .sort(([, a], [, b]) => b.count - a.count)
    .slice(0, MOST_ACTIONS)
    .map(([action]) => action);
}

/** Every key, session, user and role made by `key`, or by what it made, in order. */
export function derivedOf(
  key: string,
  window: Activity,
  followed: readonly Followed[],
): readonly Derived[] {
  const makers = [{ key, window }, ...followed];
  const all = makers.flatMap((maker) => maker.window.changes);
  return makers
    .flatMap((maker) =>
      maker.window.changes.filter(isMade).map((made) => ({ by: maker.key, made })),
    )
    .map(({ by, made }) => {
      const activity = followed.find((one) => one.key === made.change.id)?.window;
      const removed = all.find(
        ({ change, outcome, at }) =>
          outcome === "success" &&
          change.does === "deletes" &&
          change.what === made.change.what &&
          change.id === made.change.id &&
          at >= made.at,
      );
      return {
        id: made.change.id,
        kind: made.change.what,
        madeAt: toInstant(made.at),
        madeBy: by,
        requests: activity?.requests ?? 0,
        first: instant(activity?.first),
        last: instant(activity?.last),
        actions: actionsOf(activity),
        removedAt: instant(removed?.at),
      };
    })
    .sort((a, b) => (a.madeAt < b.madeAt ? -1 : 1));
}
