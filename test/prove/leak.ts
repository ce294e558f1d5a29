// Secrets of every kind in every place, and strace on the program: every byte that it writes, sends, names or hands over is looked through.
import { availableParallelism } from "node:os";
import { linesOf } from "../sim/plant.ts";
import { PROGRAM } from "../support/cli.ts";
import type { Campaign, Findings, Order } from "./campaign.ts";
import { LEAKS, withLeak, type Leak } from "./leak/mistakes.ts";
import { SCENARIOS, sweep, type Watched } from "./leak/sweep.ts";
import type { Scenario } from "./leak/scenario/scenario.ts";

/** The short form plays these, and one of so many of the others. */
const ALWAYS = ["handed-over", "shown", "node-debug", "throws-later", "create-500-after"];
const SHORT = 20;

function scenariosOf({ isShort, replay }: Order): readonly Scenario[] {
  if (replay !== null) return SCENARIOS.filter(({ id }) => id === replay);
  return SCENARIOS.filter(({ id }, at) => !isShort || ALWAYS.includes(id) || at % SHORT === 0);
}

async function run(order: Order): Promise<Findings> {
  const scenarios = scenariosOf(order);
  if (scenarios.length === 0)
    throw new Error(`no such scenario; there are ${SCENARIOS.map(({ id }) => id).join(", ")}`);
  const watched: Watched[] = [];
  function hear(one: Watched): void {
    watched.push(one);
    order.say(order.replay === null ? `  ${one.id}` : one.said);
  }
  const cores = Math.min(availableParallelism(), scenarios.length);
  await Promise.all(
    Array.from({ length: cores }, (_, core) =>
      sweep(
        scenarios.filter((_one, at) => at % cores === core),
        PROGRAM,
        hear,
      ),
    ),
  );
  const commands = watched.reduce((sum, one) => sum + one.commands, 0);
  const megabytes = watched.reduce((sum, one) => sum + one.bytes, 0) / 1e6;
  return {
    cases: watched.length,
    figures: `${String(watched.length)} scenarios, ${String(commands)} commands, ${megabytes.toFixed(0)} MB written, sent and named`,
    violations: watched.flatMap(({ id, leaks }) =>
      leaks.map((what) => ({ what: `${id}: ${what}`, replay: id })),
    ),
  };
}

/** Leaks that are seen in the one scenario that has this one. */
async function caught(leak: Leak): Promise<number> {
  let leaks = 0;
  await withLeak(leak, (program) =>
    sweep(
      SCENARIOS.filter(({ id }) => id === leak.scenario),
      program,
      (watched) => {
        // A program that breaks off has not been seen to leak.
        leaks += watched.leaks.filter((what) => !what.startsWith("broke off")).length;
      },
    ),
  );
  return leaks;
}

export const leak: Campaign = {
  id: "leak",
  does: "canaries in every secret place, under strace: everything written, sent, named and handed over is looked through in 20 encodings",
  needs: ["strace"],
  run,
  controls: LEAKS.map((one) => ({
    name: one.name,
    lines: linesOf(one),
    caught: () => caught(one),
  })),
};
