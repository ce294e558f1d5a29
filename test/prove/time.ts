// The campaign against clocks: they jump, change for summer and winter, leap, sleep and disagree between people; deadlines and order must hold.
import type { Status } from "../../src/core/incident/status.ts";
import { jsonOf, tempHome } from "../support/cli.ts";
import { Hands } from "../support/hands.ts";
import { withBrokenTime } from "./time/broken.ts";
import type { Campaign, Findings, Order, Violation } from "./campaign.ts";
import { SCENARIOS, type Scenario } from "./time/scenarios.ts";

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

async function run({ isShort, replay, say }: Order): Promise<Findings> {
  const hands = new Hands();
  const violations: Violation[] = [];
  const chosen = SCENARIOS.filter(({ id }, index) =>
    replay === null ? !isShort || index % 3 === 0 : id === replay,
  );
  try {
    for (const scenario of chosen) {
      say(scenario.id);
      for (const what of await playScenario(hands, scenario))
        violations.push({ what: `${scenario.id}: ${what}`, replay: scenario.id });
    }
  } finally {
    await hands.close();
  }
  const figures = `${String(chosen.length)} scenarios of clocks: no deadline off by more than a second, the order that of the record`;
  return { cases: chosen.length, figures, violations };
}

export const time: Campaign = {
  id: "time",
  does: "clocks that jump either way, change for summer and winter, leap, sleep, end a year, and differ between two people",
  needs: [],
  run,
  controls: withBrokenTime,
};
