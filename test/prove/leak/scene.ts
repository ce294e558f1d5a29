// A company full of canaries, the program under strace in it, and the judgement of where they came out.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Point } from "../../acceptance/robust/point.ts";
import type { Stage } from "../../acceptance/robust/stage.ts";
import type { Hands } from "../../support/hands.ts";
import { certificate } from "../../support/double/certificate.ts";
import { NOTIFIER_DOUBLES, type NotifierDouble } from "../../support/double/notifier.ts";
import { leaksIn, type Canary } from "./judge.ts";
import { traced, type Traced, type TraceOptions } from "./trace.ts";

/** Where a value nobody has any use for may go. */
export const NOWHERE = /^$/;
/** How a value gets to a program that reads it on its stdin: a socket, a pipe, or memory without a name. */
export const PIPES = /^(?:UNIX|pipe:|\/dev\/shm\/[0-9a-f-]+)/;
/** The place of the key, and the file that becomes it. */
const PLACE = /app\.env/;

/** Longest wait for a request, in looks of 20 ms. */
const PATIENCE = 1500;

/** A made-up value of the vendor's form. */
export function madeUp(prefix = "sk_live_"): string {
  return prefix + randomBytes(33).toString("base64url").replaceAll(/[-_]/g, "x");
}

/** The sockets that lead to a stand-in: its port stands in what configures it. */
function homeOf({ options, env, endpoints }: NotifierDouble): RegExp {
  const named = JSON.stringify([options, env, endpoints]);
  const ports = [...named.matchAll(/(?:127\.0\.0\.1|localhost):(\d+)/g)].map(([, port]) => port);
  return new RegExp(`^TCP.*:(?:${ports.join("|")})\\]`);
}

export class Scene {
  readonly point: Point;
  readonly runs: Traced[] = [];
  readonly #program: string;
  #canaries: Canary[] = [];
  readonly #doubles: readonly NotifierDouble[];
  /** Where new keys may go beside their place. */
  #fresh: RegExp[] = [PLACE];

  private constructor(point: Point, program: string, doubles: readonly NotifierDouble[]) {
    this.point = point;
    this.#program = program;
    this.#doubles = doubles;
  }

  /** A key, a vendor with an admin credential, and every kind of channel, each with a secret of its own. */
  static async open(stage: Stage, hands: Hands, program: string): Promise<Scene> {
    const doubles = await Promise.all(Object.values(NOTIFIER_DOUBLES).map((start) => start()));
    const notifiers = doubles.map(({ kind, options }) =>
      JSON.stringify({ id: kind, kind, ...options }),
    );
    const endpoints: object = Object.assign({}, ...doubles.map((one) => one.endpoints));
    const more = `notifiers: [${notifiers.join(", ")}]\nendpoints: ${JSON.stringify(endpoints)}\n`;
    const point = await stage.point({ hands, configure: (yaml) => yaml + more });
    const env: Record<string, string> = Object.assign({}, ...doubles.map((one) => one.env));
    point.write("authority.pem", certificate().cert);
    point.env = { ...env, NODE_EXTRA_CA_CERTS: join(point.folder, "authority.pem") };
    const scene = new Scene(point, program, doubles);
    const vendor = new RegExp(`^TCP.*:${new URL(stage.sandbox.url).port}\\]`);
    const admin = readFileSync(join(stage.sandbox.workspace, "admin.key"), "utf8").trim();
    scene.canary("the admin credential", admin, vendor);
    scene.canary("the leaked key", point.old.secret, vendor);
    scene.#fresh.push(vendor);
    for (const double of doubles)
      for (const secret of double.secrets)
        scene.canary(`the secret of ${double.kind}`, secret, homeOf(double));
    return scene;
  }

  canary(name: string, value: string, home: RegExp): string {
    this.#canaries.push({ name, value, home });
    return value;
  }

  /** From now on every secret may go there too: it is the vendor. */
  allow(where: RegExp): void {
    this.allowFresh(where);
    this.#canaries = this.#canaries.map((one) => ({
      ...one,
      home: new RegExp(`${one.home.source}|${where.source}`),
    }));
  }

  /** Change the configuration. */
  reconfigure(change: (yaml: string) => string): void {
    const file = join(this.point.folder, "claro-ir.yaml");
    this.point.write("claro-ir.yaml", change(readFileSync(file, "utf8")));
  }

  /** Interrupt, `times` times, once the vendor has a request of this method that it had not before. */
  async whenAsked(method: string, interrupt: () => void, times = 1): Promise<void> {
    const { sandbox } = this.point.stage;
    async function asked(): Promise<number> {
      return (await sandbox.requests()).filter((one) => one.method === method).length;
    }
    const before = await asked();
    for (let wait = 0; wait < PATIENCE && (await asked()) === before; wait += 1)
      await setTimeout(20);
    for (let time = 0; time < times; time += 1) {
      interrupt();
      await setTimeout(200);
    }
  }

  /** A program that a person names runs in the person's own environment. */
  allowEnvironment(): void {
    this.#canaries = this.#canaries.map((one) => ({
      ...one,
      home: new RegExp(`${one.home.source}|^a child's environment$`),
    }));
  }

  /** From now on new keys may go there too. */
  allowFresh(where: RegExp): void {
    this.#fresh.push(where);
  }

  /** Run a command under strace. */
  async run(args: readonly string[], more: Partial<TraceOptions> = {}): Promise<Traced> {
    const { stage, folder, store, env } = this.point;
    const run = await traced(args, {
      program: this.#program,
      home: stage.home,
      sandbox: stage.sandbox,
      cwd: folder,
      ...more,
      env: { CLARO_IR_STORE: store, ...env, ...more.env },
    });
    this.runs.push(run);
    return run;
  }

  /** Run a command that is not looked at, and must succeed. */
  async before(...commands: readonly (readonly string[])[]): Promise<void> {
    for (const command of commands) await this.point.ok(command);
  }

  start(): Promise<unknown> {
    return this.point.start("--strategy", "contain-first", "--because", "it is public");
  }

  /** Every canary that came out where it does not belong. `given` are files of the scenario that hold one on purpose. */
  leaks(given: readonly string[]): readonly string[] {
    const mine = new Set(["old.key", "app.env", ...given]);
    const canaries = [...this.#canaries, ...this.#freshKeys()];
    return leaksIn({ runs: this.runs, folder: this.point.folder }, canaries, mine);
  }

  /** The values that the vendor gave out here, from its own books. */
  #freshKeys(): readonly Canary[] {
    const { stage, name } = this.point;
    const books = readFileSync(join(stage.sandbox.workspace, ".sandbox/state.json"), "utf8");
    const { keys } = JSON.parse(books) as { keys: { name: string; secret: string }[] };
    const home = new RegExp(this.#fresh.map(({ source }) => source).join("|"));
    return keys
      .filter((key) => key.name.startsWith(`${name}-ir-`))
      .map((key) => ({ name: `the new key ..${key.secret.slice(-4)}`, value: key.secret, home }));
  }

  async close(): Promise<void> {
    for (const double of this.#doubles) await double.close();
  }
}
