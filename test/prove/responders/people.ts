// Several people's commands at once on one incident, while their processes are killed and stopped: what was asked, answered and written.
import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Stage } from "../../acceptance/robust/stage.ts";
import { Draw } from "../../sim/draw.ts";
import { Hands } from "../../support/hands.ts";

export interface Bout {
  readonly seed: number;
  readonly people: number;
  /** Commands of each. */
  readonly commands: number;
  /** A store that must be caught; null = the real one. */
  readonly store: "lowdbJournal" | "linesJournal" | null;
}

/** One command: when it was asked and answered (ms of one clock), and what came of it. Code null: its process was killed. */
export interface Asked {
  readonly by: string;
  readonly op: string;
  readonly args: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly code: number | null;
  readonly answer: Answer | undefined;
  readonly said: string;
}

export interface Answer {
  readonly seq: number;
  readonly head: { readonly seq: number } | string;
  readonly events?: readonly string[];
}

export interface Written {
  readonly seq: number;
  readonly type: string;
  readonly op: string;
  readonly sha256: string;
  readonly step: string | undefined;
}

export interface Played {
  readonly asked: readonly Asked[];
  readonly written: readonly Written[];
  readonly kills: number;
  readonly stops: number;
  /** What the vendor and `verify` say afterwards, each a fault. */
  readonly faults: readonly string[];
}

const PLANT = join(import.meta.dirname, "plant-store.ts");
const OPERATORS = ["dana", "sam"];
/** A process is killed or stopped about so often, in commands. */
const KILL_EVERY = 60;
const STOP_EVERY = 25;
/** Longest stop, ms. */
const LONGEST_STOP = 800;

function command(draw: Draw, steps: readonly string[], n: number, key: string): readonly string[] {
  const step = draw.pick(steps);
  const because = ["--because", `reason ${String(n)}`];
  return draw.pick<readonly string[]>([
    ["step", "start", step],
    ["step", "done", step],
    ["step", "done", step, "--note", `note ${String(n)}`],
    ["step", "skip", step, ...because],
    ["step", "reopen", step, ...because],
    ["step", "reopen", step, ...because],
    ["note", `something happened ${String(n)}`],
    ["fact", "abuse", draw.pick(["yes", "no", "unknown"])],
    ["status"],
    ["status"],
    ...(n % 5 > 0
      ? []
      : [
          ["run", "create-replacement-key"],
          ["run", "block-compromised-key", "--confirm", key],
        ]),
  ]);
}

function parsed(text: string): Answer | undefined {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return undefined; // Half a document of a killed program.
  }
}

function linesIn(store: string, incident: string): readonly string[] {
  const folder = join(store, "incidents", incident, "journal");
  const lines = join(store, `${incident}.jsonl`);
  const db = join(store, "db.json");
  if (existsSync(lines)) return readFileSync(lines, "utf8").split(/(?<=\n)/);
  if (existsSync(db))
    return (JSON.parse(readFileSync(db, "utf8")) as Record<string, string[]>)[incident] ?? [];
  const names = readdirSync(folder).filter((name) => /^\d+\.json$/.test(name));
  return names.sort().map((name) => readFileSync(join(folder, name), "utf8"));
}

function writtenIn(store: string, incident: string): readonly Written[] {
  return linesIn(store, incident).map((text) => {
    const { data, ...event } = JSON.parse(text) as Omit<Written, "sha256" | "step"> & {
      data: { step?: string };
    };
    return { ...event, step: data.step, sha256: createHash("sha256").update(text).digest("hex") };
  });
}

/** Play a bout in a sandbox of its own. */
export async function play({ seed, people, commands, store }: Bout): Promise<Played> {
  const draw = new Draw(seed);
  const planted =
    store === null ? undefined : { first: PLANT, env: { CLARO_IR_TEST_STORE: store } };
  const stage = await Stage.open(seed);
  const first = new Hands(planted);
  const point = await stage.point({ hands: first });
  const asked: Asked[] = [];
  let kills = 0;
  let stops = 0;
  const team = [first, ...Array.from({ length: people - 1 }, () => new Hands(planted))];
  try {
    const started = await point.start("--strategy", "contain-first", "--because", "public");
    const { incident } = JSON.parse(started.stdout) as { incident: string };
    await point.ok(["--incident", incident, "decide", "outage", "10", "--because", "public"]);
    await point.ok(["--incident", incident, "run", "capture-minimum-evidence"]);
    const listed = await point.ok(["--incident", incident, "step", "list", "--json"]);
    const steps = (JSON.parse(listed.stdout) as { steps: Listed[] }).steps
      .filter((one) => one.credential === null && one.kind === "manual" && one.state === "ready")
      .map(({ id }) => id)
      .slice(0, 4);

    async function ask(who: number, args: readonly string[], op: string): Promise<Asked> {
      const by = OPERATORS[who % OPERATORS.length] ?? "";
      const from = performance.now();
      const tail = ["--json", "--incident", incident, "--operator", by, "--op-id", op];
      const ended = await (team[who] ?? first).run([...args, ...tail], {
        home: stage.home,
        sandbox: stage.sandbox,
        cwd: point.folder,
        env: { CLARO_IR_STORE: point.store },
      });
      const answer = ended.code === 0 ? parsed(ended.stdout) : undefined;
      const said = `${ended.stdout}${ended.stderr}`.slice(0, 300);
      return { by, op, args, from, to: performance.now(), code: ended.code, answer, said };
    }

    async function work(who: number): Promise<void> {
      const own = new Draw(seed * 100 + who);
      for (let n = 0; n < commands; n += 1) {
        const args = command(own, steps, n, point.name);
        const op = randomUUID();
        const one = await ask(who, args, op);
        asked.push(one);
        if (one.code !== null) continue;
        // A person sits down again and repeats it, under the same id.
        team[who] = new Hands(planted);
        asked.push(await ask(who, args, op));
      }
    }

    /** Kills and stops whoever is at it, until the work is done. */
    async function disturb(signal: AbortSignal): Promise<void> {
      let seen = 0;
      while (!signal.aborted) {
        await wait(50);
        if (asked.length < seen + Math.min(STOP_EVERY, commands / 2)) continue;
        seen = asked.length;
        const victim = team[draw.between(0, people - 1)];
        if (draw.chance(STOP_EVERY / KILL_EVERY)) {
          victim?.signal("SIGKILL");
          kills += 1;
        } else {
          victim?.signal("SIGSTOP");
          stops += 1;
          await wait(draw.between(50, LONGEST_STOP));
          victim?.signal("SIGCONT");
        }
      }
    }

    const over = new AbortController();
    const disturbing = disturb(over.signal);
    try {
      await Promise.all(team.map((_, who) => work(who)));
    } finally {
      over.abort();
      await disturbing;
    }
    const faults = store === null ? await aftermath() : [];
    return { asked, written: writtenIn(point.store, incident), kills, stops, faults };

    /** Everything unknown is settled by looking; then the vendor holds at most one new key of ours. */
    async function aftermath(): Promise<readonly string[]> {
      // The last kill may have met somebody who had nothing more to do.
      const last = team.push(new Hands()) - 1;
      for (let look = 0; look < 3; look += 1) {
        const settled = await ask(last, ["reconcile"], randomUUID());
        if (settled.code === 0) break;
      }
      const live = await point.liveReplacements();
      const verified = await ask(last, ["verify"], randomUUID());
      return [
        ...(live.length > 1 ? [`${String(live.length)} new keys are alive`] : []),
        ...(verified.code === 0 ? [] : [`verify ends with ${String(verified.code)}`]),
      ];
    }
  } finally {
    for (const hands of team) await hands.close();
    await stage.close();
  }
}

interface Listed {
  readonly id: string;
  readonly credential: string | null;
  readonly kind: string;
  readonly state: string;
}
