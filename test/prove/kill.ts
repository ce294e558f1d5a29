// Campaign: kill -9 at every system call of every command that changes something, also while going on after a kill.
import { brokenControl, withBrokenBuild, type BrokenBuild } from "./broken-build.ts";
import type { Campaign, Findings, Order } from "./campaign.ts";
import { PLANS, type Ground } from "./kill/plans.ts";
import { spread } from "../acceptance/robust/kill.ts";
import { onStage } from "./kill/stage.ts";
import { momentsOf, type Moment } from "./kill/points.ts";
import { caseOf, strike, type Case, type Struck } from "./kill/strike.ts";

/** Moments of each command that the forms take, at most. */
const MOST = { short: 4, long: 60 };
/** Every so many moments are also killed a second time. */
const TWICE = 3;

const SECOND: readonly Moment[] = [
  { call: "link", nth: 1 },
  { call: "fsync", nth: 3 },
  { call: "unlink", nth: 1 },
  { call: "fsync", nth: 1 },
  { call: "link", nth: 2 },
  { call: "writev", nth: 1 },
];

async function casesOf(ground: Ground, isShort: boolean, only?: string): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const plan of PLANS) {
    if (only !== undefined && plan.id !== only) continue;
    const all = await momentsOf(ground, plan);
    for (const [index, at] of spread(all, isShort ? MOST.short : MOST.long).entries()) {
      cases.push({ plan, at, second: undefined, isAgainFirst: index % 2 === 1 });
      const second = SECOND[Math.floor(index / TWICE) % SECOND.length];
      if (index % TWICE === 0)
        cases.push({ plan, at, second, isAgainFirst: index % (2 * TWICE) === 0 });
    }
  }
  return cases;
}

async function strikeAll(
  grounds: readonly Ground[],
  cases: readonly Case[],
  say: Order["say"],
): Promise<readonly Struck[]> {
  const left = [...cases];
  const struck: Struck[] = [];
  async function work(ground: Ground): Promise<void> {
    for (let one = left.shift(); one !== undefined; one = left.shift()) {
      const done = await strike(ground, one);
      struck.push(done);
      if (done.faults.length > 0) say(`${done.name}: ${done.faults.join(" | ")}`);
      if (struck.length % 50 === 0) say(`${String(struck.length)} of ${String(cases.length)}`);
    }
  }
  await Promise.all(grounds.map((ground) => work(ground)));
  return struck;
}

function findingsOf(struck: readonly Struck[], commands: number): Findings {
  const killed = struck.filter(({ kills }) => kills > 0);
  const twice = struck.filter(({ kills }) => kills > 1);
  return {
    cases: killed.length,
    figures: `${String(killed.length)} kills in ${String(commands)} commands, ${String(twice.length)} of them killed again while going on`,
    violations: struck.flatMap(({ name, faults }) =>
      faults.length === 0
        ? []
        : [{ what: `${name}: ${faults.join(" | ").replaceAll(/\s+/g, " ")}`, replay: name }],
    ),
  };
}

function run({ isShort, replay, say }: Order): Promise<Findings> {
  return onStage(undefined, async (grounds) => {
    const [ground] = grounds;
    if (replay?.includes("/") === true)
      return findingsOf([await strike(ground, caseOf(replay), say)], 1);
    const cases = await casesOf(ground, isShort, replay ?? undefined);
    return findingsOf(await strikeAll(grounds, cases, say), PLANS.length);
  });
}

const FORGETFUL: BrokenBuild = {
  name: "acts before its intent is on record",
  changes: [{ file: "src/app/effect/act.ts", from: "return [intent(act)];", to: "return [];" }],
};

/** Violations in the moments of `create` at which the vendor has been asked. */
function caught(broken: BrokenBuild, names: readonly string[]): Promise<number> {
  return withBrokenBuild(broken, (program) =>
    onStage(program, async (grounds) => {
      const struck = await strikeAll(
        grounds,
        names.map((name) => caseOf(name)),
        () => undefined,
      );
      return findingsOf(struck, 1).violations.length;
    }),
  );
}

export const kill: Campaign = {
  id: "kill",
  does: "`kill -9` at every system call of every command that changes something, and again while going on",
  needs: ["strace"],
  run,
  controls: [brokenControl(FORGETFUL, (one) => caught(one, ["create/POST:1", "create/mkdir:1"]))],
};
