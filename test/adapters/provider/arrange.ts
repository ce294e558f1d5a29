// A provider of each kind, connected to the stand-in of its vendor. A kind that is not arranged here fails the suites.
import { afterEach, vi } from "vitest";
import { createHttp } from "../../../src/adapters/http/client.ts";
import { connectProvider } from "../../../src/adapters/provider/index.ts";
import { Secret } from "../../../src/core/credential/secret.ts";
import type { Http } from "../../../src/ports/http.ts";
import type { KeyProvider } from "../../../src/ports/key-provider.ts";
import { keyDoubles } from "../../support/double/keys-index.ts";
import type { KeyDouble } from "../../support/double/keys.ts";

const started: KeyDouble[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const double of started.splice(0)) {
    await double.server.close();
    // Whatever a test was about: nothing it sent may break the vendor's own rules.
    if (double.complaints.length > 0) throw new Error(double.complaints.join("\n"));
  }
});

/** The real client, with a deadline that a server's silence does not hold the suite up for. */
function hasty(timeoutMs: number): Http {
  const http = createHttp({ env: {} });
  return { send: (request) => http.send({ ...request, timeoutMs }) };
}

export interface Arranged {
  readonly provider: KeyProvider;
  readonly vendor: KeyDouble;
  /** The leaked key's value. */
  readonly secret: Secret;
}

/** `more` options replace the stand-in's own; undefined takes one away. */
export async function arrange(
  kind: string,
  more: Readonly<Record<string, unknown>> = {},
  timeoutMs = 5000,
  through: (http: Http) => Http = (http) => http,
): Promise<Arranged> {
  const start = keyDoubles[kind];
  if (start === undefined) throw new Error(`the kind ${kind} has no stand-in`);
  const vendor = await start();
  started.push(vendor);
  for (const [name, value] of Object.entries(vendor.env)) vi.stubEnv(name, value);
  const options = Object.fromEntries(
    Object.entries({ ...vendor.options, ...more }).filter(([, value]) => value !== undefined),
  );
  const provider = connectProvider(
    { id: "vendor", kind, options },
    {
      http: through(hasty(timeoutMs)),
      resolve: (text) => Promise.resolve(text.replaceAll("${ADMIN}", vendor.admin)),
      endpoints: { [kind]: vendor.endpoint },
    },
  );
  return { provider, vendor, secret: new Secret(vendor.leaked.value) };
}
