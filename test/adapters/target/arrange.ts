// A place of each kind, ready to be written: in a folder, or at a stand-in of its vendor. A kind that is not arranged here fails the suites.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, vi } from "vitest";

import { createHttp } from "../../../src/adapters/http/client.ts";
import type { DeployTarget } from "../../../src/ports/deploy-target.ts";
import { HttpFailure } from "../../../src/ports/http.ts";
import { doubles } from "../../support/double/index.ts";
import type { Double } from "../../support/double/server.ts";
import { connect } from "./support.ts";

type Options = Readonly<Record<string, unknown>>;

/** Options for a place that holds the old value, and for one that is not there. */
export interface Place {
  readonly good: Options;
  readonly missing: Options;
  readonly endpoints?: Readonly<Record<string, string>>;
  /** What the place holds now, as its stand-in knows it. */
  readonly peek?: () => string | undefined;
}

function envFile(folder: string, old: string): Options {
  mkdirSync(join(folder, "app"));
  writeFileSync(join(folder, "app", ".env"), `A=1\nKEY=${old}\n`, { mode: 0o600 });
  return { path: "app/.env", variable: "KEY" };
}

const inFolder: Readonly<Record<string, (folder: string, old: string) => Place>> = {
  dotenv: (folder, old) => ({
    good: envFile(folder, old),
    missing: { path: "nowhere/.env", variable: "KEY" },
  }),
  "docker-env-file": (folder, old) => ({
    good: envFile(folder, old),
    missing: { path: "nowhere/app.env", variable: "KEY" },
  }),
  exec(folder, old) {
    writeFileSync(join(folder, "store"), old);
    return {
      good: { write: ["/bin/sh", "-c", "cat > store; cat store"], read: ["cat", "store"] },
      missing: { write: ["no-such-program-here"], read: ["no-such-program-here"] },
    };
  },
  manual: () => ({
    good: { note: "ssh prod-1, edit /etc/app.env" },
    missing: { note: "go there" },
  }),
};

const started: Double[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const double of started.splice(0)) {
    await double.server.close();
    // Whatever a test was about: nothing it sent may break the vendor's own rules.
    if (double.complaints.length > 0) throw new Error(double.complaints.join("\n"));
  }
});

/** Start the stand-in of a kind with a credential for it in the environment; both end with the test. */
export async function startDouble(kind: string, old: string): Promise<Double> {
  const start = doubles[kind];
  if (start === undefined) throw new Error(`arrange a place for the kind ${kind}`);
  return useDouble(await start(old));
}

/** Put a stand-in's credential into the environment; both end with the test. */
export function useDouble<D extends Double>(double: D): D {
  started.push(double);
  for (const [name, value] of Object.entries(double.env)) vi.stubEnv(name, value);
  return double;
}

/** A new place of this kind that holds `old`. */
export async function arrange(kind: string, folder: string, old: string): Promise<Place> {
  const local = inFolder[kind];
  if (local !== undefined) return local(folder, old);
  const { options, missing, endpoints, versions } = await startDouble(kind, old);
  return { good: options, missing, endpoints, peek: () => versions().at(-1) };
}

/** Connect to the place that a stand-in holds, with more options and a short deadline (in ms) where given. With `seen`, addresses are told and nothing is sent. */
export function connectDouble(
  kind: string,
  double: Double,
  more: {
    readonly options?: Options;
    readonly timeoutMs?: number;
    readonly seen?: (url: string) => void;
  } = {},
): DeployTarget {
  const http = createHttp({ env: {} });
  return connect(
    kind,
    "/",
    { ...double.options, ...more.options },
    {
      endpoints: double.endpoints,
      http: {
        send(request) {
          if (more.seen !== undefined) {
            more.seen(request.url);
            return Promise.reject(new HttpFailure("not sent", false));
          }
          const deadline = more.timeoutMs === undefined ? {} : { timeoutMs: more.timeoutMs };
          return http.send({ ...request, ...deadline });
        },
      },
    },
  );
}
