// What a thread counted, made ready to be sent: minutes are by far the most of it, and as one block of numbers they cost a tenth.
import { newActivity, newMinute, type Activity, type Minute } from "../../core/audit/activity.ts";
import type { Counts } from "./counts.ts";

interface PackedActivity {
  readonly rest: Activity;
  readonly minutes: Float64Array<ArrayBuffer>;
}

export interface PackedCounts {
  readonly rest: Counts;
  readonly activities: readonly PackedActivity[];
}

const FIGURES = [
  "requests",
  "denied",
  "errors",
  "bytes",
  "units",
  "cost",
  "notFound",
  "limited",
  "downloads",
] as const satisfies readonly (keyof Minute)[];
/** The minute, its figures, when the first event was, and where: source and line. */
const COLUMNS = 1 + FIGURES.length + 3;

function packActivity(activity: Activity): PackedActivity {
  const minutes = new Float64Array(activity.minutes.size * COLUMNS);
  let at = 0;
  for (const [minute, counted] of activity.minutes) {
    minutes[at] = minute;
    at += 1;
    for (const figure of FIGURES) {
      minutes[at] = counted[figure];
      at += 1;
    }
    minutes[at] = counted.first;
    minutes[at + 1] = counted.where.source;
    minutes[at + 2] = counted.where.line;
    at += 3;
  }
  return { rest: { ...activity, minutes: new Map() }, minutes };
}

function unpackActivity({ rest, minutes }: PackedActivity): Activity {
  function cell(at: number): number {
    return minutes[at] ?? 0;
  }
  for (let row = 0; row < minutes.length; row += COLUMNS) {
    const end = row + COLUMNS;
    const minute = newMinute(cell(end - 3), { source: cell(end - 2), line: cell(end - 1) });
    let at = row + 1;
    for (const figure of FIGURES) {
      minute[figure] = cell(at);
      at += 1;
    }
    rest.minutes.set(cell(row), minute);
  }
  return rest;
}

function activitiesOf({ keys, others }: Counts): readonly Activity[] {
  return [...keys.flatMap(({ window, baseline }) => [window, baseline]), others];
}

/** As it is sent, and what of it need not be copied. */
export function packCounts(counts: Counts): {
  readonly packed: PackedCounts;
  readonly moved: ArrayBuffer[];
} {
  const activities = activitiesOf(counts).map(packActivity);
  return {
    packed: { rest: { ...counts, keys: [], others: newActivity(false) }, activities },
    moved: activities.map(({ minutes }) => minutes.buffer),
  };
}

/** As it was counted. */
export function unpackCounts({ rest, activities }: PackedCounts): Counts {
  const all = activities.map(unpackActivity);
  const others = all.at(-1) ?? rest.others;
  const keys = Array.from({ length: (all.length - 1) / 2 }, (_, index) => ({
    window: all[2 * index] ?? others,
    baseline: all[2 * index + 1] ?? others,
  }));
  return { ...rest, keys, others };
}
