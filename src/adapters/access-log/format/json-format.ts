// What makes a log format of a JSON definition: pointers for fields, marks to know it by, and a function for what pointers cannot say.
import type { AccessEvent } from "../../../core/audit/access-event.ts";
import type { LogFormat, LogSample, Read } from "../../../ports/access-log.ts";
import { eventReader, FIELD_NAMES, type Get, type Getters, type ReadEvent } from "./event.ts";
import { firstLines, firstOf, recordOf, sureness, type Json } from "./json.ts";
import { fixedColumns } from "./options.ts";
import { timesIn, type Times } from "./time.ts";
import { fieldSources, placesOf, type FieldMap, type Words } from "./words.ts";

/** A log that carries its vendor's own words. No format is surer. */
export const CERTAIN = 0.95;

export interface JsonDefinition extends Words {
  /** Where its documents have their records (JSON Pointer, "" = the document is the array). Files of one record a line are read too. */
  readonly arrays: readonly string[];
  /** All of them stand in the first 64 KiB of such a file, and not all in any other kind's. Linear expressions on the JSON text. */
  readonly marks: readonly RegExp[];
  readonly namesKeys: boolean;
  readonly isAdministrative: boolean;
  readonly changeWords?: readonly string[];
  readonly fields: FieldMap;
  /** One record that holds several, or wraps another; null = it is no record of this kind. */
  spread?(record: Json): readonly Json[] | null;
  /** What pointers cannot say: change, names put together. */
  refine?(record: Json, event: AccessEvent): Partial<AccessEvent>;
}

/** Getters of a field map whose places are JSON Pointers. */
export function jsonGetters(map: FieldMap): Getters<Json> {
  const getters: Partial<Record<keyof FieldMap, Get<Json>>> = {};
  for (const field of FIELD_NAMES) {
    const places = placesOf(map, field);
    if (places.length > 0) getters[field] = firstOf(places);
  }
  return getters;
}

/** A reader of when a record happened, and nothing else. */
export function jsonTime({ at }: Getters<Json>, times: Times): (text: string) => number | null {
  return (text) => {
    const record = recordOf(text);
    const time = typeof record === "string" || at === undefined ? null : times.read(at(record));
    return typeof time === "number" ? time : null;
  };
}

/** A reader of one record's text. */
export function jsonReader(
  { spread, refine }: Pick<JsonDefinition, "spread" | "refine">,
  readEvent: ReadEvent<Json>,
): (text: string) => Read {
  function one(record: Json): AccessEvent | string {
    const event = readEvent(record);
    return typeof event === "string" || refine === undefined
      ? event
      : { ...event, ...refine(record, event) };
  }
  return (text) => {
    if (text.trim() === "") return { none: true };
    const record = recordOf(text);
    if (typeof record === "string") return { rejected: `it ${record}` };
    if (spread === undefined) return single(one(record));
    const parts = spread(record);
    if (parts === null) return { rejected: "it is no record of this kind of log" };
    if (parts.length === 0) return { none: true };
    const events = parts.map((part) => one(part));
    const rejected = events.find((event) => typeof event === "string");
    if (rejected !== undefined) return { rejected };
    return { events: events.filter((event) => typeof event !== "string") };
  };
}

function single(event: AccessEvent | string): Read {
  return typeof event === "string" ? { rejected: event } : { event };
}

/** Certain when all marks are there; of one record a line, in so far as those lines can be read as well. */
function recognise(
  marks: readonly RegExp[],
  sample: LogSample,
  read: (text: string) => Read,
): number {
  if (!/^\uFEFF?\s{0,64}[{[]/.test(sample.text)) return 0;
  if (!marks.every((mark) => mark.test(sample.text))) return 0;
  const lines = firstLines(sample).filter((line) => typeof recordOf(line) !== "string");
  if (lines.length < 2) return CERTAIN;
  const good = lines.filter((line) => !("rejected" in read(line))).length;
  return sureness(CERTAIN, good, lines.length);
}

/** The log format of a definition. */
export function jsonFormat(definition: JsonDefinition): LogFormat {
  const { id, title, help, traps, example, arrays, marks, fields, namesKeys } = definition;
  const getters = jsonGetters(fields);
  return {
    id,
    title,
    help,
    traps,
    example,
    fields: fieldSources(fields),
    framing: { kind: "records", arrays },
    namesKeys,
    isAdministrative: definition.isAdministrative,
    changeWords: definition.changeWords ?? [],
    recognise: (sample) =>
      recognise(marks, sample, jsonReader(definition, eventReader(getters, timesIn(null)))),
    open(_head, { columns, zone }) {
      const times = timesIn(zone);
      return {
        namesKeys,
        read: jsonReader(definition, eventReader(getters, times)),
        ...(definition.spread === undefined ? { timeOf: jsonTime(getters, times) } : {}),
        notes: () => [...fixedColumns(columns), ...times.notes()],
      };
    },
  };
}
