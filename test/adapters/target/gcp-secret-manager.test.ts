import { describe, expect, it } from "vitest";

import { Secret } from "../../../src/core/credential/secret.ts";
import { gcpDouble, type GcpDouble } from "../../support/double/gcp.ts";
import { connectDouble, useDouble } from "./arrange.ts";
import { failureOf } from "./support.ts";

const KIND = "gcp-secret-manager";
const NAME = "projects/acme-prod/secrets/bayt-api-key";
const NEW = "sk_live_NEWnewNEWnew1234";
const TOKEN = "3f0d8f2e-6c1b-4a57-9c3e-0b1f2a3c4d5e";

async function start(value: string): Promise<GcpDouble> {
  return useDouble(await gcpDouble(value));
}

describe("a secret in Google Cloud", () => {
  it("takes a line break at the end for none of the key, and says so", async () => {
    const double = await start("sk_live_OLDoldOLDold9876\n");
    const target = connectDouble(KIND, double);
    const reading = await target.read();
    expect(reading.state === "present" && reading.secret.reveal()).toBe("sk_live_OLDoldOLDold9876");
    expect(await target.plan()).toContain(
      "! its value ends with a line break, the new one will not",
    );
    await target.write(new Secret(NEW), TOKEN);
    expect(double.versions().at(-1)).toBe(NEW);
  });

  it("reads its own write back by number, not by latest, which may lag", async () => {
    const double = await start("old");
    const target = connectDouble(KIND, double);
    const { version } = await target.write(new Secret(NEW), TOKEN);
    expect(version).toBe("2");
    await target.read();
    expect(double.server.arrivals.at(-1)?.url.pathname).toMatch(/\/versions\/2:access$/);
  });

  it("without versions reads as absent, disabled ones and bytes as unreadable", async () => {
    const double = await start("x");
    const { versions, about } = double.secrets.get(NAME)!;
    versions[0]!.data = Buffer.from([0xff, 0xfe, 0x00]).toString("base64");
    expect(await connectDouble(KIND, double).read()).toMatchObject({ state: "unreadable" });
    versions[0]!.state = "DISABLED";
    const reading = await connectDouble(KIND, double).read();
    expect(JSON.stringify(reading)).toContain("disabled or destroyed");
    double.secrets.set(NAME, { versions: [], about });
    expect(await connectDouble(KIND, double).read()).toEqual({ state: "absent" });
  });

  it("is warned of where consumers may not follow", async () => {
    const double = await start("x");
    double.secrets.set(NAME, {
      versions: [{ data: "eA==", state: "ENABLED" }],
      about: { versionAliases: { prod: "1" }, rotation: {}, expireTime: "2027-01-01T00:00:00Z" },
    });
    const warnings = (await connectDouble(KIND, double).plan()).filter((line) =>
      line.startsWith("!"),
    );
    expect(warnings).toHaveLength(3);
    expect(warnings[0]).toContain("alias prod stays on version 1");
  });

  it("has a host of its own when it is regional", async () => {
    const double = await start("x");
    const seen: string[] = [];
    const elsewhere = { ...double, endpoints: {} };
    for (const location of [undefined, "europe-west3"])
      await connectDouble(KIND, elsewhere, {
        options: location === undefined ? {} : { location },
        seen: (url) => seen.push(url),
      }).read();
    expect(seen).toEqual([
      "https://secretmanager.googleapis.com/v1/projects/acme-prod/secrets/bayt-api-key/versions/latest:access",
      "https://secretmanager.europe-west3.rep.googleapis.com/v1/projects/acme-prod/locations/europe-west3/secrets/bayt-api-key/versions/latest:access",
    ]);
  });

  it("too large for Google is refused before it is sent", async () => {
    const double = await start("x");
    const error = await failureOf(
      connectDouble(KIND, double).write(new Secret("k".repeat(65_537)), TOKEN),
    );
    expect([error.certain, double.server.changes.length]).toEqual([true, 0]);
  });
});
