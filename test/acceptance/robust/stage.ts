// One sandbox for many incidents: each point gets a fresh key at the vendor, a file that holds it, a consumer that reads the file, and
// a store of its own, so that a killed program can be judged by what lies there afterwards.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { runProgram, SPEED, startSandbox, TempHome } from "./program.ts";
import type { Ran, RunOptions, SandboxChild } from "./program.ts";

interface DumpedKey {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly last4: string;
}

export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly keyId: string | null;
  readonly effect: string | null;
  readonly status: number;
}

export interface Status {
  readonly incident: string;
  readonly state: string;
  readonly contained: { readonly at: string | null };
  readonly restored: { readonly at: string | null };
  readonly next: readonly { readonly step: string; readonly command: string }[];
  readonly unknown: readonly unknown[];
  readonly credentials: readonly {
    readonly old: { readonly state: string };
    readonly new: { readonly state: string; readonly keyId: string; readonly name: string };
    readonly targets: readonly { readonly id: string; readonly state: string }[];
  }[];
  readonly head: { readonly seq: number; readonly hash: string };
}

/** The consumers of all points: each answers with the last four characters of what its file holds now. */
async function serveConsumers(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const file = join(folder, (request.url ?? "").slice(1), "app.env");
    const value = /^BAYT_API_KEY=(.*)$/m.exec(readFileSync(file, "utf8"))?.[1] ?? "";
    response.end(JSON.stringify({ last4: value.slice(-4) }));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return server;
}

export class Stage {
  readonly home: TempHome;
  readonly sandbox: SandboxChild;
  readonly #consumers: Server;
  readonly #base: { readonly sandbox: number; readonly real: number };
  #points = 0;

  private constructor(home: TempHome, sandbox: SandboxChild, consumers: Server, now: number) {
    this.home = home;
    this.sandbox = sandbox;
    this.#consumers = consumers;
    this.#base = { sandbox: now, real: Date.now() };
  }

  static async open(seed: number): Promise<Stage> {
    const home = new TempHome();
    const sandbox = await startSandbox(home, seed);
    const points = join(home.root, "points");
    mkdirSync(points, { mode: 0o700 });
    const clock = await fetch(`${sandbox.url}/_clock`);
    const { now } = (await clock.json()) as { now: string };
    return new Stage(home, sandbox, await serveConsumers(points), Date.parse(now));
  }

  async close(): Promise<void> {
    this.#consumers.close();
    await this.sandbox.stop();
    this.home.remove();
  }

  /** What the sandbox's clock shows. */
  now(): string {
    const { sandbox, real } = this.#base;
    return new Date(sandbox + (Date.now() - real) * SPEED).toISOString();
  }

  async keys(): Promise<readonly DumpedKey[]> {
    const dump = await fetch(`${this.sandbox.url}/_dump`);
    return ((await dump.json()) as { keys: DumpedKey[] }).keys;
  }

  requests(): readonly LoggedRequest[] {
    return readFileSync(this.sandbox.requestLog, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as LoggedRequest);
  }

  async fault(order: Readonly<Record<string, unknown>>): Promise<void> {
    const answer = await fetch(`${this.sandbox.url}/_fault`, {
      method: "POST",
      body: JSON.stringify(order),
    });
    if (!answer.ok) throw new Error(`fault refused: ${await answer.text()}`);
  }

  async clearFaults(): Promise<void> {
    await fetch(`${this.sandbox.url}/_fault`, { method: "DELETE" });
  }

  async createKey(name: string): Promise<{ readonly id: string; readonly secret: string }> {
    const token = readFileSync(join(this.sandbox.workspace, "admin.key"), "utf8").trim();
    const answer = await fetch(`${this.sandbox.url}/v1/keys`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ name }),
    });
    if (!answer.ok) throw new Error(`no key: ${await answer.text()}`);
    return (await answer.json()) as { id: string; secret: string };
  }

  /** A new point; `configure` may change its configuration. */
  async point(configure: (yaml: string) => string = (yaml) => yaml): Promise<Point> {
    this.#points += 1;
    const id = `p${String(this.#points)}`;
    const folder = join(this.home.root, "points", id);
    const name = `production-web-${id}`;
    const key = await this.createKey(name);
    mkdirSync(folder, { mode: 0o700 });
    const { port } = this.#consumers.address() as AddressInfo;
    const yaml = configuration(this.sandbox, name, `http://127.0.0.1:${String(port)}/${id}`);
    write(folder, "claro-ir.yaml", configure(yaml));
    write(folder, "app.env", `PORT=8080\nBAYT_API_KEY=${key.secret}\n`);
    write(folder, "old.key", key.secret);
    return new Point(this, folder, name, key);
  }
}

function write(folder: string, name: string, content: string): void {
  writeFileSync(join(folder, name), content, { mode: 0o600 });
}

function configuration(sandbox: SandboxChild, key: string, inUse: string): string {
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
    inUse: { url: "${inUse}", last4: /last4 }
`;
}

/** An acknowledgement: this head was promised to be durable. */
interface Acknowledged {
  readonly seq: number;
  readonly head: string;
}

export class Point {
  readonly stage: Stage;
  readonly folder: string;
  readonly name: string;
  readonly old: { readonly id: string; readonly secret: string };
  /** Every run of the program on this point, in order. */
  readonly runs: Ran[] = [];
  readonly #acknowledged: Acknowledged[] = [];

  constructor(stage: Stage, folder: string, name: string, old: Point["old"]) {
    this.stage = stage;
    this.folder = folder;
    this.name = name;
    this.old = old;
  }

  get store(): string {
    return join(this.folder, "state");
  }

  env(): Record<string, string> {
    return { ...this.stage.home.env, CLARO_IR_STORE: this.store };
  }

  /** Run a command as dana on the sandbox's time. */
  async run(args: readonly string[], options: Partial<RunOptions> = {}): Promise<Ran> {
    const now = args.includes("--now") ? [] : ["--now", this.stage.now()];
    const ran = await runProgram([...args, "--operator", "dana", ...now], {
      cwd: this.folder,
      ...options,
      env: { ...this.env(), ...options.env },
    });
    this.runs.push(ran);
    this.#remember(ran);
    return ran;
  }

  /** Run a command that must succeed. */
  async ok(args: readonly string[]): Promise<Ran> {
    const ran = await this.run(args);
    if (ran.code === 0) return ran;
    throw new Error(`${args.join(" ")} ended with ${String(ran.code)}\n${ran.out}${ran.err}`);
  }

  #remember(ran: Ran): void {
    const answer = parsed(ran.out);
    if (answer?.["durable"] !== true) return;
    this.#acknowledged.push({ seq: Number(answer["seq"]), head: String(answer["head"]) });
  }

  start(...more: readonly string[]): Promise<Ran> {
    const facts = ["--evidence-level", "public-exposure", "--abuse", "no", "--data", "internal"];
    const key = ["--key", this.name, "--key-id", this.old.id, "--secret-file", "old.key"];
    return this.ok(["start", ...key, ...facts, "--json", ...more]);
  }

  async status(): Promise<Status> {
    return JSON.parse((await this.ok(["status", "--json"])).out) as Status;
  }

  /** Follow `next` until `enough`, at most to the end of the cut and the replacement. */
  async follow(enough: (status: Status) => boolean = isOver): Promise<Status> {
    for (let round = 0; round < 30; round += 1) {
      const status = await this.status();
      const [next] = status.next;
      if (enough(status) || next === undefined) return status;
      await this.ok([...words(next.command), "--json"]);
    }
    throw new Error("following `next` leads nowhere");
  }

  journal(): readonly { readonly file: string; readonly sha256: string }[] {
    const [incident] = readdirSync(join(this.store, "incidents"));
    const folder = join(this.store, "incidents", incident ?? "", "journal");
    return readdirSync(folder)
      .filter((file) => /^\d+\.json$/.test(file))
      .sort()
      .map((file) => ({
        file,
        sha256: createHash("sha256").update(readFileSync(join(folder, file))).digest("hex"),
      }));
  }

  /** Acknowledged heads that the journal does not hold any more. */
  lostAcknowledgements(): readonly Acknowledged[] {
    const journal = this.journal();
    return this.#acknowledged.filter(({ seq, head }) => journal[seq - 1]?.sha256 !== head);
  }

  /** Live keys at the vendor that this point's incidents made. */
  async liveReplacements(): Promise<readonly DumpedKey[]> {
    const mine = `${this.name}-ir-`;
    return (await this.stage.keys()).filter(
      (key) => key.name.startsWith(mine) && key.status === "active",
    );
  }

  holds(): string {
    return /^BAYT_API_KEY=(.*)$/m.exec(readFileSync(join(this.folder, "app.env"), "utf8"))?.[1] ?? "";
  }
}

export function isOver(status: Status): boolean {
  return status.contained.at !== null && status.restored.at !== null;
}

/** The words of a command that `next` gives, as a shell would split them. */
export function words(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)]
    .map((match) => match[1] ?? match[2] ?? "")
    .slice(1);
}

export function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined; // half a document of a killed program
  }
}
