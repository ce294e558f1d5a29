// What `sources show` says of a format, from the same definition that reads it.
import type { FieldSource, LogFormat } from "../../../ports/access-log.ts";
import type { Field } from "./event.ts";

/** The words that every definition brings along. */
export type Words = Pick<LogFormat, "id" | "title" | "help" | "traps" | "example">;

/** JSON Pointers or column names by field; the first that a record has counts. */
export type FieldMap = Readonly<Partial<Record<Field, string | readonly string[]>>>;

/** The places of a field, in order. */
export function placesOf(map: FieldMap, field: Field): readonly string[] {
  const places = map[field] ?? [];
  return typeof places === "string" ? [places] : places;
}

/** A field map in words. */
export function fieldSources(map: FieldMap): readonly FieldSource[] {
  return Object.entries(map).map(([field, places]) => ({
    field,
    from: typeof places === "string" ? places : places.join(", "),
  }));
}
