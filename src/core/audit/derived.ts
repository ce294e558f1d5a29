// What was made with a key and outlives it: keys, sessions, users, roles, and what was done with them.
import { toInstant, type Instant } from "../instant.ts";
import type { Activity, Changed } from "./activity.ts";
import type { Followed } from "./context.ts";
import { isMade } from "./follow.ts";
import type { Derived } from "./report.ts";

const MOST_ACTIONS = 10;

function instant(at: number | undefined): Instant | null {
  return at === undefined || !Number.isFinite(at) ? null : toInstant(at);
}

function actionsOf(activity: Activity | undefined): readonly string[] {
  return [...(activity?.seen.actions ?? [])]
    .sort(([, a], [, b]) => b.count - a.count)
    .slice(0, MOST_ACTIONS)
    .map(([action]) => action);
}

interface Made {
  readonly by: string;
  readonly made: Changed;
}

/** Each thing once, although a user's deeds are also those of the user's keys: what made it is the key in its line, where that is known. */
function onceEach(all: readonly Made[]): readonly Made[] {
  const things = new Map<string, Made>();
  for (const one of all) {
    const { what, id } = one.made.change;
    const thing = `${what} ${id} ${String(one.made.at)}`;
    if (!things.has(thing) || one.by === one.made.by) things.set(thing, one);
  }
  return [...things.values()];
}

/** Every key, session, user and role made by `key`, or by what it made, in order; what is our own routine comes last. */
export function derivedOf(
  key: string,
  window: Activity,
  followed: readonly Followed[],
  routine: ReadonlySet<Changed>,
): readonly Derived[] {
  const makers = [{ key, window }, ...followed];
  const all = makers.flatMap((maker) => maker.window.changes);
  const made = makers.flatMap((maker) =>
    maker.window.changes.filter(isMade).map((change) => ({ by: maker.key, made: change })),
  );
  return onceEach(made)
    .map((one) => ({ ...derived(one, all, followed), isOurs: routine.has(one.made) }))
    .sort((a, b) => Number(a.isOurs) - Number(b.isOurs) || (a.madeAt < b.madeAt ? -1 : 1));
}

function derived(
  { by, made }: Made,
  all: readonly Changed[],
  followed: readonly Followed[],
): Omit<Derived, "isOurs"> {
  const { what, id } = made.change;
  const activity = followed.find((one) => one.key === id)?.window;
  const removed = all.find(
    ({ change, outcome, at }) =>
      outcome === "success" &&
      change.does === "deletes" &&
      change.what === what &&
      change.id === id &&
      at >= made.at,
  );
  return {
    id,
    kind: what,
    madeAt: toInstant(made.at),
    madeBy: by,
    requests: activity?.requests ?? 0,
    first: instant(activity?.first),
    last: instant(activity?.last),
    actions: actionsOf(activity),
    removedAt: instant(removed?.at),
  };
}
