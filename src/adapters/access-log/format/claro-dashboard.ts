// Log format `claro-dashboard`: figures of the dashboard's API Keys page as a table, exported or typed off.
import { DAY } from "../../../core/instant.ts";
import type { AccessEvent } from "../../../core/audit/access-event.ts";
import type { LogFormat, Read } from "../../../ports/access-log.ts";
import { plainName } from "./common-names.ts";
import { cellGetters } from "./csv.ts";
import { eventReader } from "./event.ts";
import { fixedColumns } from "./options.ts";
import { headerOf, tableReader, type Header } from "./table.ts";
import { timesIn } from "./time.ts";
import { countOf } from "./value.ts";
import { fieldSources } from "./words.ts";

/** Plain names of the columns; the first that is there. */
const COLUMNS = {
  at: ["lastused", "lastusedat"],
  key: ["keyid", "id", "name", "keyname", "apikey", "key"],
  requests: ["requeststoday", "today", "totalrequests", "requests"],
  country: ["country", "countrycode"],
} as const;

const AVERAGE = ["avgrequests", "averagerequests", "avgrequestsperday", "dailyaverage", "average"];

/** 5 %, 5.0 or 0.05: a share from 0 to 1. Without a percent sign a number above 1 is one of hundred. */
function shareOf(cell: string | undefined): number {
  const share = countOf(cell?.replace("%", "")) ?? 0;
  return Math.min(1, cell?.includes("%") === true || share > 1 ? share / 100 : share);
}

function placeOf({ names }: Header, wanted: readonly string[]): string | undefined {
  const plain = names.map((name) => plainName(name));
  const found = wanted.find((name) => plain.includes(name));
  return found === undefined ? undefined : names[plain.indexOf(found)];
}

function placesOf(header: Header): Readonly<Partial<Record<keyof typeof COLUMNS, string>>> {
  const places = Object.entries(COLUMNS).map(([field, names]) => [field, placeOf(header, names)]);
  return Object.fromEntries(places.filter(([, place]) => place !== undefined));
}

/** Where in a row the first of these columns lies that is there; -1 = none is. */
function cellOf(header: Header | null, wanted: readonly string[]): number {
  const place = header === null ? undefined : placeOf(header, wanted);
  return place === undefined ? -1 : (header?.names.indexOf(place) ?? -1);
}

/** Of one day when the column says today; else of the key's whole life, which is told as one use: the last. */
function eventsOf(event: AccessEvent, share: number, average: number, isToday: boolean): Read {
  const requests = event.bucket?.requests ?? 0;
  if (!isToday || requests === 0) return { event: { ...event, bucket: null } };
  const failed = Math.round(requests * share);
  const bucket = { requests: requests - failed, lastsMs: DAY, average };
  const day = { ...event, at: event.at - (event.at % DAY), bucket };
  const failures = {
    ...day,
    outcome: "error" as const,
    bucket: { ...bucket, requests: failed },
  };
  return { events: [day, failures].filter((one) => one.bucket.requests > 0) };
}

export const claroDashboard: LogFormat = {
  id: "claro-dashboard",
  title: "Figures of Claro's dashboard, as a table",
  help: [
    "claro.baytos.ai -> Settings -> API Keys. There is no documented export: type off a row a key, with a header.",
    "Columns: name, last used, and requests today where it is shown; average requests (of a day), error rate and country if you have them.",
  ],
  fields: fieldSources({
    at: "last used",
    key: "id, name",
    requests: "requests today",
    outcome: "error rate",
    country: "country",
  }),
  traps: [
    "Total requests are of the key's whole life: only the last use is taken from such a row.",
    "Requests today are spread over the day of the last use, in UTC.",
    "Write times as ISO 8601 with their zone: dashboards show the zone of whoever looks.",
  ],
  example:
    "name,last_used,requests_today,error_rate\nproduction-web-app,2026-11-23T13:59:58Z,812,2 %",
  framing: { kind: "lines" },
  namesKeys: true,
  isAdministrative: false,
  changeWords: [],
  recognise(sample) {
    const header = headerOf(sample);
    if (header === null) return 0;
    const { at, key, requests } = placesOf(header);
    return at !== undefined && key !== undefined && requests !== undefined ? 0.95 : 0;
  },
  open(head, { columns, zone }) {
    const header = headerOf(head);
    const places = header === null ? {} : placesOf(header);
    const times = timesIn(zone);
    const readRow = eventReader(header === null ? {} : cellGetters(header, places), times);
    const rateAt = cellOf(header, ["errorrate", "errors"]);
    const averageAt = cellOf(header, AVERAGE);
    const isToday = plainName(places.requests ?? "").endsWith("today");
    return {
      namesKeys: true,
      read: tableReader(header, (cells) => {
        const event = readRow(cells);
        if (typeof event === "string") return { rejected: event };
        const average = countOf(cells[averageAt]) ?? 0;
        return eventsOf({ ...event, action: "usage" }, shareOf(cells[rateAt]), average, isToday);
      }),
      notes: () => [...fixedColumns(columns), ...times.notes()],
    };
  },
};
