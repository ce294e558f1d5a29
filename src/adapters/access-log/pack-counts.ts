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
  let row = 0;
  for (const [at, minute] of activity.minutes) {
    minutes.set(
      [
        at,
        ...FIGURES.map((figure) => minute[figure]),
        minute.first,
        minute.where.source,
        minute.where.line,
      ],
      row,
    );
    row += COLUMNS;
  }
  return { rest: { ...activity, minutes: new Map() }, minutes };
}

function unpackActivity({ rest, minutes }: PackedActivity): Activity {
  for (let row = 0; row < minutes.length; row += COLUMNS) {
    const [at = 0, ...figures] = minutes.subarray(row, row + COLUMNS);
    const [first = 0, source = 0, line = 0] = figures.slice(FIGURES.length);
    const minute = newMinute(first, { source, line });
    for (const [index, figure] of FIGURES.entries()) minute[figure] = figures[index] ?? 0;
    rest.minutes.set(at, minute);
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
