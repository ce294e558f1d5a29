// One scenario of clocks, played by the built program: declare, then a note and a look at each instant, and what must hold.
import type { Status } from "../../../src/core/incident/status.ts";
import { jsonOf, tempHome } from "../../support/cli.ts";
import type { Hands } from "../../support/hands.ts";
import type { Scenario } from "./scenarios.ts";

/** How far a deadline may be off, ms. */
const ERROR_MS = 1000;
const MINUTE = 60_000;
/** Ends of the first phases after the declaration, minutes: the guide's. */
const FIRST_PHASE = 15;

function off(what: string, is: number, should: number): readonly string[] {
  const error = Math.abs(is - should);
  return error <= ERROR_MS ? [] : [`${what} is off by ${String(error)} ms`];
}

/** The clock that a command is given runs on while a slow machine works: what it says may be later by so much, ms. */
const SLOW_MS = 60_000;

function late(what: string, is: number, should: number): readonly string[] {
  return is >= should && is < should + SLOW_MS ? [] : [`${what} is ${new Date(is).toISOString()}`];
}

/** What a look says at `asked`, against plain sums. */
function judge(status: Status, begun: number, asked: number): readonly string[] {
  const [first] = status.phases;
  const declared = Date.parse(status.declaredAt);
  const now = Date.parse(status.now);
  const due = Date.parse(first?.dueAt ?? "");
  const over = Math.max(0, now - (declared + FIRST_PHASE * MINUTE));
  const negative = status.phases.filter(({ overdueBy }) => (overdueBy ?? 0) < 0);
  return [
    ...late("the declaration", declared, begun),
    ...late("now", now, asked),
    ...off("the first deadline", due, declared + FIRST_PHASE * MINUTE),
    ...(first?.state === "done" ? [] : off("how late it is", first?.overdueBy ?? 0, over)),
    ...negative.map(({ id }) => `${id} is late by less than nothing`),
  ];
}

/** Play a scenario: declare, and then a note and a look at each instant of it. */
export async function playScenario(hands: Hands, scenario: Scenario): Promise<readonly string[]> {
  await using home = await tempHome();
  const faults: string[] = [];
  const [begin = "", ...rest] = scenario.instants;
  async function at(now: string, args: readonly string[]) {
    const env = { CLARO_IR_TEST_CLOCK: "1", TZ: scenario.zone };
    const operator = rest.indexOf(now) % 2 === 0 ? [] : ["--operator", "sam"];
    const ended = await hands.run(["--now", now, ...operator, ...args], { home, env });
    if (ended.code !== 0) faults.push(`${args.join(" ")} at ${now}: ${ended.stderr.trim()}`);
    return ended;
  }
  await at(begin, ["start", "--key", "production-web", "--no-input", "--json"]);
  for (const [index, now] of rest.entries()) {
    await at(now, ["note", `note ${String(index)}`]);
    const status = jsonOf<Status>(await at(now, ["status", "--json"]));
    faults.push(...judge(status, Date.parse(begin), Date.parse(now)));
  }
  const last = rest.at(-1) ?? begin;
  const { stdout } = await at(last, ["timeline", "--format", "jsonl"]);
  const rows = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { seq: number; text: string });
  const notes = rows
    .filter(({ text }) => /note \d/.test(text))
    .map(({ text }) => Number(/note (\d+)/.exec(text)?.[1]));
  if (notes.some((one, place) => one !== place)) faults.push(`notes come as ${notes.join(", ")}`);
  if (rows.some(({ seq }, place) => seq !== place + 1)) faults.push("the timeline is not in order");
  await at(last, ["verify"]);
  return faults;
}
