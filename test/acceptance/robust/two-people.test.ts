// Two people at once on one incident, many random checklist commands each: nothing acknowledged is lost or doubled.
import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { cli, jsonOf, tempHome, type Ended } from "../../support/cli.ts";
import { Hands } from "../../support/hands.ts";

// Real processes on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** Of each person. `npm run prove -- responders` does more. */
const COMMANDS = 100;
const STEPS_AT_STAKE = 4;

const CONFIG = `version: 1
workspace: acme
operators: [{ id: dana, role: owner }, { id: sam, role: admin }]
`;

interface Answer {
  readonly seq: number;
  readonly head: string;
  readonly opId: string;
  readonly events: readonly string[];
}

interface Done {
  readonly by: string;
  readonly op: string;
  readonly args: readonly string[];
  readonly ended: Ended;
}

interface Written {
  readonly seq: number;
  readonly type: string;
  readonly op: string;
  readonly by: string;
  readonly sha256: string;
  readonly step: string | undefined;
}

/** Seeded numbers in [0, 1) (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function randomCommand(random: () => number, steps: readonly string[], n: number): string[] {
  const step = steps[Math.floor(random() * steps.length)] ?? "";
  const because = ["--because", `reason ${String(n)}`];
  const choices: readonly string[][] = [
    ["step", "start", step],
    ["step", "done", step],
    ["step", "done", step, "--note", `note ${String(n)}`],
    ["step", "done", step],
    ["step", "skip", step, ...because],
    ["step", "waive", step, ...because],
    ["step", "reopen", step, ...because],
    ["step", "reopen", step, ...because],
    ["note", `something happened ${String(n)}`],
    ["fact", "abuse", ["yes", "no", "unknown"][n % 3] ?? ""],
  ];
  return choices[Math.floor(random() * choices.length)] ?? [];
}

function readJournal(folder: string): readonly Written[] {
  return readdirSync(folder)
    .filter((file) => /^\d+\.json$/.test(file))
    .sort()
    .map((file) => {
      const bytes = readFileSync(join(folder, file));
      const event = JSON.parse(bytes.toString("utf8")) as Omit<Written, "sha256" | "step"> & {
        data: { step?: string };
      };
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      return { ...event, sha256, step: event.data.step };
    });
}

/** Steps settled although they were settled and nobody had taken that back. */
function wonTwice(journal: readonly Written[]): readonly string[] {
  const settled = new Set<string>();
  const twice: string[] = [];
  for (const { type, step, seq } of journal) {
    if (step === undefined) continue;
    if (type === "step.reopened") settled.delete(step);
    if (!["step.completed", "step.skipped", "step.waived"].includes(type)) continue;
    if (settled.has(step)) twice.push(`#${String(seq)} ${step}`);
    settled.add(step);
  }
  return twice;
}

it(
  `two people do ${String(COMMANDS)} commands each at the same time`,
  { timeout: 240_000 },
  async () => {
    await using home = await tempHome();
    const folder = join(home.folder, "team");
    mkdirSync(folder, { mode: 0o700 });
    writeFileSync(join(folder, "claro-ir.yaml"), CONFIG, { mode: 0o600 });
    const start = ["start", "--key", "production-web", "--operator", "dana", "--json"];
    const { incident } = jsonOf<{ incident: string }>(await cli(start, { home, cwd: folder }));
    const listed = await cli(["step", "list", "--json"], { home, cwd: folder });
    const steps = jsonOf<{
      steps: { id: string; credential: string | null; kind: string; state: string }[];
    }>(listed)
      .steps.filter((step) => step.credential === null && step.kind === "manual")
      .filter((step) => step.state === "ready")
      .map((step) => step.id)
      .slice(0, STEPS_AT_STAKE);
    expect(steps).toHaveLength(STEPS_AT_STAKE);

    async function work(by: string, seed: number): Promise<readonly Done[]> {
      const hands = new Hands();
      const random = randomNumbers(seed);
      const done: Done[] = [];
      for (let n = 0; n < COMMANDS; n += 1) {
        const op = randomUUID();
        const args = randomCommand(random, steps, n);
        const ended = await hands.run([...args, "--json", "--operator", by, "--op-id", op], {
          home,
          cwd: folder,
        });
        done.push({ by, op, args, ended });
      }
      await hands.close();
      return done;
    }

    const people = await Promise.all([work("dana", 1), work("sam", 2)]);
    const all = people.flat();
    const journal = readJournal(join(home.store, "incidents", incident, "journal"));

    const codes = Object.groupBy(all, (one) => String(one.ended.code));
    expect(Object.keys(codes).sort()).toEqual(["0", "3", "4"].filter((code) => code in codes));
    expect(codes["4"]?.length).toBeGreaterThan(20);
    // Where there is nothing to take back, there is nobody to name.
    for (const { ended, args } of (codes["4"] ?? []).filter((one) => one.args[1] !== "reopen"))
      expect({ args, said: ended.stdout }).toMatchObject({
        said: expect.stringMatching(/\b(dana|sam)\b/),
      });

    for (const { op, ended, args } of all) {
      const own = journal.filter((event) => event.op === op);
      const answer = ended.code === 0 ? jsonOf<Answer>(ended) : undefined;
      const types = own.map((event) => event.type);
      expect({ args, types }).toEqual({ args, types: answer?.events ?? [] });
      if (answer === undefined || own.length === 0) continue;
      expect(answer).toMatchObject({ opId: op, durable: true });
      expect(own.at(-1)).toMatchObject({ seq: answer.seq, sha256: answer.head });
    }
    for (const person of people) {
      const seqs = person.flatMap(({ ended }) => {
        const answer = ended.code === 0 ? jsonOf<Answer>(ended) : undefined;
        return answer === undefined || answer.events.length === 0 ? [] : [answer.seq];
      });
      expect(seqs.length).toBeGreaterThan(30);
      expect(seqs.every((seq, index) => index === 0 || seq > (seqs[index - 1] ?? 0))).toBe(true);
    }
    expect(wonTwice(journal)).toEqual([]);
    expect(new Set(journal.map((event) => event.by))).toEqual(new Set(["dana", "sam"]));
    const switches = journal.filter(
      (event, at) => at > 0 && event.by !== journal[at - 1]?.by,
    ).length;
    expect(switches).toBeGreaterThan(20);
    expect((await cli(["verify"], { home, cwd: folder })).code).toBe(0);
  },
);
