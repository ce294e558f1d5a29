// A table of places: networks with their degrees, as GeoLite2-City-Blocks and its like have them. Only the rows asked for are kept.
import { createReadStream } from "node:fs";
import { CsvError, parse } from "csv-parse";
import ipaddr from "ipaddr.js";
import { ClaroIrError } from "../../core/error.ts";
import { refusal } from "./find-logs.ts";

interface Degrees {
  readonly lat: number;
  readonly lon: number;
}

type Row = Readonly<Record<string, string>>;
type Address = ipaddr.IPv4 | ipaddr.IPv6;

function bad(file: string, why: string, cause?: unknown): ClaroIrError {
  return new ClaroIrError(
    "usage",
    "bad-places",
    `${file} cannot be used as a table of places: ${why}.`,
    {
      hint: "a CSV with the columns network (CIDR), latitude and longitude, e.g. GeoLite2-City-Blocks-IPv4.csv",
      cause,
    },
  );
}

function degreesOf({ latitude = "", longitude = "" }: Row): Degrees | null {
  const lat = Number(latitude);
  const lon = Number(longitude);
  return latitude === "" || longitude === "" || !Number.isFinite(lat) || !Number.isFinite(lon)
    ? null
    : { lat, lon };
}

/** Where those of the addresses are that lie in the row's network. */
function placed(
  row: Row,
  wanted: readonly (readonly [string, Address])[],
): readonly (readonly [string, Degrees])[] {
  const { network = "" } = row;
  const degrees = degreesOf(row);
  if (degrees === null || !ipaddr.isValidCIDR(network)) return [];
  const [base, bits] = ipaddr.parseCIDR(network);
  return wanted.flatMap(([ip, address]) =>
    address.kind() === base.kind() && address.match(base, bits) ? [[ip, degrees] as const] : [],
  );
}

/** Places of these addresses by the table in `file`. Throws ClaroIrError `usage` when it is none. */
export async function placesOf(
  file: string,
  addresses: ReadonlySet<string>,
): Promise<(ip: string) => Degrees | null> {
  const wanted = [...addresses]
    .filter((ip) => ipaddr.isValid(ip))
    .map((ip): readonly [string, Address] => [ip, ipaddr.process(ip)]);
  const found = new Map<string, Degrees>();
  const rows = parse({ columns: true, bom: true });
  const source = createReadStream(file);
  source.on("error", (error) => rows.destroy(error));
  source.pipe(rows);
  let isFirst = true;
  try {
    for await (const row of rows as AsyncIterable<Row>) {
      if (isFirst && (row["network"] === undefined || row["latitude"] === undefined))
        throw bad(file, "it lacks the columns");
      isFirst = false;
      for (const [ip, degrees] of placed(row, wanted)) found.set(ip, degrees);
    }
  } catch (error) {
    if (error instanceof ClaroIrError) throw error;
    throw bad(file, error instanceof CsvError ? "it is no CSV" : refusal(error), error);
  }
  return (ip) => found.get(ip) ?? null;
}
