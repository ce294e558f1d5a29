// A place of every registered kind of target, in a folder and at the vendors' stand-ins, each with a consumer that uses the key it finds there.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { targetModules } from "../../../src/adapters/target/index.ts";
import { certificate } from "../../support/double/certificate.ts";
import { doubles } from "../../support/double/index.ts";
import type { Double } from "../../support/double/server.ts";

const VARIABLE = "BAYT_API_KEY";

/** One place, as the configuration names it and as its keeper knows it. */
export interface Spot {
  readonly kind: string;
  /** Options of the target that is this place. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The value that counts now. */
  holds(): string;
  /** Every value that was ever written, oldest first, where the place keeps them. */
  versions(): readonly string[];
  readonly double?: Double;
}

export interface Everywhere {
  readonly spots: readonly Spot[];
  /** Environment with what proves to each vendor who we are. */
  readonly env: Readonly<Record<string, string>>;
  /** `targets:` and `endpoints:` of a configuration. */
  configuration(key: string): string;
  close(): Promise<void>;
}

/** Start all stand-ins; every place holds `old`. A consumer answers only with a key that `works`, and says its last four characters. */
export async function everywhere(
  folder: string,
  old: string,
  works: (value: string) => Promise<boolean>,
): Promise<Everywhere> {
  const spots: Spot[] = [];
  for (const { id } of targetModules) spots.push(await spotOf(id, folder, old));
  const consumers = await serveConsumers(spots, works);
  const started = spots.flatMap(({ double }) => (double === undefined ? [] : [double]));
  return {
    spots,
    env: environment(folder, started),
    configuration: (key) => configuration(spots, key, consumers.url),
    async close() {
      for (const { server } of started) await server.close();
      await consumers.close();
    },
  };
}

/** One place of a kind that holds `old`. */
export async function spotOf(kind: string, folder: string, old: string): Promise<Spot> {
  return inFolder[kind]?.(folder, old) ?? atVendor(kind, old);
}

/** What the program needs in its environment to be known to these vendors, and to trust them. */
export function environment(folder: string, started: readonly Double[]): Record<string, string> {
  const authority = join(folder, "authority.pem");
  writeFileSync(authority, certificate().cert);
  const set = started.flatMap(({ env }) => Object.entries(env));
  const env: Record<string, string> = { NODE_EXTRA_CA_CERTS: authority };
  for (const [name, value] of set) if (value !== undefined) env[name] = value;
  return env;
}

/** `targets:` and `endpoints:`; with the address of their consumers, each but the manual one has a check of use. */
export function configuration(spots: readonly Spot[], key: string, consumers?: string): string {
  const targets = spots.map(({ kind, options }) => {
    const inUse = { url: `${consumers ?? ""}/${kind}`, last4: "/last4" };
    const proof = kind === "manual" || consumers === undefined ? {} : { inUse };
    return `  - ${JSON.stringify({ id: kind, kind, key, ...options, ...proof })}\n`;
  });
  const endpoints: object = Object.assign({}, ...spots.map(({ double }) => double?.endpoints));
  return `targets:\n${targets.join("")}endpoints: ${JSON.stringify(endpoints)}\n`;
}

/** A JSON secret at AWS, as the guide has it; elsewhere the value alone. */
async function atVendor(kind: string, old: string): Promise<Spot> {
  const start = doubles[kind];
  if (start === undefined) throw new Error(`arrange a place for the kind ${kind}`);
  const isJson = kind.startsWith("aws");
  const double = await start(isJson ? `{"OTHER": "stays", "${VARIABLE}": "${old}"}` : old);
  function valueIn(text: string): string {
    return isJson ? String((JSON.parse(text) as Record<string, unknown>)[VARIABLE]) : text;
  }
  function versions(): readonly string[] {
    return double.versions().map((text) => valueIn(text));
  }
  const options = isJson ? { ...double.options, jsonKey: VARIABLE } : double.options;
  return { kind, options, double, versions, holds: () => versions().at(-1) ?? "" };
}

function envFile(kind: string, path: string): (folder: string, old: string) => Spot {
  return (folder, old) => {
    const file = join(folder, path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, `PORT=8080\n${VARIABLE}=${old}\n`, { mode: 0o600 });
    function holds(): string {
      return /^BAYT_API_KEY=(.*)$/m.exec(readFileSync(file, "utf8"))?.[1] ?? "";
    }
    return {
      kind,
      options: { path: file, variable: VARIABLE },
      holds,
      versions: () => (holds() === old ? [old] : [old, holds()]),
    };
  };
}

/** A program with a store: each value on stdin is a version. While the file `hold` is there it says `stored` and does not end. */
const STORE = `import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
const versions = JSON.parse(readFileSync("versions.json", "utf8"));
if (process.argv[2] === "read") process.stdout.write(versions.at(-1));
else {
  versions.push(await text(process.stdin));
  writeFileSync("versions.json", JSON.stringify(versions));
  const parent = process.ppid;
  if (existsSync("hold")) writeFileSync("stored", "");
  while (existsSync("hold") && process.ppid === parent) await setTimeout(20);
}
`;

const inFolder: Readonly<Record<string, (folder: string, old: string) => Spot>> = {
  dotenv: envFile("dotenv", "app/.env"),
  "docker-env-file": envFile("docker-env-file", "deploy/app.env"),
  exec(folder, old) {
    const program = join(folder, "store.mjs");
    const kept = join(folder, "versions.json");
    writeFileSync(program, STORE);
    writeFileSync(kept, JSON.stringify([old]), { mode: 0o600 });
    function versions(): readonly string[] {
      return JSON.parse(readFileSync(kept, "utf8")) as string[];
    }
    const run = [process.execPath, program];
    const options = { write: [...run, "write"], read: [...run, "read"] };
    return { kind: "exec", options, versions, holds: () => versions().at(-1) ?? "" };
  },
  manual: (_folder, old) => ({
    kind: "manual",
    options: { note: "ssh prod-1, edit /etc/app.env, systemctl restart app" },
    versions: () => [old],
    holds: () => old,
  }),
};

interface Consumers {
  readonly url: string;
  close(): Promise<void>;
}

/** Each consumer takes the key from its place at every request, and uses it. */
async function serveConsumers(
  spots: readonly Spot[],
  works: (value: string) => Promise<boolean>,
): Promise<Consumers> {
  async function answer(kind: string): Promise<{ status: number; last4: string }> {
    const value = spots.find((spot) => spot.kind === kind)?.holds() ?? "";
    return { status: (await works(value)) ? 200 : 503, last4: value.slice(-4) };
  }
  const server = createServer((request, response) => {
    void answer((request.url ?? "").slice(1)).then(({ status, last4 }) =>
      response.writeHead(status).end(JSON.stringify({ last4 })),
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => {
          closed();
        });
      }),
  };
}
