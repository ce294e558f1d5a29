// What our own callers make with a key as they always did: the sessions of a pipeline, which are no thief's.
import type { Activity, Changed } from "./activity.ts";
import { callersOf, type Caller } from "./callers.ts";
import type { AuditContext, Followed } from "./context.ts";
import { isMade } from "./follow.ts";
import type { Profile } from "./profile.ts";

/** This key did the same to the same kind of thing before: it is how it is used. */
export function isUsual(baseline: Activity, { change }: Changed): boolean {
  return baseline.changes.some(
    ({ change: before, outcome }) =>
      outcome === "success" && before.does === change.does && before.what === change.what,
  );
}

/** Used from places of ours alone, and nothing was done with it to keys, users, logs or secrets. */
function isQuiet(window: Activity, profile: Profile, context: AuditContext): boolean {
  return (
    window.changes.length === 0 &&
    callersOf(window, profile, context).every(({ place }) => place !== "new")
  );
}

export interface Making {
  readonly window: Activity;
  readonly followed: readonly Followed[];
  readonly callers: readonly Caller[];
  readonly profile: Profile;
  readonly context: AuditContext;
}

/** Of what was made with the key: made by a caller of ours, as before, and quiet since. */
export function routineOf(making: Making): ReadonlySet<Changed> {
  const { window, followed, callers, profile, context } = making;
  const deeds = new Map(followed.map((one) => [one.key, one.window]));
  return new Set(
    window.changes.filter((changed) => {
      const made = deeds.get(changed.change.id);
      return (
        isMade(changed) &&
        isUsual(profile.activity, changed) &&
        callers.some(
          ({ actor, isForeign }) =>
            !isForeign && actor.ip === changed.ip && actor.agent === changed.agent,
        ) &&
        (made === undefined || isQuiet(made, profile, context))
      );
    }),
  );
}
