// The campaign of a person's terminal: keys, signals and hang-ups at every question and in every act outside.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { Stage } from "../acceptance/robust/stage.ts";
import { Hands } from "../support/hands.ts";
import { withBrokenBuild, type BrokenBuild } from "./broken-build.ts";
import type { Campaign, Control, Findings, Order, Violation } from "./campaign.ts";
import { EVENTS, type Event } from "./signals/events.ts";
import { ACTS, PROMPTS } from "./signals/places.ts";
import { atPrompt, inAct } from "./signals/play.ts";

interface Case {
  readonly replay: string;
  play(): Promise<readonly string[]>;
}

/** Seeded sandbox of the acts. */
const SEED = 23;

function promptCases(hands: Hands, isShort: boolean): readonly Case[] {
  return PROMPTS.flatMap((prompt, row) =>
    EVENTS.filter((_, column) => !isShort || (row + column) % EVENTS.length === 0).map((event) => ({
      replay: `${event.id} at ${prompt.id}`,
      play: () => atPrompt(hands, prompt, event),
    })),
  );
}

function actCases(stage: Stage, hands: Hands, isShort: boolean): readonly Case[] {
  const [first] = ACTS;
  return ACTS.flatMap((act) =>
    EVENTS.filter((_, column) => !isShort || (act === first && column < 2)).map((event: Event) => ({
      replay: `${event.id} in ${act.id}`,
      play: () => inAct(stage, hands, act, event),
    })),
  );
}

async function playAll(cases: readonly Case[], say: Order["say"]): Promise<readonly Violation[]> {
  const violations: Violation[] = [];
  for (const { replay, play } of cases) {
    say(replay);
    try {
      for (const fault of await play()) violations.push({ what: `${replay}: ${fault}`, replay });
    } catch (error) {
      violations.push({ what: `${replay}: ${String(error).split("\n")[0] ?? ""}`, replay });
      say(String(error));
    }
  }
  return violations;
}

/** Questions at which another build is tried. */
const TRIED = 3;

async function tryBuild(): Promise<number> {
  const hands = new Hands();
  const term = EVENTS.find(({ id }) => id === "term");
  if (term === undefined) throw new Error("no SIGTERM among the events");
  try {
    const faults = await Promise.all(
      PROMPTS.slice(0, TRIED).map((prompt) => atPrompt(hands, prompt, term)),
    );
    return faults.flat().length;
  } finally {
    await hands.close();
  }
}

async function run({ isShort, replay, say }: Order): Promise<Findings> {
  const stage = await Stage.open(SEED);
  const hands = new Hands();
  try {
    const short = isShort && replay === null;
    const all = [...promptCases(hands, short), ...actCases(stage, hands, short)];
    const cases = all.filter((one) => replay === null || one.replay === replay);
    const violations = await playAll(cases, say);
    const figures = `${String(cases.length)} cases: ${String(EVENTS.length)} events at ${String(PROMPTS.length)} questions and in ${String(ACTS.length)} acts outside`;
    return { cases: cases.length, figures, violations };
  } finally {
    await hands.close();
    await stage.close();
  }
}

/** Faults that a few cases find in another build; in a process of its own, since a process plays one build. */
async function faultsOf(program: string): Promise<number> {
  const child = spawn(process.execPath, [import.meta.filename], {
    env: { ...process.env, CLARO_IR_TEST_PROGRAM: program },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = await Promise.all([text(child.stdout), once(child, "close")]);
  return Number(said);
}

const BROKEN: readonly BrokenBuild[] = [
  {
    name: "ends with 0 whatever ended it",
    changes: [
      {
        file: "src/signals.ts",
        from: "code ??= SIGNALS[name];",
        to: "code ??= SIGNALS[name] * 0;",
      },
    ],
  },
];

function control(broken: BrokenBuild): Control {
  return {
    name: broken.name,
    caught: () => withBrokenBuild(broken, (program) => faultsOf(program)),
  };
}

export const signals: Campaign = {
  id: "signals",
  does: "Ctrl-C once and twice, Ctrl-D, SIGHUP, a hang-up, SIGTERM and a stop, at every question and in every act outside",
  needs: [],
  run,
  controls: BROKEN.map(control),
};

if (import.meta.main) console.log(await tryBuild());
