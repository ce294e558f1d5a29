// Log format `csv`: a table with a header; columns by their usual names or as told.
import type { LogFormat, LogSample } from "../../../ports/access-log.ts";
import { commonNames, knownFields, looksLikeAccess, plainName } from "./common-names.ts";
import { eventReader, type Field, type Get, type Getters } from "./event.ts";
import { sureness } from "./json.ts";
import { fieldsNamed, unknownColumn } from "./options.ts";
import { cellsOf, headerOf, tableReader, type Header } from "./table.ts";
import { timesIn } from "./time.ts";
import { fieldSources } from "./words.ts";

/** A generic reader never beats one that knows its log. */
const PERHAPS = 0.6;

type Places = Readonly<Partial<Record<Field, string>>>;

/** The column that a person meant. */
function named(column: string, { names }: Header): string | undefined {
  return (
    names.find((name) => name === column) ??
    names.find((name) => plainName(name) === plainName(column))
  );
}

/** The column of each field: as told, else by usual names. Throws ClaroIrError `usage` for a column that is not there. */
function columnsIn(header: Header, columns: Readonly<Record<string, string>>): Places {
  const { names } = header;
  const places: Partial<Record<Field, string>> = {};
  for (const [field, [first]] of knownFields(names)) if (first !== undefined) places[field] = first;
  for (const [field, column] of fieldsNamed(columns)) {
    const found = named(column, header);
    if (found === undefined) throw unknownColumn(field, names);
    places[field] = found;
  }
  return places;
}

/** Getters by place in the row. */
export function cellGetters({ names }: Header, places: Places): Getters<readonly string[]> {
  const getters: Partial<Record<Field, Get<readonly string[]>>> = {};
  for (const [field, name] of Object.entries(places)) {
    const place = names.indexOf(name);
    // The keys of a Places are fields.
    getters[field as Field] = (cells) => cells[place];
  }
  return getters;
}

function recognise(sample: LogSample, columns: Readonly<Record<string, string>> = {}): number {
  const header = headerOf(sample);
  if (header === null) return 0;
  const told = fieldsNamed(columns).filter(([, column]) => named(column, header) !== undefined);
  const fields = new Set([...knownFields(header.names).keys(), ...told.map(([field]) => field)]);
  if (!looksLikeAccess(fields)) return 0;
  const [, ...rows] = header.lines;
  const whole = rows.filter((row) => typeof cellsOf(row, header) !== "string");
  return rows.length === 0 ? PERHAPS : sureness(PERHAPS, whole.length, rows.length);
}

export const csv: LogFormat = {
  id: "csv",
  title: "CSV with a header, of any gateway, database or spreadsheet",
  help: [
    "Comma, semicolon or tab; the first line names the columns. Columns are recognised by their usual names; others are named.",
  ],
  fields: fieldSources(commonNames()),
  traps: [
    "A cell with a line break in it makes two lines that are rejected, and counted as such: export without them.",
    "Spreadsheets rewrite times: export before anybody opened it in one. 11/12/26 is refused.",
    "Times without a zone are UTC unless a zone is named.",
  ],
  example:
    "time,key_id,ip,method,path,status,user_agent,bytes\n2026-11-23T13:05:07Z,key_7f3a,203.0.113.9,GET,/v1/prompts,200,acme-sdk/2.1,1834",
  framing: { kind: "lines" },
  namesKeys: true,
  isAdministrative: false,
  changeWords: [],
  recognise,
  open(head, { columns, zone }) {
    const header = headerOf(head);
    const places = header === null ? {} : columnsIn(header, columns);
    const times = timesIn(zone);
    const words = fieldSources(places).map(({ field, from }) => `${field} = ${from}`);
    const readRow = eventReader(header === null ? {} : cellGetters(header, places), times);
    return {
      namesKeys: places.key !== undefined,
      read: tableReader(header, (cells) => {
        const event = readRow(cells);
        return typeof event === "string" ? { rejected: event } : { event };
      }),
      notes: () => [`Columns: ${words.join("; ")}.`, ...times.notes()],
    };
  },
};
