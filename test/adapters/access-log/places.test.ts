// Tables of places: one's own columns or GeoLite2's, the smallest network counts, and what the logs do not name is filled in.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { placesOf } from "../../../src/adapters/access-log/places.ts";
import { nameWhereabouts } from "../../../src/core/audit/whereabouts.ts";
import type { Locate } from "../../../src/core/audit/context.ts";
import { activityOf } from "../../support/traffic/scenario.ts";
import { FROM, call } from "../../support/traffic/plain.ts";

const IPS = new Set(["203.0.113.57", "198.51.100.10", "2001:db8::7", "not an address"]);

async function table(text: string): Promise<Locate> {
  const folder = await mkdtemp(join(tmpdir(), "claro-ir-places-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "places.csv"), text);
  return placesOf(join(folder, "places.csv"), IPS);
}

describe("a table of places", () => {
  it("takes short columns, and of several networks the smallest", async () => {
    const locate = await table(
      "cidr,country,asn,org,lat,lon\n203.0.113.0/25,br,64500,x,-23.5,-46.6\n203.0.0.0/8,US,,y,,\n2001:db8::/32,NL,AS64501,z,,\n",
    );
    expect(locate("203.0.113.57")).toEqual({
      country: "BR",
      asn: "AS64500",
      lat: -23.5,
      lon: -46.6,
    });
    expect(locate("2001:db8::7")).toEqual({ country: "NL", asn: "AS64501" });
    expect(locate("198.51.100.10")).toBeNull();
  });

  it("takes the columns of GeoLite2", async () => {
    const asn = await table("network,autonomous_system_number\n203.0.113.0/24,64500\n");
    expect(asn("203.0.113.57")).toEqual({ asn: "AS64500" });
    const city = await table("network,geoname_id,latitude,longitude\n203.0.113.0/24,1,52.5,13.4\n");
    expect(city("203.0.113.57")).toEqual({ lat: 52.5, lon: 13.4 });
  });

  it("is none without networks, or with nothing about them", async () => {
    await expect(table("country,asn\nBR,1\n")).rejects.toThrow("it lacks the columns");
    await expect(table("network,org\n10.0.0.0/8,x\n")).rejects.toThrow("it lacks the columns");
  });

  it("names what the log does not, and leaves what it does", async () => {
    const events = [
      call(FROM, { ip: "203.0.113.57", country: null, asn: null }),
      call(FROM + 1, { ip: "198.51.100.10", country: "DE", asn: null }),
    ];
    const window = activityOf(events, true);
    const places = await table("cidr,country,asn\n0.0.0.0/0,BR,64500\n");
    const read = { sources: [], keys: [{ key: "c1", window, baseline: activityOf([], false) }] };
    nameWhereabouts(read, places);
    const said = [...window.actors.values()].map(({ country, asn }) => [country, asn]);
    expect(said).toEqual([
      ["BR", "AS64500"],
      ["DE", "AS64500"],
    ]);
  });
});
