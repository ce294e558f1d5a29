// The shape of a line of JSON: what stays the same when only its values differ, and where in it each field is.
import type { Cells, Shape } from "../../../ports/access-log.ts";
import { pointerTo } from "../../../core/pointer.ts";
import { eventReader, FIELD_NAMES, type Get, type Getters } from "./event.ts";
import { recordOf } from "./json.ts";
import type { Times } from "./time.ts";
import { placesOf, type FieldMap } from "./words.ts";

// Text without escapes (with a colon behind it the name of a member), and whatever else is a value.
const TOKEN = /"([^"\\]*)"(\s*:)?|-?\d+(?:\.\d+)?|true|false|null/g;

interface Built extends Pick<Shape, "literals" | "cells"> {
  /** The same record with the number of its cell in place of each value. */
  readonly numbered: string;
}

function build(text: string): Built {
  const literals: string[] = [];
  const cells: ("text" | "plain")[] = [];
  let from = 0;
  const numbered = text.replaceAll(
    TOKEN,
    (token, inner: string | undefined, colon: string | undefined, at: number) => {
      if (colon !== undefined) return token;
      const isText = inner !== undefined;
      const quote = isText ? 1 : 0;
      literals.push(text.slice(from, at + quote));
      from = at + token.length - quote;
      cells.push(isText ? "text" : "plain");
      return String(cells.length - 1);
    },
  );
  return { literals: [...literals, text.slice(from)], cells, numbered };
}

/** Where a record has a field, by the numbers of cells: the first place that has something. Null when a place is no single value. */
function getter(
  numbered: Readonly<Record<string, unknown>>,
  places: readonly string[],
): Get<Cells> | null {
  const found = places.map((place) => pointerTo(place)(numbered));
  const cells = found.filter((cell) => typeof cell === "number");
  if (found.some((cell) => cell !== undefined && typeof cell !== "number")) return null;
  const [only] = cells;
  if (places.length === 1) return (line) => (only === undefined ? undefined : line.value(only));
  return (line) => {
    for (const cell of cells) {
      const value = line.value(cell);
      if (value !== null && value !== "") return value;
    }
    return undefined;
  };
}

function gettersOf(
  numbered: Readonly<Record<string, unknown>>,
  map: FieldMap,
): Getters<Cells> | null {
  const getters: Partial<Record<keyof FieldMap, Get<Cells>>> = {};
  for (const field of FIELD_NAMES) {
    const places = placesOf(map, field);
    if (places.length === 0) continue;
    const get = getter(numbered, places);
    if (get === null) return null;
    getters[field] = get;
  }
  return getters;
}

/** The shape of a line whose fields are where the map says; null when it has escapes, or fields that are no single values. */
export function jsonShape(text: string, map: FieldMap, times: Times): Shape | null {
  if (text.includes("\\")) return null;
  const { literals, cells, numbered } = build(text);
  const record = recordOf(numbered);
  const getters = typeof record === "string" ? null : gettersOf(record, map);
  if (getters === null) return null;
  const readEvent = eventReader(getters, times);
  const { at } = getters;
  return {
    literals,
    cells,
    stop: '"',
    read(line) {
      const event = readEvent(line);
      return typeof event === "string" ? null : event;
    },
    timeOf(line) {
      const time = times.read(at?.(line));
      return typeof time === "number" ? time : null;
    },
  };
}
