// What operators do: mostly the next step, often something else, sometimes something foolish. Every command is one process.
import { addKeys } from "../../src/app/declare.ts";
import { joinIncident } from "../../src/app/join.ts";
import { addNote } from "../../src/app/note.ts";
import { probeCredential } from "../../src/app/probe.ts";
import { reconcile } from "../../src/app/reconcile.ts";
import { recordAudit } from "../../src/app/record-audit.ts";
import type { StepVerb } from "../../src/app/step.ts";
import { addTarget } from "../../src/app/target.ts";
import { START_FACTS } from "../../src/core/compliance/start-facts.ts";
import { Secret } from "../../src/core/credential/secret.ts";
import { openItems } from "../../src/core/incident/checklist.ts";
import { openFindings } from "../../src/core/incident/misuse.ts";
import { nextSteps } from "../../src/core/incident/next.ts";
import type { World } from "../../src/core/incident/decide/world.ts";
import { MINUTE } from "../../src/core/instant.ts";
import {
  choose,
  clock,
  ending,
  fact,
  following,
  judgement,
  notify,
  run,
  tick,
  worldNow,
  type Command,
  type Turn,
} from "./commands.ts";
import { REGIMES } from "./desk.ts";
import { reportOf } from "./logs.ts";
import type { Habit, Plan } from "./plan.ts";

const VERBS: readonly StepVerb[] = [
  "start",
  "done",
  "done",
  "done",
  "skip",
  "waive",
  "fail",
  "reopen",
];

/** How usual each habit is, before anybody is inclined to anything. */
const USUAL: Readonly<Record<Habit, number>> = {
  guided: 45,
  automated: 12,
  cut: 5,
  tick: 12,
  decide: 6,
  reconcile: 8,
  beside: 5,
  place: 4,
  "another-key": 2,
  notify: 5,
  clocks: 4,
  audit: 3,
  judge: 4,
  verdict: 2,
  end: 3,
};

/** What somebody sees before deciding what to do. */
interface Scene {
  readonly turn: Turn;
  readonly world: World;
  /** A key they look at. */
  readonly credential: string;
}

function guided({ turn, world }: Scene): Command {
  const { runbook } = world.compiled;
  const steps = nextSteps(runbook, world.state, world.now);
  return steps.length === 0
    ? ending(turn, "close")
    : following(turn, runbook, turn.draw.pick(steps));
}

function automated({ turn, world, credential }: Scene): Command {
  const steps = world.compiled.runbook.steps.filter((step) => step.effect !== null);
  return run(turn, turn.draw.pick(steps).id, credential);
}

/** Mostly one of those that wait, sometimes any. */
function ticked({ turn, world, credential }: Scene): Command {
  const { draw } = turn;
  const { runbook } = world.compiled;
  const waiting = [...openItems(runbook, world.state, runbook.steps)];
  if (waiting.length > 0 && draw.chance(0.7)) {
    const item = draw.pick(waiting);
    return tick(turn, draw.pick(VERBS), item.step.id, item.credential?.id ?? null);
  }
  const step = draw.pick(runbook.steps);
  return tick(turn, draw.pick(VERBS), step.id, step.scope === "credential" ? credential : null);
}

function decided({ turn, credential }: Scene): Command {
  const { draw } = turn;
  return draw.pick([
    () => choose(turn, "strategy", "contain-first", credential),
    () => choose(turn, "strategy", "replace-first", credential),
    () => choose(turn, "outage", "17", credential),
    () => choose(turn, "override", "delete-old", credential),
    () => choose(turn, "ceiling", "+15m", credential),
    () => choose(turn, "severity", draw.pick(["P1", "P2", "P3"])),
    () => choose(turn, "personal-data", draw.pick(["yes", "no", "not-yet"])),
  ])();
}

function beside({ turn, credential }: Scene): Command {
  const { app, incident, draw } = turn;
  return draw.pick<() => Command>([
    () => ({
      words: "note",
      run: () => addNote(app, incident, `n ${String(draw.below(99))}`, undefined, undefined),
    }),
    () => ({ words: "join", run: () => joinIncident(app, incident, app.actor.id, undefined) }),
    () => ({
      words: `probe ${credential}`,
      run: () =>
        probeCredential(app, {
          incident,
          credential,
          untilDead: draw.chance(0.5),
          timeoutMs: 3 * MINUTE,
          dryRun: false,
        }),
    }),
    () => ({
      words: "targets add c1",
      run: () =>
        addTarget(app, incident, {
          definition: { id: "late-place", kind: "simulated", options: {} },
          credential: "c1",
          environment: undefined,
          dryRun: false,
        }),
    }),
  ])();
}

/** One place vouched for, given up, or written alone. */
function placed(scene: Scene): Command {
  const { turn, world, credential } = scene;
  const targets = world.state.credentials[credential]?.targets ?? [];
  if (targets.length === 0) return guided(scene);
  const step = "deploy-replacement-key";
  const { id } = turn.draw.pick(targets);
  const verb = turn.draw.pick<StepVerb | "run">(["done", "waive", "run"]);
  return verb === "run"
    ? run(turn, step, credential, undefined, id)
    : tick(turn, verb, step, credential, id);
}

function anotherKey(scene: Scene): Command {
  const { app, incident, leaked } = scene.turn;
  if (Object.keys(scene.world.state.credentials).length > 1) return guided(scene);
  const second = leaked[1];
  return {
    words: "credential add",
    run: () =>
      addKeys(
        app,
        incident,
        [{ name: "production-second", secret: new Secret(second?.value ?? ""), keyId: "k-old-c2" }],
        {
          environment: "production",
          provider: "acme",
          targets: ["second-env"],
          facts: {},
          strategy: undefined,
          because: undefined,
        },
      ),
  };
}

function told({ turn }: Scene): Command {
  const { draw } = turn;
  const text = draw.chance(0.5) ? `update ${String(draw.below(9))}` : undefined;
  return draw.chance(0.5) ? notify(turn, true, text) : notify(turn, false);
}

/** So few duties that two people meet over the same one. */
const DUTIES = REGIMES.regimes.slice(0, 3);

function clocked({ turn }: Scene): Command {
  const { draw } = turn;
  const { id, stages } = draw.pick(DUTIES);
  return draw.pick([
    () => choose(turn, "notify", `${id}:${draw.pick(["yes", "no"])}`),
    () => clock(turn, draw.pick(["sent", "sent", "except"]), id, draw.pick(stages).id),
    () => fact(turn, draw.pick(START_FACTS).name, "<time>"),
  ])();
}

/** `audit --attach`, for the review or beside it. */
export function audited({ turn, world }: Pick<Scene, "turn" | "world">): Command {
  const { app, incident, draw } = turn;
  const report = reportOf(draw, Object.keys(world.state.credentials), world.now);
  const step = draw.chance(0.5) ? "review-audit-logs" : undefined;
  return { words: "audit --attach", run: () => recordAudit(app, incident, report, step) };
}

function judged(scene: Scene): Command {
  const { turn, world } = scene;
  const open = openFindings(world.state);
  const found = open.length > 0 && turn.draw.chance(0.7) ? open : world.state.findings;
  if (found.length === 0) return audited(scene);
  const verdict = turn.draw.pick(["malicious", "benign", "unknown"] as const);
  return judgement(turn, verdict, turn.draw.pick(found).id);
}

const WAYS: Readonly<Record<Habit, (scene: Scene) => Command>> = {
  guided,
  automated,
  cut: ({ turn, credential }) => run(turn, "block-compromised-key", credential),
  tick: ticked,
  decide: decided,
  reconcile: ({ turn }) => ({
    words: "reconcile",
    run: () => reconcile(turn.app, turn.incident),
  }),
  beside,
  place: placed,
  "another-key": anotherKey,
  notify: told,
  clocks: clocked,
  audit: audited,
  judge: judged,
  verdict: ({ turn }) =>
    choose(turn, "verdict", turn.draw.pick(["benign", "confirmed", "unclear"])),
  end: ({ turn }) => ending(turn, turn.draw.pick(["close", "stand-down", "reopen"])),
};

/** What this operator does now. */
export async function command(turn: Turn, { inclined }: Plan): Promise<Command> {
  const world = await worldNow(turn);
  const credential = turn.draw.pick(Object.keys(world.state.credentials));
  const usual = Object.entries(USUAL) as [Habit, number][];
  // Nobody is inclined to nothing at all.
  const habit = turn.draw.weighted<Habit>([
    ...usual.map(([one, weight]) => [weight * inclined[one], one] as const),
    [0.1, "guided"],
  ]);
  return WAYS[habit]({ turn, world, credential });
}
