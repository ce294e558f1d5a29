// One key under treatment in a store of its own, so that what a killed or refused program left behind can be judged.
import type { ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cli, spawnCli, type CliOptions, type Ended } from "../../support/cli.ts";
import type { Hands } from "../../support/hands.ts";
import type { DumpedKey, Stage } from "./stage.ts";

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

/** An acknowledgement: this head was promised to be durable. */
interface Acknowledged {
  readonly seq: number;
  readonly head: string;
}

export interface Ran extends Ended {
  readonly args: readonly string[];
}

interface RunOptions {
  readonly env?: Record<string, string>;
  readonly input?: string;
  /** What the program runs under, e.g. a tracer. */
  readonly under?: readonly string[];
}

interface PointParts {
  readonly stage: Stage;
  readonly folder: string;
  readonly name: string;
  readonly hands: Hands | undefined;
}

export class Point {
  readonly stage: Stage;
  readonly folder: string;
  readonly name: string;
  readonly old: { readonly id: string; readonly secret: string };
  /** Every run of the program on this point, in order. */
  readonly runs: Ran[] = [];
  /** More environment for every command. */
  env: Readonly<Record<string, string>> = {};
  readonly #hands: Hands | undefined;
  readonly #acknowledged: Acknowledged[] = [];

  constructor({ stage, folder, name, hands }: PointParts, old: Point["old"]) {
    this.stage = stage;
    this.folder = folder;
    this.name = name;
    this.old = old;
    this.#hands = hands;
  }

  get store(): string {
    return join(this.folder, "state");
  }

  /** Run a command of the built program as dana, in a process of its own, on the sandbox's time. */
  async run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    const { input, env, under } = options;
    const ended = await cli(args, {
      ...this.#place(env),
      ...(input === undefined ? {} : { input }),
      ...(under === undefined ? {} : { under }),
    });
    return this.#remember(args, ended);
  }

  /** Begin a command of the built program; the caller looks after the child. */
  begin(args: readonly string[]): ChildProcess {
    return spawnCli(args, this.#place());
  }

  /** Run a command by the hands, where there are some, else in a process of its own. */
  by(args: readonly string[]): Promise<Ran> {
    const isBuilt = this.stage.program !== undefined;
    return this.#hands === undefined || isBuilt ? this.run(args) : this.#byHand(this.#hands, args);
  }

  /** Likewise, and it must succeed. */
  async ok(args: readonly string[]): Promise<Ran> {
    const ran = await this.by(args);
    if (ran.code === 0) return ran;
    throw new Error(`${args.join(" ")} ended with ${String(ran.code)}\n${ran.stdout}${ran.stderr}`);
  }

  async #byHand(hands: Hands, args: readonly string[]): Promise<Ran> {
    return this.#remember(args, await hands.run(args, this.#place()));
  }

  #place(env: Readonly<Record<string, string>> = {}): CliOptions {
    const { home, sandbox, program } = this.stage;
    const all = { CLARO_IR_STORE: this.store, ...this.env, ...env };
    const build = program === undefined ? {} : { program };
    return { home, sandbox, cwd: this.folder, env: all, ...build };
  }

  #remember(args: readonly string[], ended: Ended): Ran {
    const ran = { ...ended, args };
    this.runs.push(ran);
    const answer = parsed(ran.stdout);
    if (answer?.["durable"] === true)
      this.#acknowledged.push({ seq: Number(answer["seq"]), head: String(answer["head"]) });
    return ran;
  }

  start(...more: readonly string[]): Promise<Ran> {
    const facts = ["--evidence-level", "public-exposure", "--abuse", "no", "--data", "internal"];
    const key = ["--key", this.name, "--key-id", this.old.id, "--secret-file", "old.key"];
    return this.ok(["start", ...key, ...facts, "--json", ...more]);
  }

  async status(): Promise<Status> {
    return JSON.parse((await this.ok(["status", "--json"])).stdout) as Status;
  }

  /** Follow `next` until `enough`, at most to the end of the cut and the replacement. */
  async follow(enough: (status: Status) => boolean = isOver): Promise<Status> {
    for (let round = 0; round < 30; round += 1) {
      const status = await this.status();
      const [next] = status.next;
      if (enough(status) || next === undefined) return status;
      const ran = await this.by([...words(next.command), "--json"]);
      // Not known yet, and that is on record: `next` says what to type then.
      if (ran.code !== 0 && ran.code !== 5)
        throw new Error(
          `${next.command} ended with ${String(ran.code)}\n${ran.stdout}${ran.stderr}`,
        );
    }
    throw new Error("following `next` leads nowhere");
  }

  journalFolder(): string {
    const incidents = join(this.store, "incidents");
    // A start that was killed may have left a folder without a record.
    const declared = (existsSync(incidents) ? readdirSync(incidents) : []).find((incident) =>
      existsSync(join(incidents, incident, "journal", "00000001.json")),
    );
    return join(incidents, declared ?? "none", "journal");
  }

  journal(): readonly { readonly file: string; readonly sha256: string }[] {
    const folder = this.journalFolder();
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((file) => /^\d+\.json$/.test(file))
      .sort()
      .map((file) => ({
        file,
        sha256: createHash("sha256")
          .update(readFileSync(join(folder, file)))
          .digest("hex"),
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

  /** Write a file of the point. */
  write(name: string, content: string): void {
    writeFileSync(join(this.folder, name), content, { mode: 0o600 });
  }

  /** The value in the place that the consumer reads. */
  holds(file = "app.env"): string {
    return /^BAYT_API_KEY=(.*)$/m.exec(readFileSync(join(this.folder, file), "utf8"))?.[1] ?? "";
  }
}

function isOver(status: Status): boolean {
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
