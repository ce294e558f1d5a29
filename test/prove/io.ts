// Campaign: the disk fails a command at any call, once or for good, and is full at any page; nothing is promised that is not so, nothing done that is not on record.
import { randomUUID } from "node:crypto";
import type { Campaign, Findings, Order } from "./campaign.ts";
import { brokenControl, withBrokenBuild, type BrokenBuild } from "./broken-build.ts";
import { COMMANDS, type CommandId } from "./disk/commands.ts";
import { CALLS, readTrace, strace, TRACED_ENV } from "./disk/trace.ts";
import { faultName, faultOf, faultsOf, suffer, type Fault, type Suffered } from "./io/fault.ts";
import { onFullDisk } from "./io/full.ts";
import { faultsAfter, worldOf } from "./io/judge.ts";
import { faultsAtEnd } from "./kill/oracle.ts";
import { PLANS, type Ground, type Plan } from "./kill/plans.ts";
import { spread } from "../acceptance/robust/kill.ts";
import { onStage } from "./kill/stage.ts";
import type { Point } from "../acceptance/robust/point.ts";

/** Faults of each command that the forms take, at most: of the record, and of what is only read. */
const MOST = { short: { record: 3, reading: 1 }, long: { record: 42, reading: 8 } };
/** Pages left on the full disk. */
const LADDER = Array.from({ length: 14 }, (_, pages) => pages);
const SHORT_LADDER = [0, 2, 5];
/** Commands that are sent up the ladder. */
const CLIMBERS: readonly CommandId[] = ["start", "create", "deploy", "note", "evidence", "close"];

interface Case {
  readonly plan: Plan;
  readonly fault: Fault | { readonly pages: number };
}

interface Judged {
  readonly name: string;
  readonly isHit: boolean;
  readonly isFull: boolean;
  readonly faults: readonly string[];
}

function planOf(id: string): Plan {
  const plan = PLANS.find((one) => one.id === id);
  if (plan === undefined) throw new Error(`no such command: ${id}`);
  return plan;
}

function caseName({ plan, fault }: Case): string {
  return `${plan.id}/${"pages" in fault ? `full:${String(fault.pages)}` : faultName(fault)}`;
}

function caseOf(name: string): Case {
  const [id = "", fault = ""] = name.split("/");
  const pages = /^full:(\d+)$/.exec(fault)?.[1];
  return {
    plan: planOf(id),
    fault: pages === undefined ? faultOf(fault) : { pages: Number(pages) },
  };
}

async function runOut(point: Point, args: readonly string[]): Promise<Suffered> {
  const log = `${point.folder}.trace`;
  const ran = await point.run(args, { env: TRACED_ENV, under: strace(log, CALLS) });
  const calls = readTrace(log);
  return { ran, calls, isHit: calls.some(({ text }) => text.includes("ENOSPC")) };
}

/** Once the disk is well again: look, type it again, go on, and judge. */
async function faultsWhenWell({ plan }: Case, point: Point, typed: readonly string[]) {
  const faults: string[] = [];
  async function again(): Promise<void> {
    const ran = await point.by(typed);
    if (![0, 4, 5, 8].includes(ran.code ?? -1))
      faults.push(`typed again it ends ${String(ran.code)}: ${ran.stdout}${ran.stderr}`);
  }
  try {
    if (plan.id === "start") await again();
    const looked = await point.by(["reconcile", "--json"]);
    if (looked.code !== 0) faults.push(`reconcile ended ${String(looked.code)}: ${looked.stdout}`);
    await plan.goOn(point, again);
    faults.push(...(await plan.judge(point)), ...(await faultsAtEnd(point)));
  } catch (error) {
    faults.push(error instanceof Error ? error.message : "stuck");
  }
  return faults;
}

async function play(ground: Ground, one: Case, say: Order["say"]): Promise<Judged> {
  const { plan, fault } = one;
  const point = await plan.prepare(ground);
  const typed = [...COMMANDS[plan.id](point), "--json", "--op-id", randomUUID()];
  const before = await worldOf(point);
  const full = "pages" in fault ? onFullDisk(point, fault.pages) : undefined;
  try {
    const suffered =
      "pages" in fault ? await runOut(point, typed) : await suffer(point, typed, fault);
    const { ran, calls, isHit } = suffered;
    say(`${caseName(one)}: ${String(ran.code)} ${ran.stdout}${ran.stderr}`);
    if (!isHit) return { name: caseName(one), isHit, isFull: full !== undefined, faults: [] };
    const faults = [...(await faultsAfter(point, ran, calls, before))];
    full?.grow();
    faults.push(...(await faultsWhenWell(one, point, typed)));
    if (faults.length > 0) say(`${caseName(one)} broken: ${faults.join(" | ")}`);
    return { name: caseName(one), isHit, isFull: full !== undefined, faults };
  } finally {
    full?.leave();
  }
}

async function casesOf(ground: Ground, isShort: boolean, only?: string): Promise<readonly Case[]> {
  const cases: Case[] = [];
  const plans = PLANS.filter(({ id }) => only === undefined || id === only);
  for (const plan of plans) {
    const most = isShort ? MOST.short : MOST.long;
    const all = await faultsOf(ground, plan);
    const reading = all.filter(({ call }) => call === "openat");
    const record = all.filter(({ call }) => call !== "openat");
    for (const fault of [...spread(record, most.record), ...spread(reading, most.reading)])
      cases.push({ plan, fault });
  }
  for (const { id } of plans.filter((plan) => CLIMBERS.includes(plan.id)))
    for (const pages of isShort ? SHORT_LADDER : LADDER)
      cases.push({ plan: planOf(id), fault: { pages } });
  return cases;
}

async function playAll(
  grounds: readonly Ground[],
  cases: readonly Case[],
  say: Order["say"],
): Promise<readonly Judged[]> {
  const left = [...cases];
  const judged: Judged[] = [];
  async function work(ground: Ground): Promise<void> {
    for (let one = left.shift(); one !== undefined; one = left.shift())
      judged.push(await play(ground, one, say));
  }
  await Promise.all(grounds.map((ground) => work(ground)));
  return judged;
}

function findingsOf(judged: readonly Judged[]): Findings {
  const hit = judged.filter(({ isHit }) => isHit);
  const full = hit.filter(({ isFull }) => isFull);
  return {
    cases: hit.length,
    figures: `${String(hit.length - full.length)} failing calls and ${String(full.length)} full disks`,
    violations: judged.flatMap(({ name, faults }) =>
      faults.length === 0
        ? []
        : [{ what: `${name}: ${faults.join(" | ")}`.replaceAll(/\s+/g, " "), replay: name }],
    ),
  };
}

function run({ isShort, replay, say }: Order): Promise<Findings> {
  return onStage(undefined, async (grounds) => {
    const [ground] = grounds;
    const cases =
      replay?.includes("/") === true
        ? [caseOf(replay)]
        : await casesOf(ground, isShort, replay ?? undefined);
    return findingsOf(await playAll(grounds, cases, say));
  });
}

function caught(broken: BrokenBuild, names: readonly string[]): Promise<number> {
  return withBrokenBuild(broken, (program) =>
    onStage(program, async (grounds) => {
      const judged = await playAll(
        grounds,
        names.map((name) => caseOf(name)),
        () => undefined,
      );
      return findingsOf(judged).violations.length;
    }),
  );
}

const WRITER = "src/adapters/system/durable-file.ts";

const DEAF_TO_SYNC: BrokenBuild = {
  name: "does not hear that a sync failed",
  changes: [
    {
      file: WRITER,
      from: "    await handle.sync();\n  } catch",
      to: "    await handle.sync().catch(() => undefined);\n  } catch",
    },
  ],
};

const DEAF_TO_LINK: BrokenBuild = {
  name: "does not hear that a file got no name",
  changes: [
    {
      file: WRITER,
      from: "    throw error;\n  }\n}\n\n/** Make the names",
      to: '    return "published";\n  }\n}\n\n/** Make the names',
    },
  ],
};

export const io: Campaign = {
  id: "io",
  does: "disks that fail at any call, once or for good (EIO, ENOSPC, EDQUOT, EROFS, EMFILE), and disks that are full at any page",
  needs: ["root", "strace", "mount"],
  run,
  controls: [
    brokenControl(DEAF_TO_SYNC, (one) => caught(one, ["note/fsync:3=EIO", "create/fsync:1=EIO"])),
    brokenControl(DEAF_TO_LINK, (one) => caught(one, ["note/link:1=ENOSPC", "create/link:1=EIO"])),
  ],
};
