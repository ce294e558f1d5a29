// Log format `cloudfront`: CloudFront's standard access logs, tab-separated below a `#Fields:` line.
import type { LogFormat, LogSample, Read } from "../../../ports/access-log.ts";
import { eventReader, type Field, type Get, type Getters, type ReadEvent } from "./event.ts";
import { firstLines } from "./json.ts";
import { fieldsNamed, unknownColumn } from "./options.ts";
import { timesIn, type Times } from "./time.ts";
import { fieldSources } from "./words.ts";

type Cells = readonly string[];

const FIELDS_LINE = /^#Fields:\s*(.*)$/;

/** Columns by field (AWS, "Standard logging reference"). */
const COLUMNS: Readonly<Partial<Record<Field, string>>> = {
  ip: "c-ip",
  country: "c-country",
  asn: "asn",
  userAgent: "cs(User-Agent)",
  method: "cs-method",
  path: "cs-uri-stem",
  status: "sc-status",
  bytes: "sc-bytes",
  id: "x-edge-request-id",
};

/** Values are percent-encoded; one that does not decode stays as it is. */
function decoded(value: string | undefined): string | undefined {
  if (value?.includes("%") !== true) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function namesIn(line: string): readonly string[] {
  return (FIELDS_LINE.exec(line)?.[1] ?? "").split(/\s+/).filter((name) => name !== "");
}

function namesOf(head: LogSample): readonly string[] {
  return (
    firstLines(head)
      .map((line) => namesIn(line))
      .find((names) => names.length > 0) ?? []
  );
}

function gettersOf(
  names: readonly string[],
  columns: Readonly<Record<string, string>>,
): Getters<Cells> {
  const date = names.indexOf("date");
  const time = names.indexOf("time");
  const getters: Partial<Record<Field, Get<Cells>>> = {
    at: (cells) => `${cells[date] ?? ""}T${cells[time] ?? ""}Z`,
  };
  // The keys of COLUMNS are fields.
  for (const [field, name] of Object.entries(COLUMNS)) {
    const place = names.indexOf(name);
    if (place !== -1) getters[field as Field] = (cells) => decoded(cells[place]);
  }
  for (const [field, name] of fieldsNamed(columns)) {
    const place = names.indexOf(name);
    if (place === -1 && names.length > 0) throw unknownColumn(field, names);
    getters[field] = (cells) => decoded(cells[place]);
  }
  return getters;
}

/** Reads lines; a `#Fields:` line further down (a file made of several) changes what the columns are. */
function reader(head: LogSample, columns: Readonly<Record<string, string>>, times: Times) {
  let names = namesOf(head);
  let readCells: ReadEvent<Cells> = eventReader(gettersOf(names, columns), times);
  return (text: string): Read => {
    const line = text.replace(/^\uFEFF/, "").replace(/\r$/, "");
    if (line.trim() === "") return { none: true };
    if (line.startsWith("#")) {
      const named = namesIn(line);
      if (named.length > 0 && named.join() !== names.join()) {
        names = named;
        readCells = eventReader(gettersOf(names, {}), times);
      }
      return { none: true };
    }
    if (names.length === 0) return { rejected: "there is no #Fields: line before it" };
    const cells = line.split("\t");
    if (cells.length !== names.length)
      return {
        rejected: `it has ${String(cells.length)} fields where #Fields: names ${String(names.length)}`,
      };
    const event = readCells(cells);
    return typeof event === "string" ? { rejected: event } : { event };
  };
}

export const cloudfront: LogFormat = {
  id: "cloudfront",
  title: "CloudFront standard log",
  help: [
    "From the distribution's log bucket; .gz is read as it is:",
    "$ aws s3 sync s3://<bucket>/<prefix> cf-logs/",
    "A header or cookie that names the key: --column key=<name in #Fields:>. Behind another proxy: --column ip=x-forwarded-for.",
  ],
  fields: fieldSources({ at: "date, time (UTC)", ...COLUMNS }),
  traps: [
    "It names no key unless a field of it does: its figures are of all callers together.",
    "Files come late, up to a day, and some may never come: the newest hours are not complete.",
    "A request answered from the cache never reached your API.",
  ],
  example: [
    "#Version: 1.0",
    "#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id",
    "2026-11-23\t13:05:07\tAMS54-P1\t18342\t203.0.113.9\tGET\td111.cloudfront.net\t/v1/prompts\t200\t-\tpython-requests/2.32.3\tlimit=100\t-\tMiss\tx3Hq0Yw==",
  ].join("\n"),
  framing: { kind: "lines" },
  namesKeys: true,
  isAdministrative: false,
  changeWords: [],
  recognise(sample) {
    const names = namesOf(sample);
    return ["date", "time", "c-ip", "sc-status"].every((name) => names.includes(name)) ? 0.95 : 0;
  },
  open(head, { columns, zone }) {
    const times = timesIn(zone);
    return {
      namesKeys: columns["key"] !== undefined,
      read: reader(head, columns, times),
      notes: times.notes,
    };
  },
};
