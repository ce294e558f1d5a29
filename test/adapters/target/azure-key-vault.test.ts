import { describe, expect, it } from "vitest";

import { Secret } from "../../../src/core/credential/secret.ts";
import { azureDouble, type AzureDouble } from "../../support/double/azure.ts";
import { connectDouble, useDouble } from "./arrange.ts";
import { failureOf } from "./support.ts";

const KIND = "azure-key-vault";
const NEW = "sk_live_NEWnewNEWnew1234";
const TOKEN = "3f0d8f2e-6c1b-4a57-9c3e-0b1f2a3c4d5e";

async function start(bundle: Readonly<Record<string, unknown>> = {}): Promise<AzureDouble> {
  const double = useDouble(await azureDouble("x"));
  double.secrets.set("bayt-api-key", [{ id: "0".repeat(32), bundle: { value: "old", ...bundle } }]);
  return double;
}

describe("a secret in a key vault", () => {
  it("is asked for its challenge once, before key and token are shown", async () => {
    const double = await start();
    const target = connectDouble(KIND, double);
    await target.write(new Secret(NEW), TOKEN);
    await target.read();
    const calls = double.server.arrivals.filter(({ url }) => url.pathname.startsWith("/secrets/"));
    expect(
      calls.map(({ method, headers }) => [method, headers.authorization !== undefined]),
    ).toEqual([
      ["GET", false],
      ["GET", true],
      ["PUT", true],
      ["GET", true],
    ]);
  });

  it("keeps content type and tags, and carries the operation's id", async () => {
    const double = await start({ contentType: "text/plain", tags: { team: "web" } });
    await connectDouble(KIND, double).write(new Secret(NEW), TOKEN);
    expect(double.secrets.get("bayt-api-key")?.at(-1)?.bundle).toMatchObject({
      value: NEW,
      contentType: "text/plain",
      tags: { team: "web", "claro-ir-operation": TOKEN },
    });
  });

  it("with as many tags as Azure allows gets no other", async () => {
    const tags = Object.fromEntries(
      Array.from({ length: 15 }, (_, index) => [`t${String(index)}`, "v"]),
    );
    const double = await start({ tags });
    await connectDouble(KIND, double).write(new Secret(NEW), TOKEN);
    expect(double.secrets.get("bayt-api-key")?.at(-1)?.bundle["tags"]).toEqual(tags);
  });

  it("is warned of when a date or a certificate comes with it", async () => {
    const double = await start({
      managed: true,
      attributes: { exp: 1_800_000_000, nbf: 1_700_000_000 },
    });
    const warnings = (await connectDouble(KIND, double).plan()).filter((line) =>
      line.startsWith("!"),
    );
    expect(warnings).toHaveLength(3);
    expect(warnings[0]).toContain("2027-01-15T08:00:00.000Z");
  });

  it("that is disabled is not readable and not written over", async () => {
    const double = await start({ attributes: { enabled: false } });
    const target = connectDouble(KIND, double);
    expect(await target.read()).toMatchObject({ state: "unreadable" });
    expect((await failureOf(target.write(new Secret(NEW), TOKEN))).message).toContain(
      "is disabled",
    );
    expect(double.server.changes).toEqual([]);
  });

  it("shows no token to a vault whose challenge names somebody else's domain", async () => {
    const double = await start();
    // No override: the stand-in is an ordinary vault then, and its challenge is for vault.azure.net.
    const target = connectDouble(
      KIND,
      { ...double, endpoints: {} },
      { options: { vaultUrl: double.server.url } },
    );
    const error = await failureOf(target.write(new Secret(NEW), TOKEN));
    expect(error.certain).toBe(true);
    expect(
      double.server.arrivals.filter(({ headers }) => headers.authorization !== undefined),
    ).toEqual([]);
  });
});
