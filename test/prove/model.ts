// The campaign against the rules: every state of the machines of every runbook walked, and unsafe machines and runbooks that must be named.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { compile } from "../../src/core/incident/fold.ts";
import { keyOnly, proveRunbook } from "../../src/core/incident/walk-runbook.ts";
import { shipped } from "../support/given.ts";
import type { Campaign, Control, Findings, Order, Violation } from "./campaign.ts";
import { defined, untaken } from "./model/transitions.ts";
import { UNSAFE, type Unsafe } from "./model/unsafe.ts";

const RUNBOOKS = join(import.meta.dirname, "..", "..", "runbooks");
/** The runbook that is walked in short, and made unsafe. */
const FIRST = "compromised-key";
const SEED = 5;

/** Ids of all that are shipped. */
function shippedIds(): readonly string[] {
  return readdirSync(RUNBOOKS).flatMap((name) => {
    const id = /^([\w-]+)\.yaml$/.exec(name)?.[1];
    return id === undefined || id === "regulatory-clocks" ? [] : [id];
  });
}

async function run({ isShort, replay, say }: Order): Promise<Findings> {
  const ids = isShort ? [FIRST] : shippedIds();
  const violations: Violation[] = [];
  let states = 0;
  let ways = 0;
  for (const id of ids.filter((one) => replay === null || one === replay)) {
    say(id);
    const proof = proveRunbook(await shipped(id));
    states += proof.keyStates + proof.incidentStates;
    ways += proof.ways;
    for (const { invariant, trace } of proof.breaches)
      violations.push({ what: `${id}: ${invariant}: ${trace.join(" > ")}`, replay: id });
  }
  const histories = isShort ? 600 : 20_000;
  const compiled = compile(keyOnly(await shipped(FIRST)));
  const left = replay === null ? untaken(compiled, histories, SEED) : [];
  for (const one of left) violations.push({ what: `never taken: ${one}`, replay: FIRST });
  const all = String(defined(compiled).size);
  return {
    cases: states,
    figures: `${String(ids.length)} ${ids.length === 1 ? "runbook" : "runbooks"}, ${states.toLocaleString("en")} states, ${String(ways)} ways to the end; ${histories.toLocaleString("en")} random histories take all ${all} transitions`,
    violations,
  };
}

function control({ name, find, invariant }: Unsafe): Control {
  async function caught(): Promise<number> {
    return find(await shipped(FIRST)).filter((one) => invariant.test(one.invariant)).length;
  }
  return { name, lines: [], caught };
}

export const model: Campaign = {
  id: "model",
  does: "every state of a key under both strategies, every set of settled phases and every way of the checklist, of every runbook",
  needs: [],
  run,
  controls: UNSAFE.map(control),
};
