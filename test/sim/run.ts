// `npm run prove:sim`: many histories on all cores, each from its seed. A broken one is cut down and printed with the command that replays it.
//   --seeds 2000 --from 0     how many, and the first
//   --seed 7, --seed 7:3,p1   one alone, or some of its parts, told command by command; --mutant <id>: with that bug planted
//   --hashes                  the hash of every seed's journal: the same here as on any other machine
//   --mutants [id …]          every planted bug, or these, must be found within --within 6000 seeds
import { createHash } from "node:crypto";
import { parseArgs } from "node:util";
import { MUTANTS, type Mutant } from "./mutants.ts";
import { plant } from "./plant.ts";
import { closingOf, huntAll, playSeeds } from "./pool.ts";
import type { Failure } from "./worker.ts";
import { parseReplay, replayOf } from "./shrink.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: "string", default: "2000" },
    from: { type: "string", default: "0" },
    seed: { type: "string" },
    hashes: { type: "boolean", default: false },
    mutant: { type: "string" },
    mutants: { type: "boolean", default: false },
    within: { type: "string", default: "6000" },
  },
});

function named(id: string): Mutant {
  const found = MUTANTS.find((one) => one.id === id);
  if (found === undefined)
    throw new Error(`no bug ${id}; there are ${MUTANTS.map((one) => one.id).join(", ")}`);
  return found;
}

/** Lines of a history that are told: who can go no further says the same for ever. */
const MOST_LINES = 80;

function tell({ found, smallest }: Failure): void {
  console.log(`broken: ${found.broken?.split("\n")[0] ?? ""}`);
  for (const line of smallest.commands.slice(0, MOST_LINES)) console.log(`    ${line}`);
  console.log(`  again: npm run prove:sim -- --seed ${replayOf(smallest)}`);
}

async function replay(text: string): Promise<boolean> {
  const { seed, only } = parseReplay(text);
  const { simulate } = await import("./simulate.ts");
  const history = await simulate(seed, only);
  for (const line of history.commands) console.log(line);
  console.log(history.broken ?? `whole: ${String(history.events)} events, ${history.head}`);
  return history.broken === null;
}

async function seeds(): Promise<boolean> {
  const begun = performance.now();
  const from = Number(values.from);
  const played = await playSeeds(from, Number(values.seeds));
  if (values.hashes)
    for (const [at, head] of played.heads.entries()) console.log(`${String(from + at)} ${head}`);
  for (const failure of played.failures) tell(failure);
  const seconds = (performance.now() - begun) / 1000;
  const all = createHash("sha256").update(played.heads.join("\n")).digest("hex").slice(0, 16);
  console.log(
    `sim: ${String(played.seeds)} seeds, ${String(played.events)} events, ${String(played.failures.length)} broken, ` +
      `${String(played.twice)} played twice alike, hash of all ${all}, ${seconds.toFixed(0)} s\n` +
      `  ${closingOf(played)}; ${(process.cpuUsage().user / 1000 / played.seeds).toFixed(1)} ms of processor time a seed`,
  );
  return played.failures.length === 0;
}

/** A row of the table: the bug, how many seeds it took, the parts of that history and how many were left of them, and what was seen. */
function row(bug: string, took: string, parts: string, seen: string): void {
  console.log(`  ${bug.padEnd(24)} ${took.padStart(5)} ${parts.padStart(9)}  ${seen}`);
}

function tellMutant({ id }: Mutant, failure: Failure | undefined): void {
  if (failure === undefined) {
    row(id, "-", "-", `NOT FOUND within ${values.within} seeds`);
    return;
  }
  const { found, smallest } = failure;
  const parts = `${String(found.parts.length)} > ${String(smallest.parts.length)}`;
  row(id, String(found.seed + 1), parts, smallest.broken?.split("\n")[0] ?? "");
  row("", "", "", `again: --mutant ${id} --seed ${replayOf(smallest)}`);
}

async function mutants(): Promise<boolean> {
  const wanted = positionals.length === 0 ? MUTANTS : positionals.map(named);
  row("bug", "seeds", "parts", "seen");
  const caught = await huntAll(wanted, Number(values.within), tellMutant);
  console.log(`sim controls: ${String(caught)} of ${String(wanted.length)} planted bugs found`);
  return caught === wanted.length;
}

async function main(): Promise<boolean> {
  if (values.mutant !== undefined) plant(named(values.mutant));
  if (values.seed !== undefined) return replay(values.seed);
  return values.mutants ? mutants() : seeds();
}

process.exitCode = (await main()) ? 0 : 1;
