// One sandbox for many incidents: each point gets a fresh key at the vendor, a file that holds it, and a consumer that reads the file.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { startSandbox, tempHome } from "../../support/cli.ts";
import type { Home, SandboxHandle } from "../../support/cli.ts";
import type { Hands } from "../../support/hands.ts";
import { Point } from "./point.ts";

/** Sandbox seconds in a real second: the 30 s quiet window passes in 250 ms, and is still longer than a request is under way. */
const SPEED = 120;

export interface DumpedKey {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly last4: string;
}

/** The consumers of all points: each answers with the last four characters of what the file holds now that its address names. */
async function serveConsumers(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const file = join(folder, request.url ?? "");
    const value = /^BAYT_API_KEY=(.*)$/m.exec(readFileSync(file, "utf8"))?.[1] ?? "";
    response.end(JSON.stringify({ last4: value.slice(-4) }));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return server;
}

interface StageParts {
  readonly home: Home;
  readonly sandbox: SandboxHandle;
  readonly program: string | undefined;
}

export class Stage {
  readonly home: Home;
  readonly sandbox: SandboxHandle;
  /** Another build of the program, which then does everything. */
  readonly program: string | undefined;
  readonly #consumers: Server;
  #points = 0;

  private constructor({ home, sandbox, program }: StageParts, consumers: Server) {
    this.home = home;
    this.sandbox = sandbox;
    this.program = program;
    this.#consumers = consumers;
  }

  static async open(seed: number, speed = SPEED, program?: string): Promise<Stage> {
    const home = await tempHome();
    const sandbox = await startSandbox({ home, seed, speed });
    const points = join(home.folder, "points");
    mkdirSync(points, { mode: 0o700 });
    return new Stage({ home, sandbox, program }, await serveConsumers(points));
  }

  async close(): Promise<void> {
    this.#consumers.close();
    await this.sandbox.stop();
    await this.home[Symbol.asyncDispose]();
  }

  async keys(): Promise<readonly DumpedKey[]> {
    const { body } = await this.sandbox.ask("GET", "/_dump");
    return (body as { keys: DumpedKey[] }).keys;
  }

  /** Order a fault of the vendor's API. */
  async fault(order: Readonly<Record<string, unknown>>): Promise<void> {
    const { status } = await this.sandbox.ask("POST", "/_fault", { body: order });
    if (status !== 201) throw new Error(`fault refused: ${String(status)}`);
  }

  async createKey(name: string): Promise<{ readonly id: string; readonly secret: string }> {
    const { status, body } = await this.sandbox.admin("POST", "/v1/keys", { name });
    if (status !== 201) throw new Error(`no key: ${String(status)}`);
    return body as { id: string; secret: string };
  }

  /** A point's name of its own, and its folder. */
  #place(): { readonly id: string; readonly folder: string } {
    this.#points += 1;
    const id = `p${String(this.#points)}`;
    return { id, folder: join(this.home.folder, "points", id) };
  }

  /** The same key in a copy of the same folder; what was done to one is not done to the other. */
  copyOf(point: Point, hands: Hands): Point {
    const { folder } = this.#place();
    // Node's own copy forgets who may open a folder.
    execFileSync("cp", ["-a", point.folder, folder]);
    const copy = new Point({ stage: this, folder, name: point.name, hands }, point.old);
    copy.env = point.env;
    return copy;
  }

  /** A new point; `configure` may change its configuration. */
  async point(
    options: { readonly configure?: (yaml: string) => string; readonly hands?: Hands } = {},
  ): Promise<Point> {
    const { configure = (yaml: string) => yaml, hands } = options;
    const { id, folder } = this.#place();
    const name = `production-web-${id}`;
    const key = await this.createKey(name);
    mkdirSync(folder, { mode: 0o700 });
    const { port } = this.#consumers.address() as AddressInfo;
    const yaml = configuration(this.sandbox, name, `http://127.0.0.1:${String(port)}/${id}`);
    const point = new Point({ stage: this, folder, name, hands }, key);
    point.write("claro-ir.yaml", configure(yaml));
    point.write("app.env", `PORT=8080\nBAYT_API_KEY=${key.secret}\n`);
    point.write("old.key", key.secret);
    return point;
  }
}

function configuration(sandbox: SandboxHandle, key: string, inUse: string): string {
  const company = readFileSync(join(sandbox.workspace, "claro-ir.yaml"), "utf8");
  const head = company
    .slice(0, company.indexOf("targets:"))
    .replace("file:./admin.key", `file:${join(sandbox.workspace, "admin.key")}`);
  return `${head}targets:
  - id: web
    kind: dotenv
    path: app.env
    variable: BAYT_API_KEY
    key: ${key}
    environment: production
    provider: claro
    reload: ["true"]
    inUse: { url: "${inUse}/app.env", last4: /last4 }
`;
}
