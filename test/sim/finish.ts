// Calm weather: one owner goes on where everybody left, only by what the program recommends, and must be able to close.
import { reconcile } from "../../src/app/reconcile.ts";
import { nextSteps } from "../../src/core/incident/next.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/instant.ts";
import { ending, following, worldNow, type Command, type Turn } from "./commands.ts";
import { desk, type Site } from "./desk.ts";
import { Draw } from "./draw.ts";
import { audited } from "./habits.ts";
import { outcome, remedies } from "./outcome.ts";
import { CALM, OPERATORS, PRELUDE } from "./plan.ts";
import { LEAKED } from "./site.ts";
import { Broken } from "./witness.ts";

/** More rounds than any incident has steps left: not done by then is stuck. */
const MOST = 250;

/** How many remedies in a row a person types before trying something else. */
const PATIENCE = 4;

/** A person who types what is printed, and how many commands that were. */
interface Person extends Turn {
  readonly told: string[];
  typed: number;
}

/** Do it; where it does not lead on, type what is said then, and what is said to that. */
async function step(person: Person, command: Command, depth = 0): Promise<boolean> {
  const { told } = person;
  told.push(`${"  ".repeat(depth)}finish ${command.words}`);
  person.typed += 1;
  const { said, isDone } = await outcome(command);
  if (isDone) return true;
  told.push(`${"  ".repeat(depth + 1)}${said}`);
  if (depth === PATIENCE) return false;
  for (const remedy of remedies(person, said))
    if (await step(person, remedy, depth + 1)) return true;
  return false;
}

/** How a round went; `next` = what was recommended in it. */
interface Went {
  readonly isOver: boolean;
  readonly next: string;
}

/** What is recommended, one after the other until something leads on; nothing when it is over. */
async function goOn(person: Person): Promise<Went> {
  const world = await worldNow(person);
  if (world.state.state !== "open") return { isOver: true, next: "" };
  const { runbook } = world.compiled;
  const steps = nextSteps(runbook, world.state, world.now);
  const next = steps.map((one) => `${one.step} ${one.credential ?? ""}`).join(", ");
  for (const one of steps)
    if (await step(person, following(person, runbook, one))) return { isOver: false, next };
  await step(person, ending(person, "close"));
  return { isOver: false, next };
}

async function lookFirst(person: Person): Promise<Went> {
  await reconcile(person.app, person.incident);
  return goOn(person);
}

async function lookAtLogs(person: Person): Promise<Went> {
  const world = await worldNow(person);
  if (world.state.state !== "open") return { isOver: true, next: "" };
  await step(person, audited({ turn: person, world }));
  return { isOver: false, next: "" };
}

/** One round: a process of its own, and time for a coffee, a meeting, a night. */
async function round(
  site: Site,
  pid: number,
  count: number,
  person: Omit<Person, "app">,
  act: (person: Person) => Promise<Went>,
): Promise<Went & { readonly typed: number }> {
  const at = desk(site, pid, OPERATORS[0]);
  const sitting = { ...person, app: at.app };
  const work = act(sitting);
  await site.schedule.run(work);
  for (const [id, loaded] of at.app.loaded) site.loaded.set(id, loaded);
  const went = await work;
  if (site.witness.broken !== null) throw new Broken(site.witness.broken);
  if (!went.isOver) site.schedule.pass(count % 10 === 9 ? DAY : count % 3 === 2 ? HOUR : MINUTE);
  return { ...went, typed: sitting.typed };
}

/** Before the storm, where the plan has it so: one person goes on undisturbed, perhaps to the end. Gives the names of the parts. */
export async function prelude(
  site: Site,
  incident: string,
  told: string[],
  isWanted: (part: string) => boolean,
): Promise<readonly string[]> {
  const parts: string[] = [];
  site.outside.calm = true;
  for (let count = 0; count < site.plan.prelude; count += 1) {
    const part = `c${String(count)}`;
    if (!isWanted(part)) continue;
    parts.push(part);
    const pid = PRELUDE + count;
    const draw = new Draw(site.seed, pid);
    const act = draw.chance(0.1) ? lookAtLogs : goOn;
    const person = { incident, draw, leaked: LEAKED, told, typed: 0 };
    if ((await round(site, pid, count, person, act)).isOver) break;
  }
  site.outside.calm = false;
  return parts;
}

/** Everything in flight has arrived; then step by step to the end. Gives how many commands that took. */
export async function finish(site: Site, incident: string, told: string[]): Promise<number> {
  site.schedule.pass(2 * MINUTE);
  for (const process of site.processes.values()) process.crashed = true;
  const draw = new Draw(site.seed, CALM);
  let commands = 0;
  let last = "";
  for (let count = 0; count < MOST; count += 1) {
    const person = { incident, draw, leaked: LEAKED, told, typed: commands };
    const act = draw.chance(site.plan.looks) ? lookFirst : goOn;
    const went = await round(site, CALM + count, count, person, act);
    if (went.isOver) return commands;
    commands = went.typed;
    last = went.next;
  }
  throw new Broken(`it cannot be closed: next is ${last === "" ? "nothing" : last}`);
}
