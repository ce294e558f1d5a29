// Several readings of logs as one: what each key did is added up, and every "where" still names its own source.
import { newActivity, type Activity } from "../core/audit/activity.ts";
import type { Followed } from "../core/audit/context.ts";
import { relocate } from "../core/audit/relocate.ts";
import { merge } from "../core/audit/merge-activity.ts";
import type { ReadLogs } from "../ports/access-log.ts";

/** The activity, of sources whose numbers are higher by `by`. */
function shifted(activity: Activity, by: number): Activity {
  relocate(activity, { source: (source) => source + by, line: (_source, line) => line });
  return activity;
}

function sum(parts: readonly Activity[]): Activity {
  const all = newActivity(parts[0]?.isDetailed);
  for (const part of parts) merge(all, part);
  return all;
}

/** What was made with our keys, whichever log names it. */
function followed(reads: readonly ReadLogs[], before: readonly number[]): readonly Followed[] {
  const all = reads.flatMap((read, at) =>
    (read.followed ?? []).map(({ key, window }) => ({
      key,
      window: shifted(window, before[at] ?? 0),
    })),
  );
  const byKey = Map.groupBy(all, (one) => one.key);
  return [...byKey].map(([key, parts]) => ({ key, window: sum(parts.map((one) => one.window)) }));
}

/** All of them, in order. What they hold is changed: it goes into what is given back. */
export function joinReadings(reads: readonly ReadLogs[]): ReadLogs {
  const [only] = reads;
  if (only !== undefined && reads.length === 1) return only;
  const before = reads.map((_read, at) =>
    reads.slice(0, at).reduce((count, one) => count + one.sources.length, 0),
  );
  function parts(key: string, which: "window" | "baseline"): readonly Activity[] {
    return reads.flatMap((read, at) =>
      read.keys.filter((one) => one.key === key).map((one) => shifted(one[which], before[at] ?? 0)),
    );
  }
  const keys = [...new Set(reads.flatMap((read) => read.keys.map((one) => one.key)))];
  const others = reads.flatMap((read, at) =>
    read.others === undefined || read.others === null
      ? []
      : [shifted(read.others, before[at] ?? 0)],
  );
  return {
    sources: reads.flatMap((read) => read.sources),
    keys: keys.map((key) => ({
      key,
      window: sum(parts(key, "window")),
      baseline: sum(parts(key, "baseline")),
    })),
    followed: followed(reads, before),
    others: others.length === 0 ? null : sum(others),
    beats: reads.flatMap((read) => read.beats ?? read.sources.map(() => [])),
  };
}
