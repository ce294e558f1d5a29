// `npm run prove:targets`: kills in the middle of a deploy to every kind of target, and two broken builds that must be caught. With the argument
// `short` only at the requests that change something, and one broken build. Prints each fault and one line of figures.
import { targetModules } from "../../../src/adapters/target/index.ts";
import { doubles } from "../../support/double/index.ts";
import { Hands } from "../../support/hands.ts";
import { spread } from "../robust/kill.ts";
import { Stage } from "../robust/stage.ts";
import { brokenBuilds, faultsOf } from "./mistakes.ts";
import {
  atMoment,
  atRequest,
  momentsOf,
  struck,
  whenStored,
  type Cut,
  type Struck,
} from "./kill.ts";

const isShort = process.argv.includes("short");
const isControl = process.argv.includes("control");

/** Moments that are tried of a deploy that leaves no request to hold. */
const MOMENTS = isShort ? 2 : 8;
/** Requests that no kind comes near. */
const MOST = 40;

/** Every kind that the program writes itself. */
const kinds = targetModules.filter(({ proves }) => proves !== "nothing").map(({ id }) => id);

type Try = (cut: Cut) => Promise<Struck>;

async function sweepMoments(tryAt: Try, moments: readonly string[], more: readonly Cut[]) {
  const turns = moments.flatMap((name, at) => (/^after (link|rename)$/.test(name) ? [at + 1] : []));
  const cuts = [...spread(turns, MOMENTS).map((nth) => atMoment(nth)), ...more];
  const results: Struck[] = [];
  for (const cut of cuts) results.push(await tryAt(cut));
  return results.filter(({ strike }) => strike !== "ended");
}

/** At each request; at one that changes something twice. In short only at those. */
async function sweepRequests(tryAt: Try): Promise<readonly Struck[]> {
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

async function sweep(stage: Stage, hands: Hands, kind: string): Promise<readonly Struck[]> {
  function tryAt(cut: Cut): Promise<Struck> {
    return struck(stage, hands, kind, cut);
  }
  if (doubles[kind] !== undefined) return sweepRequests(tryAt);
  const moments = await momentsOf(stage, hands, kind);
  return sweepMoments(tryAt, moments, kind === "exec" ? [whenStored] : []);
}

async function sweepAll(): Promise<readonly Struck[]> {
  const stage = await Stage.open(11);
  const team = [new Hands(), new Hands()];
  const results: Struck[] = [];
  const left = [...kinds];
  async function work(hands: Hands): Promise<void> {
    for (let kind = left.shift(); kind !== undefined; kind = left.shift())
      results.push(...(await sweep(stage, hands, kind)));
  }
  try {
    await Promise.all(team.map((hands) => work(hands)));
    return results;
  } finally {
    for (const hands of team) await hands.close();
    await stage.close();
  }
}

const results = await sweepAll();
const faulty = results.filter(({ faults }) => faults.length > 0);
for (const { kind, cut, faults } of faulty) console.log(`${kind}, ${cut}: ${faults.join(" | ")}`);
const figures =
  `kills in the middle of a deploy: ${String(results.length)} in ${String(kinds.length)} kinds of target, ` +
  `${String(results.length - faulty.length)} passed, ${String(faulty.length)} failed`;
if (isControl) {
  console.log(figures);
} else {
  const caught: string[] = [];
  for (const broken of isShort ? brokenBuilds.slice(0, 1) : brokenBuilds) {
    const faults = await faultsOf(broken, import.meta.filename);
    caught.push(
      `a build that ${broken.name}: ${faults > 0 ? "caught" : "NOT caught"} (${String(faults)})`,
    );
    if (faults === 0) process.exitCode = 1;
  }
  console.log([figures, ...caught].join("; "));
}
const untried = kinds.filter((kind) => !results.some((one) => one.kind === kind));
if (untried.length > 0) console.log(`never killed: ${untried.join(", ")}`);
if (faulty.length > 0 || untried.length > 0) process.exitCode = 1;
