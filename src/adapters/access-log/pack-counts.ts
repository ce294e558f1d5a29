// What a thread counted, as plain data that can be sent: columns as blocks of numbers, which cost next to nothing.
import type { Activity, Actor } from "../../core/audit/activity.ts";
import { Actors } from "../../core/audit/actors.ts";
import type { Column } from "../../core/audit/columns.ts";
import { Minutes } from "../../core/audit/minutes.ts";
import { Names, type PackedNames } from "../../core/audit/names.ts";
import { Values, type PackedValues } from "../../core/audit/values.ts";
import type { Counts } from "./counts.ts";

type PackedActor = Omit<Actor, "actions" | "resources" | "missed"> &
  Readonly<Record<"actions" | "resources" | "missed", PackedValues>>;

type PackedActivity = Omit<Activity, "minutes" | "names" | "seen" | "actors"> & {
  readonly minutes: Column;
  readonly names: PackedNames;
  readonly seen: Readonly<Record<keyof Activity["seen"], PackedValues>>;
  readonly actors: ReadonlyMap<string, PackedActor>;
};

export type PackedCounts = Omit<Counts, "keys" | "others"> & {
  readonly keys: readonly { readonly window: PackedActivity; readonly baseline: PackedActivity }[];
  readonly others: PackedActivity;
};

function packActor(actor: Actor): PackedActor {
  const { actions, resources, missed } = actor;
  return {
    ...actor,
    actions: actions.packed(),
    resources: resources.packed(),
    missed: missed.packed(),
  };
}

function unpackActor(actor: PackedActor): Actor {
  const { actions, resources, missed } = actor;
  return {
    ...actor,
    actions: Values.from(actions),
    resources: Values.from(resources),
    missed: Values.from(missed),
  };
}

function packActivity(activity: Activity): PackedActivity {
  const { minutes, names, seen, actors, ...figures } = activity;
  const { actions, resources, models } = seen;
  return {
    ...figures,
    minutes: minutes.cells(),
    names: names.packed(),
    seen: { actions: actions.packed(), resources: resources.packed(), models: models.packed() },
    actors: new Map([...actors].map(([key, actor]) => [key, packActor(actor)])),
  };
}

function unpackActivity(packed: PackedActivity): Activity {
  const { minutes, names, seen, actors } = packed;
  const { actions, resources, models } = seen;
  return {
    ...packed,
    minutes: Minutes.from(minutes),
    names: Names.from(names),
    seen: {
      actions: Values.from(actions),
      resources: Values.from(resources),
      models: Values.from(models),
    },
    actors: new Actors([...actors].map(([key, actor]) => [key, unpackActor(actor)])),
  };
}

/** As it is sent. */
export function packCounts(counts: Counts): PackedCounts {
  const keys = counts.keys.map(({ window, baseline }) => ({
    window: packActivity(window),
    baseline: packActivity(baseline),
  }));
  return { ...counts, keys, others: packActivity(counts.others) };
}

function columnsIn({ minutes, names, seen, actors }: PackedActivity): ArrayBuffer[] {
  const values = [
    ...Object.values(seen),
    ...[...actors.values()].flatMap(({ actions, resources, missed }) => [
      actions,
      resources,
      missed,
    ]),
  ];
  return [minutes, names.list, ...values.map(({ cells }) => cells)].map(({ buffer }) => buffer);
}

/** All blocks of numbers in it. */
export function columnsOf({ keys, others }: PackedCounts): readonly ArrayBuffer[] {
  const activities = [...keys.flatMap(({ window, baseline }) => [window, baseline]), others];
  return activities.flatMap(columnsIn);
}

/** As it was counted. */
export function unpackCounts(packed: PackedCounts): Counts {
  const keys = packed.keys.map(({ window, baseline }) => ({
    window: unpackActivity(window),
    baseline: unpackActivity(baseline),
  }));
  return { ...packed, keys, others: unpackActivity(packed.others) };
}
