// A world whose files are broken one at a time: each command is timed and looked at, then everything is put back.
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { World, type Ran } from "../api/world.ts";
import type { Reader } from "./readers.ts";

/** Most time of the processor for one command, in seconds. */
const MOST_SECONDS = 2;
/** A command that has not ended by then never will, however busy the machine is, in ms. */
const FOR_EVER = 300_000;
/** Most that a command says to people, in characters of one line. */
const LONGEST_LINE = 2000;
/** What steers a terminal, a reader's eye or a spreadsheet, by Unicode property. */
const STEERS = /(?![\n\t])[\p{Cc}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;

/** Everything that is wrong with how a command ended and what it said. */
function complaints({ args, code, stdout, stderr }: Ran, seconds: number): readonly string[] {
  const wrong: Readonly<Record<string, boolean>> = {
    [`met a bug: ${stdout}${stderr}`.slice(0, 400)]: code === 70 || code === null || code > 8,
    [`took ${seconds.toFixed(1)} s of the processor`]: seconds > MOST_SECONDS,
    // CSV and calendars end their lines so (RFC 4180, RFC 5545).
    "steers the terminal": STEERS.test((stdout + stderr).replaceAll("\r\n", "\n")),
    "says too much": stderr.split("\n").some((line) => line.length > LONGEST_LINE),
    "gives no JSON": args.includes("--json") && !isJson(stdout),
  };
  const found = Object.entries(wrong).flatMap(([words, isSo]) => (isSo ? [words] : []));
  return found.map((words) => `${args.slice(0, 2).join(" ")} ${words}`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export interface Ended {
  readonly ran: Ran;
  readonly wrong: readonly string[];
}

export class Stage {
  readonly world: World;

  private constructor(world: World) {
    this.world = world;
  }

  /** An incident with something of everything on record. */
  static async open(): Promise<Stage> {
    const world = await World.open(false);
    await world.start();
    await world.write("seen.txt", "what was seen\n");
    for (const command of [
      ["run", "create-replacement-key"],
      ["keys", "add", "production-x", "--environment", "production", "--provider", "claro"],
      // Only what has something after it is covered by the chain.
      ["keys", "edit", "production-x", "--owner", "dana"],
      ["evidence", "add", world.path("seen.txt")],
      ["postmortem", "--output", world.path("pm.md")],
    ])
      await world.ok(command);
    await world.run([
      "where-used",
      "--in",
      world.path("app.env"),
      "--plan",
      world.path("found.plan"),
    ]);
    for (const name of ["store", "claro-ir.yaml", "app.env", "found.plan", "pm.md", "identity.txt"])
      await cp(world.path(name), world.path(`kept/${name}`), { recursive: true });
    return new Stage(world);
  }

  async putBack(): Promise<void> {
    const { world } = this;
    for (const name of ["store", "bag"])
      await rm(world.path(name), { recursive: true, force: true });
    await cp(world.path("kept"), world.folder, { recursive: true });
  }

  /** One command, timed. What took too long is tried again: a machine may have been busy with something else. */
  async run(args: readonly string[], isAgain = false): Promise<Ended> {
    const before = process.threadCpuUsage();
    const ran = await Promise.race([
      this.world.run(args),
      setTimeout(FOR_EVER, undefined, { ref: false }),
    ]);
    if (ran === undefined) throw new Error(`${args.join(" ")} has no end`);
    const { user, system } = process.threadCpuUsage(before);
    const seconds = (user + system) / 1e6;
    if (seconds > MOST_SECONDS && !isAgain) return this.run(args, true);
    return { ran, wrong: complaints(ran, seconds) };
  }

  /** These bytes where the reader looks, and all its commands. */
  async feed({ file, good, commands, seen }: Reader, bytes: Buffer): Promise<readonly string[]> {
    const path = this.world.path(file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes, { mode: 0o600 });
    const wrong: string[] = [];
    for (const [at, command] of commands.entries()) {
      const args = command.map((word) => (word === "{}" ? path : word));
      const one = await this.run(args);
      wrong.push(...one.wrong);
      if (at === 0 && seen !== undefined && !bytes.equals(good) && one.ran.code !== seen)
        wrong.push(`${args.join(" ")} ended with ${String(one.ran.code)}: the change was not seen`);
    }
    await this.putBack();
    return wrong;
  }

  close(): Promise<void> {
    return this.world.close();
  }
}
