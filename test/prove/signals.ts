// The campaign of a person's terminal: keys, signals and hang-ups at every question and in every act outside.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { Stage } from "../acceptance/robust/stage.ts";
import { Hands } from "../support/hands.ts";
import { brokenControl, withBrokenBuild, type BrokenBuild } from "./broken-build.ts";
import type { Campaign, Findings, Order, Violation } from "./campaign.ts";
import { CLOSED_PIPE, EVENTS } from "./signals/events.ts";
import { ACTS, PIPED, PROMPTS } from "./signals/places.ts";
import { atPrompt, inAct, unasked } from "./signals/play.ts";

/** What plays a case: hands, and a vendor of its own, since one that is silent is silent for all. */
interface Ground {
  readonly stage: Stage;
  readonly hands: Hands;
}

interface Case {
  readonly replay: string;
  play(ground: Ground): Promise<readonly string[]>;
}

/** Seed of the sandboxes. */
const SEED = 23;
/** Played at a time: most of a case is waiting. */
const AT_ONCE = 3;

const IN_ACTS = [...EVENTS, CLOSED_PIPE];

function promptCases(isShort: boolean): readonly Case[] {
  const asked = PROMPTS.flatMap((prompt, row) =>
    EVENTS.filter((_, column) => !isShort || (row + column) % EVENTS.length === 0).map((event) => ({
      replay: `${event.id} at ${prompt.id}`,
      play: ({ hands }: Ground) => atPrompt(hands, prompt, event),
    })),
  );
  const piped = PIPED.filter((_, at) => !isShort || at % PIPED.length === 1).map((one) => ({
    replay: `${CLOSED_PIPE.id} for ${one.id}`,
    play: ({ hands }: Ground) => unasked(hands, one),
  }));
  return [...asked, ...piped];
}

function actCases(isShort: boolean): readonly Case[] {
  const [first] = ACTS;
  return ACTS.flatMap((act) =>
    IN_ACTS.filter((_, column) => !isShort || (act === first && column < 2)).map((event) => ({
      replay: `${event.id} in ${act.id}`,
      play: ({ stage, hands }: Ground) => inAct(stage, hands, act, event),
    })),
  );
}

async function playAll(cases: readonly Case[], say: Order["say"]): Promise<readonly Violation[]> {
  const violations: Violation[] = [];
  const left = [...cases];
  async function work(): Promise<void> {
    const hands = new Hands();
    const stage = await Stage.open(SEED);
    try {
      for (let one = left.shift(); one !== undefined; one = left.shift()) {
        const { replay, play } = one;
        say(replay);
        // A case that breaks off has not shown anything.
        const faults = await play({ stage, hands }).catch((error: unknown) => [String(error)]);
        violations.push(
          ...faults.map((fault) => ({
            what: `${replay}: ${fault.replaceAll(/\s+/g, " ")}`,
            replay,
          })),
        );
        await stage.sandbox.ask("DELETE", "/_fault");
      }
    } finally {
      await hands.close();
      await stage.close();
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, cases.length) }, work));
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
  const short = isShort && replay === null;
  const all = [...promptCases(short), ...actCases(short)];
  const cases = all.filter((one) => replay === null || one.replay === replay);
  const violations = await playAll(cases, say);
  const figures = `${String(cases.length)} cases: ${String(IN_ACTS.length)} events at ${String(PROMPTS.length)} questions and in ${String(ACTS.length)} acts outside`;
  return { cases: cases.length, figures, violations };
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

function caught(broken: BrokenBuild): Promise<number> {
  return withBrokenBuild(broken, (program) => faultsOf(program));
}

export const signals: Campaign = {
  id: "signals",
  does: "Ctrl-C once and twice, Ctrl-D, SIGHUP, a hang-up, SIGTERM, a stop and a reader that leaves, at every question and in every act outside",
  needs: [],
  run,
  controls: BROKEN.map((broken) => brokenControl(broken, caught)),
};

if (import.meta.main) console.log(await tryBuild());
