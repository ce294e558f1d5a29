// The events of a point, read as plain files.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Point } from "../../acceptance/robust/point.ts";

/** An event, as far as campaigns look at it. */
export interface Recorded {
  readonly seq: number;
  readonly type: string;
  readonly op: string;
  readonly data: Readonly<Record<string, string | null>>;
}

/** Ids of incidents that hold an event. */
export function incidentsOf(point: Point): readonly string[] {
  const folder = join(point.store, "incidents");
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((id) =>
    existsSync(join(folder, id, "journal", "00000001.json")),
  );
}

/** Events of its first incident, in order. */
export function eventsOf(point: Point): readonly Recorded[] {
  const [incident] = incidentsOf(point);
  if (incident === undefined) return [];
  const folder = join(point.store, "incidents", incident, "journal");
  return readdirSync(folder)
    .filter((name) => /^\d+\.json$/.test(name))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Recorded);
}
