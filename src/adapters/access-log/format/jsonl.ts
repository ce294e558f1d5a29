// Log format `jsonl`: JSON of any gateway or application, one record a line or in an array; fields by their usual names or as told.
import { POINTER, pointerTo } from "../../../core/pointer.ts";
import type { LogFormat, LogSample } from "../../../ports/access-log.ts";
import { commonNames, knownFields, looksLikeAccess } from "./common-names.ts";
import { eventReader } from "./event.ts";
import { firstRecords, isJson, type Json } from "./json.ts";
import { jsonGetters, jsonReader, jsonTime } from "./json-format.ts";
import { fieldsNamed, unknownColumn } from "./options.ts";
import { timesIn } from "./time.ts";
import { fieldSources, type FieldMap } from "./words.ts";

const ARRAYS = [
  "",
  "/data",
  "/items",
  "/records",
  "/events",
  "/logs",
  "/results",
  "/entries",
  "/hits",
];
/** A generic reader never beats one that knows its log. */
const PERHAPS = 0.6;
/** Members of members are looked at, deeper ones are named by a JSON Pointer. */
const DEEPEST = 3;

function pointersIn(record: Json, above: string, depth: number): readonly string[] {
  return Object.entries(record).flatMap(([name, value]) => {
    const pointer = `${above}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    return isJson(value) && depth < DEEPEST ? pointersIn(value, pointer, depth + 1) : [pointer];
  });
}

/** The members of the first records. */
function pointersOf(records: readonly Json[]): readonly string[] {
  return [...new Set(records.flatMap((record) => pointersIn(record, "", 1)))];
}

/** The JSON Pointer of a column that a person named. */
function pointerOf(column: string): string {
  return column.startsWith("/") ? column : `/${column.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** Sure of it when the fields of an access log are there, by their usual names or as told. */
function recognise(sample: LogSample, columns: Readonly<Record<string, string>> = {}): number {
  const records = firstRecords(sample, ARRAYS);
  const told = fieldsNamed(columns).filter(([, column]) => {
    const valueOf = pointerTo(pointerOf(column));
    return records.some((record) => valueOf(record) !== undefined);
  });
  const fields = new Set([
    ...knownFields(pointersOf(records)).keys(),
    ...told.map(([field]) => field),
  ]);
  return looksLikeAccess(fields) ? PERHAPS : 0;
}

/** Where each field is: as told, else by usual names. Throws ClaroIrError `usage` for a column that no first record has. */
function fieldsIn(head: LogSample, columns: Readonly<Record<string, string>>): FieldMap {
  const pointers = pointersOf(firstRecords(head, ARRAYS));
  const map: Partial<Record<keyof FieldMap, readonly string[]>> = Object.fromEntries(
    knownFields(pointers),
  );
  for (const [field, column] of fieldsNamed(columns)) {
    const pointer = pointerOf(column);
    const isThere = pointers.some((one) => one === pointer || one.startsWith(`${pointer}/`));
    if (
      !POINTER.test(pointer) ||
      (pointers.length > 0 && !isThere && pointer.split("/").length <= DEEPEST)
    )
      throw unknownColumn(field, pointers);
    map[field] = [pointer];
  }
  return map;
}

export const jsonl: LogFormat = {
  id: "jsonl",
  title: "JSON of any gateway or application, one record a line or in an array",
  help: [
    "Any log whose records are JSON objects. Fields are recognised by their usual names, also one level down.",
    "Others are named: a member's name, or a JSON Pointer such as /request/headers/x-key-id.",
  ],
  fields: fieldSources(commonNames()),
  traps: [
    "A field with an unusual name is not guessed at: what was understood stands in the report's notes.",
    "Times without a zone are UTC unless a zone is named.",
  ],
  example:
    '{"timestamp":"2026-11-23T13:05:07.120Z","keyId":"key_7f3a","clientIp":"203.0.113.9","method":"GET","path":"/v1/prompts/prm_0a1b2c","status":200,"userAgent":"acme-sdk/2.1","bytes":1834}',
  framing: { kind: "records", arrays: ARRAYS },
  namesKeys: true,
  isAdministrative: false,
  changeWords: [],
  recognise,
  open(head, { columns, zone }) {
    const fields = fieldsIn(head, columns);
    const times = timesIn(zone);
    const words = fieldSources(fields).map(({ field, from }) => `${field} = ${from}`);
    return {
      namesKeys: fields.key !== undefined,
      read: jsonReader({}, eventReader(jsonGetters(fields), times)),
      timeOf: jsonTime(jsonGetters(fields), times),
      notes: () => [`Fields: ${words.join("; ")}.`, ...times.notes()],
    };
  },
};
