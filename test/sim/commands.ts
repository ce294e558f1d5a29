// What operators do: mostly the next step, often something else, sometimes something foolish. Every command is one process.
import { addKeys } from "../../src/app/declare.ts";
import { close, reopen, standDownIncident } from "../../src/app/end.ts";
import { change, loadIncident, worldOf } from "../../src/app/incident.ts";
import { joinIncident } from "../../src/app/join.ts";
import { addNote } from "../../src/app/note.ts";
import { probeCredential } from "../../src/app/probe.ts";
import { reconcile } from "../../src/app/reconcile.ts";
import { runStep } from "../../src/app/run-step.ts";
import { changeStep, type StepVerb } from "../../src/app/step.ts";
import { addTarget } from "../../src/app/target.ts";
import type { App } from "../../src/app/context.ts";
import { Secret } from "../../src/core/credential/secret.ts";
import { decide, type Decidable } from "../../src/core/incident/decide/decision.ts";
import { confirmWord, nextSteps, type NextStep } from "../../src/core/incident/next.ts";
import { findStep } from "../../src/core/runbook/runbook.ts";
import type { World } from "../../src/core/incident/decide/world.ts";
import { MINUTE } from "../../src/core/instant.ts";
import { RUNBOOK } from "../support/given.ts";
import type { Draw } from "./draw.ts";

export interface Turn {
  readonly app: App;
  readonly incident: string;
  readonly draw: Draw;
  /** Values of leaked keys, by credential. */
  readonly leaked: readonly { readonly credential: string; readonly value: string }[];
}

/** One command, for a report of what went wrong, and its work. */
export interface Command {
  readonly words: string;
  run(): Promise<unknown>;
}

const AUTOMATED = RUNBOOK.steps.filter((step) => step.effect !== null);
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

export async function worldNow({ app, incident }: Turn): Promise<World> {
  return worldOf(app, await loadIncident(app, incident));
}

/** `run <step>`, confirmed as a person would. */
function run(
  turn: Turn,
  step: string,
  credential: string | null,
  action?: string,
  target?: string,
): Command {
  const { app, incident } = turn;
  return {
    words: `run ${step} ${credential ?? ""} ${action ?? ""}`,
    run: async () => {
      const { state } = await worldNow(turn);
      const about = state.credentials[credential ?? ""];
      return runStep(app, {
        incident,
        step,
        credential: credential ?? undefined,
        options: {
          target,
          action: action === "delete" || action === "disable" ? action : undefined,
          confirm: about === undefined ? undefined : confirmWord(state, about),
          secret: undefined,
          keyId: undefined,
          name: undefined,
          replaceOther: false,
          timeoutMs: 5 * MINUTE,
        },
      });
    },
  };
}

/** `step <verb>`. */
function tick(
  turn: Turn,
  verb: StepVerb,
  step: string,
  credential: string | null,
  target?: string,
  surely = false,
): Command {
  const { draw } = turn;
  return {
    words: `step ${verb} ${step} ${credential ?? ""} ${target ?? ""}`,
    run: () =>
      changeStep(turn.app, verb, {
        incident: turn.incident,
        step,
        credential: credential ?? undefined,
        target,
        note: undefined,
        because: "simulated",
        evidence: [],
        facts: [],
        attest: surely || draw.chance(0.5),
        takeOver: surely || draw.chance(0.5),
        occurred: undefined,
        dryRun: false,
      }),
  };
}

/** `decide <kind> <value>`. */
function choose(turn: Turn, kind: Decidable, value: string, credential?: string): Command {
  return {
    words: `decide ${kind} ${value} ${credential ?? ""}`,
    run: () =>
      change(turn.app, turn.incident, (world) =>
        decide(world, { kind, value, because: "simulated", credential }),
      ),
  };
}

/** A command as the program prints it, typed: flags by name, words in quotes, `<why>` filled in. Undefined for words that are no command. */
export function typed(turn: Turn, line: string): Command | undefined {
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((word) => word[1] ?? word[2] ?? "");
  if (words[0] !== "claro-ir") return undefined;
  function flag(name: string): string | undefined {
    const at = words.indexOf(`--${name}`);
    return at === -1 ? undefined : words[at + 1];
  }
  const [, verb = "", first = "", second = ""] = words;
  const credential = flag("credential") ?? null;
  if (verb === "run") return run(turn, first, credential, flag("action"), flag("target"));
  if (verb === "step" && first !== "show" && first !== "list")
    return tick(turn, first as StepVerb, second, credential, flag("target"), true);
  if (verb === "decide") return choose(turn, first as Decidable, second, credential ?? undefined);
  if (verb === "reconcile") return { words: line, run: () => reconcile(turn.app, turn.incident) };
  if (verb === "close")
    return { words: line, run: () => close(turn.app, turn.incident, "simulated") };
  return undefined;
}

/** The step that is recommended: what its line says is typed; where that only shows something, a person does it by hand. */
export function following(turn: Turn, next: NextStep): Command {
  const printed = typed(turn, next.command);
  if (printed !== undefined) return printed;
  const step = findStep(RUNBOOK, next.step);
  if (step === undefined) throw new Error(`next names ${next.step}, which is no step`);
  return step.effect === null
    ? tick(turn, "done", step.id, next.credential)
    : run(turn, step.id, next.credential);
}

async function guided(turn: Turn): Promise<Command> {
  const world = await worldNow(turn);
  const steps = nextSteps(RUNBOOK, world.state, world.now);
  if (steps.length === 0)
    return { words: "close", run: () => close(turn.app, turn.incident, "simulated") };
  return following(turn, turn.draw.pick(steps));
}

function decided(turn: Turn, credential: string): Command {
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

function beside(turn: Turn, credential: string): Command {
  const { app, incident, draw } = turn;
  return draw.pick<() => Command>([
    () => ({
      words: "note",
      run: () => addNote(app, incident, `n ${String(draw.below(99))}`, undefined, undefined),
    }),
    () => ({ words: "join", run: () => joinIncident(app, incident, app.actor.id, undefined) }),
    () => ({ words: "close", run: () => close(app, incident, "simulated") }),
    () => ({ words: "stand-down", run: () => standDownIncident(app, incident, "simulated") }),
    () => ({ words: "reopen", run: () => reopen(app, incident, "simulated") }),
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

function anotherKey(turn: Turn): Command {
  const second = turn.leaked[1];
  return {
    words: "credential add",
    run: () =>
      addKeys(
        turn.app,
        turn.incident,
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

/** What this operator does now. */
export async function command(turn: Turn): Promise<Command> {
  const { draw } = turn;
  const world = await worldNow(turn);
  const keys = Object.keys(world.state.credentials);
  const credential = draw.pick(keys);
  const step = draw.pick(RUNBOOK.steps);
  const about = step.scope === "credential" ? credential : null;
  const targets = world.state.credentials[credential]?.targets ?? [];
  return draw.weighted<() => Command | Promise<Command>>([
    [45, () => guided(turn)],
    [13, () => run(turn, draw.pick(AUTOMATED).id, credential)],
    [5, () => run(turn, "block-compromised-key", credential)],
    [12, () => tick(turn, draw.pick(VERBS), step.id, about)],
    [6, () => decided(turn, credential)],
    [8, () => ({ words: "reconcile", run: () => reconcile(turn.app, turn.incident) })],
    [8, () => beside(turn, credential)],
    [
      4,
      () =>
        targets.length === 0
          ? guided(turn)
          : tick(
              turn,
              draw.pick(["done", "waive"]),
              "deploy-replacement-key",
              credential,
              draw.pick(targets).id,
            ),
    ],
    [2, () => (keys.length === 1 ? anotherKey(turn) : guided(turn))],
  ])();
}
