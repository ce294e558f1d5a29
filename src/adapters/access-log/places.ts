// A table of places: networks with country, operator or degrees, one's own or GeoLite2's Blocks. Only the rows asked for are kept.
import { createReadStream } from "node:fs";
import { CsvError, parse } from "csv-parse";
import ipaddr from "ipaddr.js";
import { ClaroIrError } from "../../core/error.ts";
import type { Locate, Place } from "../../core/audit/context.ts";
import { refusal } from "./find-logs.ts";
import { plainName } from "./format/common-names.ts";
import { asnOf, countryOf } from "./format/value.ts";

type Row = Readonly<Record<string, string>>;
type Address = ipaddr.IPv4 | ipaddr.IPv6;

function bad(file: string, why: string, cause?: unknown): ClaroIrError {
  return new ClaroIrError(
    "usage",
    "bad-places",
    `${file} cannot be used as a table of places: ${why}.`,
    {
      hint: "a CSV with the column network (or cidr) and any of country, asn, latitude and longitude, e.g. GeoLite2-City-Blocks-IPv4.csv",
      cause,
    },
  );
}

/** Columns by plain name: one's own short ones, and those of GeoLite2. */
const COLUMNS = {
  network: ["network", "cidr"],
  lat: ["latitude", "lat"],
  lon: ["longitude", "lon", "lng"],
  country: ["country", "countrycode", "countryisocode"],
  asn: ["asn", "autonomoussystemnumber"],
} as const;

function cell(row: Row, column: keyof typeof COLUMNS): string {
  return COLUMNS[column].map((name) => row[name]).find((one) => one !== undefined) ?? "";
}

function has(row: Row, column: keyof typeof COLUMNS): boolean {
  return COLUMNS[column].some((name) => row[name] !== undefined);
}

/** It names networks, and something about them. */
function isTable(row: Row): boolean {
  return has(row, "network") && (["lat", "country", "asn"] as const).some((one) => has(row, one));
}

function placeIn(row: Row): Place {
  const [lat, lon] = [cell(row, "lat"), cell(row, "lon")];
  const isPoint = [lat, lon].every((one) => one.trim() !== "" && Number.isFinite(Number(one)));
  const country = countryOf(cell(row, "country"));
  const asn = asnOf(cell(row, "asn"));
  return {
    ...(isPoint ? { lat: Number(lat), lon: Number(lon) } : {}),
    ...(country === null ? {} : { country }),
    ...(asn === null ? {} : { asn }),
  };
}

interface Found {
  readonly place: Place;
  readonly bits: number;
}

function smaller(known: Found | undefined, one: Found): Found {
  return known !== undefined && known.bits > one.bits ? known : one;
}

/** Where those of the addresses are that lie in the row's network. */
function placed(
  row: Row,
  wanted: readonly (readonly [string, Address])[],
): readonly (readonly [string, Found])[] {
  const network = cell(row, "network");
  if (!ipaddr.isValidCIDR(network)) return [];
  const [base, bits] = ipaddr.parseCIDR(network);
  const inside = wanted.filter(
    ([, address]) => address.kind() === base.kind() && address.match(base, bits),
  );
  if (inside.length === 0) return [];
  const place = placeIn(row);
  return inside.map(([ip]) => [ip, { place, bits }] as const);
}

/** Places of these addresses by the table in `file`, each by its smallest network. Throws ClaroIrError `usage` when it is none. */
export async function placesOf(file: string, addresses: ReadonlySet<string>): Promise<Locate> {
  const wanted = [...addresses]
    .filter((ip) => ipaddr.isValid(ip))
    .map((ip): readonly [string, Address] => [ip, ipaddr.process(ip)]);
  const found = new Map<string, Found>();
  const rows = parse({ columns: (names: string[]) => names.map(plainName), bom: true });
  const source = createReadStream(file);
  source.on("error", (error) => rows.destroy(error));
  source.pipe(rows);
  let isFirst = true;
  try {
    for await (const row of rows as AsyncIterable<Row>) {
      if (isFirst && !isTable(row)) throw bad(file, "it lacks the columns");
      isFirst = false;
      for (const [ip, one] of placed(row, wanted)) found.set(ip, smaller(found.get(ip), one));
    }
  } catch (error) {
    if (error instanceof ClaroIrError) throw error;
    throw bad(file, error instanceof CsvError ? "it is no CSV" : refusal(error), error);
  }
  return (ip) => found.get(ip)?.place ?? null;
}
