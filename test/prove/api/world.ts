// One key under treatment in a world of its own: a vendor, a store and a place, all in this process and on virtual time.
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { virtualClock } from "../../../src/adapters/system/clock.ts";
import type { Clock } from "../../../src/ports/system.ts";
import { manual } from "../../../src/sandbox/clock.ts";
import { startSandbox, type Sandbox } from "../../../src/sandbox/sandbox.ts";
import type { Ended, LoggedRequest } from "../../support/cli.ts";
import { inside } from "../../support/inside.ts";
import { parsed, type Status } from "../../acceptance/robust/point.ts";
import type { DumpedKey } from "../../acceptance/robust/stage.ts";

const START = Date.UTC(2026, 10, 23, 2, 10, 0);
export const KEY = "production-web";
/** Memory where there is some: what disks do is other campaigns' business. */
const FOLDER = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

export interface VendorKey extends DumpedKey {
  readonly accepted: boolean;
}

export interface Fault {
  readonly endpoint: string;
  readonly fault: string;
  readonly times?: number;
  readonly delayMs?: number;
  readonly retryAfter?: string;
  readonly location?: string;
}

export interface Ran extends Ended {
  readonly args: readonly string[];
}

/** Answers with the last four characters of what the place holds now. */
async function consumer(folder: string): Promise<Server> {
  const server = createServer((_request, response) => {
    void readFile(join(folder, "app.env"), "utf8").then((text) => {
      const value = /^BAYT_API_KEY=(.*)$/m.exec(text)?.[1] ?? "";
      response.end(JSON.stringify({ last4: value.slice(-4) }));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/** What the company knows: a vendor with an API (that can disable keys, where asked for), and one place. */
function configuration(url: string, inUse: string, canDisable: boolean): string {
  const disable = `disable: { method: PATCH, path: "/v1/keys/{{id}}", body: { status: disabled } }`;
  return `version: 1
operators: [{ id: dana, role: owner }]
identity: identity.txt
providers:
  claro:
    kind: http
    baseUrl: "${url}"
    auth: "file:./vendor/admin.key"
    create: { method: POST, path: /v1/keys, body: { name: "{{name}}" }, id: /id, secret: /secret }
    list: { method: GET, path: /v1/keys, items: /data, id: /id, name: /name, createdAt: /created_at, lastUsedAt: /last_used_at, status: /status, next: /next }
    delete: { method: DELETE, path: "/v1/keys/{{id}}" }
    ${canDisable ? disable : ""}
    probe: { method: GET, path: "/v1/prompts?limit=1", dead: [401] }
    usage: { method: GET, path: /v1/usage }
targets:
  - { id: web, kind: dotenv, path: app.env, variable: BAYT_API_KEY, key: ${KEY}, environment: production, provider: claro, reload: ["true"], inUse: { url: "${inUse}", last4: /last4 } }
`;
}

export class World {
  readonly folder: string;
  readonly runs: Ran[] = [];
  old = { id: "", secret: "" };
  readonly #sandbox: Sandbox;
  readonly #consumer: Server;
  readonly #clock: Clock;

  private constructor(folder: string, sandbox: Sandbox, server: Server, clock: Clock) {
    this.folder = folder;
    this.#sandbox = sandbox;
    this.#consumer = server;
    this.#clock = clock;
  }

  static async open(canDisable: boolean): Promise<World> {
    const folder = await mkdtemp(join(FOLDER, "claro-ir-api-"));
    const time = manual(START);
    const workspace = join(folder, "vendor");
    const sandbox = await startSandbox({
      workspace,
      seed: 5,
      scenario: "laptop-lost",
      clock: time,
    });
    const clock = virtualClock(time.now(), (to) => time.advance(to));
    const world = new World(folder, sandbox, await consumer(folder), clock);
    const { status, body } = await world.ask("POST", "/v1/keys", { name: KEY }, true);
    if (status !== 201) throw new Error(`no key: ${String(status)}`);
    world.old = body as typeof world.old;
    const { port } = world.#consumer.address() as AddressInfo;
    const at = `http://127.0.0.1:${String(port)}/`;
    await mkdir(world.store, { mode: 0o700 });
    await world.write("claro-ir.yaml", configuration(sandbox.url, at, canDisable));
    await world.write("app.env", `PORT=8080\nBAYT_API_KEY=${world.old.secret}\n`);
    await world.write("old.key", world.old.secret);
    return world;
  }

  async close(): Promise<void> {
    this.#consumer.close();
    await this.#sandbox.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  get store(): string {
    return join(this.folder, "store");
  }

  async run(args: readonly string[]): Promise<Ran> {
    const where = ["--store", this.store, "--config", join(this.folder, "claro-ir.yaml")];
    const ended = await inside([...where, "--operator", "dana", ...args], this.#clock);
    const ran = { ...ended, args };
    this.runs.push(ran);
    return ran;
  }

  /** Likewise, and it must succeed. */
  async ok(args: readonly string[]): Promise<Ran> {
    const ran = await this.run(args);
    if (ran.code === 0) return ran;
    throw new Error(
      `${args.join(" ")} ended with ${String(ran.code)}: ${ran.stdout}${ran.stderr}`.trim(),
    );
  }

  async start(): Promise<void> {
    const facts = ["--evidence-level", "public-exposure", "--abuse", "no", "--data", "internal"];
    const key = ["--key", KEY, "--key-id", this.old.id, "--secret-file", this.path("old.key")];
    const first = ["--strategy", "contain-first", "--because", "it is public"];
    await this.ok(["start", ...key, ...facts, ...first, "--json"]);
  }

  async status(): Promise<Status> {
    return parsed((await this.ok(["status", "--json"])).stdout) as unknown as Status;
  }

  async keys(): Promise<readonly VendorKey[]> {
    return ((await this.ask("GET", "/_dump")).body as { keys: VendorKey[] }).keys;
  }

  /** Requests that followed a redirect to another host. */
  async elsewhere(): Promise<number> {
    const { body } = await this.ask("GET", "/_dump");
    return (body as { elsewhere: { requests: number } }).elsewhere.requests;
  }

  async fault(order: Fault): Promise<void> {
    const { status } = await this.ask("POST", "/_fault", order);
    if (status !== 201) throw new Error(`fault refused: ${JSON.stringify(order)}`);
  }

  async calm(): Promise<void> {
    await this.ask("DELETE", "/_fault");
  }

  async requests(): Promise<readonly LoggedRequest[]> {
    const log = await readFile(this.#sandbox.requestLog, "utf8");
    return log
      .split("\n")
      .flatMap((line) => (line === "" ? [] : [JSON.parse(line) as LoggedRequest]));
  }

  /** Let time pass. */
  pass(ms: number): Promise<void> {
    return this.#clock.sleep(ms);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  async write(name: string, text: string): Promise<void> {
    await writeFile(this.path(name), text, { mode: 0o600 });
  }

  private async ask(method: string, path: string, body?: unknown, asAdmin = false) {
    const bearer = asAdmin ? await readFile(this.path("vendor/admin.key"), "utf8") : undefined;
    const response = await fetch(this.#sandbox.url + path, {
      method,
      // Whoever answers may close a connection that is kept, just when it is used again.
      headers: {
        connection: "close",
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer.trim()}` }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : (JSON.parse(text) as unknown) };
  }
}
