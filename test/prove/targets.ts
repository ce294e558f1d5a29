// Campaign: kills in the middle of a deploy to every kind of target, at every request, its work done or not done.
import { targetModules } from "../../src/adapters/target/index.ts";
import {
  atMoment,
  atRequest,
  momentsOf,
  struck,
  whenStored,
  type Cut,
  type Struck,
} from "../acceptance/targets/kill.ts";
import { doubles } from "../support/double/index.ts";
import { brokenControl, withBrokenBuild, type BrokenBuild } from "./broken-build.ts";
import type { Campaign, Findings, Order } from "./campaign.ts";
import { spread } from "../acceptance/robust/kill.ts";
import { onStage } from "./kill/stage.ts";
import type { Ground } from "./kill/plans.ts";

/** Requests that no kind comes near. */
const MOST = 40;

/** Every kind that the program writes itself. */
const KINDS = targetModules.filter(({ proves }) => proves !== "nothing").map(({ id }) => id);

type Try = (cut: Cut) => Promise<Struck>;

async function sweepMoments(tryAt: Try, cuts: readonly Cut[]): Promise<readonly Struck[]> {
  const results: Struck[] = [];
  for (const cut of cuts) results.push(await tryAt(cut));
  return results.filter(({ strike }) => strike !== "ended");
}

/** At each request; at one that changes something twice. In short only at those. */
async function sweepRequests(tryAt: Try, isShort: boolean): Promise<readonly Struck[]> {
  const of = isShort ? "changes" : "all";
  const results: Struck[] = [];
  for (let nth = 1; nth < MOST; nth += 1) {
    const done = await tryAt(atRequest({ nth, of, applied: true }));
    if (done.strike === "ended") return results;
    results.push(done);
    if (done.strike === "killed") results.push(await tryAt(atRequest({ nth, of, applied: false })));
  }
  throw new Error(`more than ${String(MOST)} requests`);
}

async function sweep({ stage, hands }: Ground, kind: string, isShort: boolean) {
  function tryAt(cut: Cut): Promise<Struck> {
    return struck(stage, hands, kind, cut);
  }
  if (doubles[kind] !== undefined) return sweepRequests(tryAt, isShort);
  const moments = await momentsOf(stage, hands, kind);
  const turns = moments.flatMap((name, at) => (/^after (link|rename)$/.test(name) ? [at + 1] : []));
  const cuts = spread(turns, isShort ? 2 : 8).map((nth) => atMoment(nth));
  return sweepMoments(tryAt, kind === "exec" ? [...cuts, whenStored] : cuts);
}

function sweepAll(program: string | undefined, { isShort, say }: Pick<Order, "isShort" | "say">) {
  return onStage(program, async (grounds): Promise<Findings> => {
    const results: Struck[] = [];
    const left = [...KINDS];
    async function work(ground: Ground): Promise<void> {
      for (let kind = left.shift(); kind !== undefined; kind = left.shift()) {
        results.push(...(await sweep(ground, kind, isShort)));
        say(`${kind} is through`);
      }
    }
    await Promise.all(grounds.map((ground) => work(ground)));
    const untried = KINDS.filter((kind) => !results.some((one) => one.kind === kind));
    return {
      cases: results.length,
      figures: `${String(results.length)} kills in ${String(KINDS.length)} kinds of target`,
      violations: [
        ...untried.map((kind) => ({ what: `${kind} was never killed`, replay: kind })),
        ...results.flatMap(({ kind, cut, faults }) =>
          faults.map((fault) => ({ what: `${kind}, ${cut}: ${fault}`, replay: kind })),
        ),
      ],
    };
  });
}

async function run({ isShort, replay, say }: Order): Promise<Findings> {
  if (replay === null) return sweepAll(undefined, { isShort, say });
  return onStage(undefined, async ([ground]) => {
    const results = await sweep(ground, replay, isShort);
    for (const { cut, strike, faults } of results)
      say(`${cut}: ${strike} ${faults.join(" | ") || "whole"}`);
    return {
      cases: results.length,
      figures: `${String(results.length)} kills`,
      violations: results.flatMap(({ cut, faults }) =>
        faults.map((fault) => ({ what: `${cut}: ${fault}`, replay })),
      ),
    };
  });
}

const MISTAKES: readonly BrokenBuild[] = [
  {
    name: "writes again without looking",
    changes: [
      {
        file: "src/app/effect/place.ts",
        from: `return "already";`,
        to: `return "write";`,
      },
      {
        file: "src/adapters/target/versioned-store.ts",
        from: "if (stored !== undefined && text === before)",
        to: "if (stored !== undefined && text === before && token === '')",
      },
    ],
  },
  {
    name: "takes a lost answer for a success",
    changes: [
      {
        file: "src/app/reconcile.ts",
        from: "if (!isNew)",
        to: "if (!isNew && app.version === '')",
      },
      {
        file: "src/app/effect/place.ts",
        from: 'const reading = await target.read();\n  if (reading.state !== "present") return "write";',
        to: 'if (place.record.state === "written") return "already";\n  const reading = await target.read();\n  if (reading.state !== "present") return "write";',
      },
    ],
  },
];

export const targets: Campaign = {
  id: "targets",
  does: "`kill -9` at every request of a deploy to every kind of target, its work done or not done",
  needs: [],
  run,
  controls: MISTAKES.map((mistake) =>
    brokenControl(mistake, (broken) =>
      withBrokenBuild(broken, async (program) => {
        const order = { isShort: true, say: () => undefined };
        return (await sweepAll(program, order)).violations.length;
      }),
    ),
  ),
};
