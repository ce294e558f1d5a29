// The vendor's API misbehaves at one request of an incident, in every way: what is unknown says so, nothing is made twice, and the incident ends well.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { linesOf } from "../sim/plant.ts";
import { MISTAKES, type Mistake } from "./api/mistakes.ts";
import { CASES, idOf, type Case } from "./api/plays.ts";
import type { Share, Told } from "./api/worker.ts";
import type { Campaign, Findings, Order } from "./campaign.ts";

/** Of so many cases the short form plays one. */
const SHORT = 5;

function casesOf({ isShort, replay }: Pick<Order, "isShort" | "replay">): readonly Case[] {
  if (replay !== null) return CASES.filter((one) => idOf(one) === replay);
  return CASES.filter((_, at) => !isShort || at % SHORT === 0);
}

function share(data: Share, hear: (told: Told) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("api/worker.ts", import.meta.url), { workerData: data });
    worker.on("message", hear);
    worker.once("error", reject);
    worker.once("exit", () => resolve());
  });
}

/** Those that wait longest begin first. */
async function play(
  cases: readonly Case[],
  mistake: Mistake | null,
  hear: (told: Told) => void,
  tells = false,
): Promise<void> {
  const slow = cases.filter(({ bad }) => bad.isSlow === true);
  const ids = [...new Set([...slow, ...cases])].map(idOf);
  const cores = mistake === null ? availableParallelism() : 1;
  const shares = Array.from({ length: cores }, (_, core) =>
    ids.filter((_id, at) => at % cores === core),
  );
  await Promise.all(
    shares.filter((one) => one.length > 0).map((one) => share({ ids: one, mistake, tells }, hear)),
  );
}

async function run(order: Order): Promise<Findings> {
  const cases = casesOf(order);
  if (cases.length === 0)
    throw new Error(`no such case; for example ${CASES.slice(0, 3).map(idOf).join(", ")}`);
  const told: Told[] = [];
  await play(
    cases,
    null,
    (one) => {
      told.push(one);
      if (order.replay !== null) order.say(one.said);
      else if (told.length % 25 === 0)
        order.say(`  ${String(told.length)} of ${String(cases.length)}`);
    },
    order.replay !== null,
  );
  const plays = new Set(cases.map(({ play: one }) => one.id)).size;
  const bads = new Set(cases.map(({ bad }) => bad.id)).size;
  return {
    cases: told.length,
    figures: `${String(told.length)} incidents, ${String(bads)} kinds of fault at ${String(plays)} requests`,
    violations: told.flatMap(({ id, faults }) =>
      faults.map((what) => ({ what: `${id}: ${what}`, replay: id })),
    ),
  };
}

/** What the case in which it must show sees of this mistake. */
async function caught(mistake: Mistake): Promise<number> {
  let faults = 0;
  await play(casesOf({ isShort: false, replay: mistake.in }), mistake, (told) => {
    faults += told.faults.length;
  });
  return faults;
}

export const api: Campaign = {
  id: "api",
  does: "one request of an incident meets one fault of the vendor's API, and a person goes on to the end",
  needs: [],
  run,
  controls: MISTAKES.map((mistake) => ({
    name: mistake.name,
    lines: linesOf(mistake),
    caught: () => caught(mistake),
  })),
};
