// Commands as people type them, each the use case behind it.
import { close, reopen, standDownIncident } from "../../src/app/end.ts";
import { namedFact } from "../../src/app/fact.ts";
import { judge } from "../../src/app/finding.ts";
import { decideVerdict } from "../../src/app/follow-runbook.ts";
import { change, loadIncident, worldOf } from "../../src/app/incident.ts";
import { recordException, recordNotice, requireDuty } from "../../src/app/notice.ts";
import { tell } from "../../src/app/notify/tell.ts";
import { reconcile } from "../../src/app/reconcile.ts";
import { runStep } from "../../src/app/run-step.ts";
import { changeStep, type StepVerb } from "../../src/app/step.ts";
import type { App } from "../../src/app/context.ts";
import type { FindingVerdict } from "../../src/core/incident/audit-event.ts";
import { decide, type Decidable } from "../../src/core/incident/decide/decision.ts";
import { confirmWord, type NextStep } from "../../src/core/incident/next.ts";
import { findStep, type Runbook } from "../../src/core/runbook/runbook.ts";
import type { World } from "../../src/core/incident/decide/world.ts";
import { MINUTE } from "../../src/core/instant.ts";
import { REGIMES } from "./desk.ts";
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

/** Why everything is done here. */
const WHY = "simulated";

export async function worldNow({ app, incident }: Turn): Promise<World> {
  return worldOf(app, await loadIncident(app, incident));
}

/** `run <step>`, confirmed as a person would. */
export function run(
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
export function tick(
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
        because: WHY,
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
export function choose(
  turn: Turn,
  kind: Decidable | "verdict",
  value: string,
  credential?: string,
): Command {
  return {
    words: `decide ${kind} ${value} ${credential ?? ""}`,
    run: async () => {
      if (kind === "verdict") return decideVerdict(turn.app, turn.incident, value, WHY);
      if (kind === "notify") requireDuty(REGIMES, value);
      return change(turn.app, turn.incident, (world) =>
        decide(world, { kind, value, because: WHY, credential }),
      );
    },
  };
}

/** `finding <verdict> <id>`. */
export function judgement(turn: Turn, verdict: FindingVerdict, finding: string): Command {
  return {
    words: `finding ${verdict} ${finding}`,
    run: () => judge(turn.app, turn.incident, { finding, verdict, because: WHY }),
  };
}

/** `fact <name> <value>`. */
export function fact(turn: Turn, name: string, value: string, credential?: string): Command {
  return {
    words: `fact ${name} ${value} ${credential ?? ""}`,
    run: async () => {
      const world = await worldNow(turn);
      const now = value === "<time>" ? world.now : value;
      const one = namedFact(turn.app, world, name, now, credential);
      return change(turn.app, turn.incident, () => [one]);
    },
  };
}

/** `clocks sent|except <regime> <stage>`. */
export function clock(turn: Turn, verb: string, regime: string, stage: string): Command {
  const { app, incident } = turn;
  return {
    words: `clocks ${verb} ${regime} ${stage}`,
    run: () =>
      verb === "except"
        ? recordException(app, incident, REGIMES, { regime, stage, document: "7", because: WHY })
        : recordNotice(app, incident, REGIMES, {
            regime,
            stage,
            receipt: undefined,
            because: WHY,
            occurred: undefined,
          }),
  };
}

/** `notify send`: pressed by a person, or what every command does after its own work. */
export function notify(turn: Turn, pressed: boolean, text?: string): Command {
  const { app, incident } = turn;
  return {
    words: `notify ${pressed ? "send" : "by itself"} ${text ?? ""}`,
    run: () =>
      tell(app, {
        incident,
        pressed,
        ...(text === undefined ? {} : { said: { text, because: null } }),
      }),
  };
}

const ENDS = { close, "stand-down": standDownIncident, reopen } as const;

/** `close`, `stand-down`, `reopen`. */
export function ending(turn: Turn, verb: keyof typeof ENDS): Command {
  return { words: verb, run: () => ENDS[verb](turn.app, turn.incident, WHY) };
}

/** What was typed after the program's name, taken apart. */
interface Typed {
  readonly words: readonly string[];
  readonly credential: string | undefined;
  flag(name: string): string | undefined;
}

type Reading = (turn: Turn, typed: Typed) => Command | undefined;

/** By their first word. */
const READINGS: Readonly<Record<string, Reading>> = {
  run: (turn, { words: [, step = ""], credential, flag }) =>
    run(turn, step, credential ?? null, flag("action"), flag("target")),
  step: (turn, { words: [, verb = "", step = ""], credential, flag }) =>
    verb === "show" || verb === "list"
      ? undefined
      : tick(turn, verb as StepVerb, step, credential ?? null, flag("target"), true),
  decide: (turn, { words: [, kind, value = ""], credential }) =>
    choose(turn, kind as Decidable | "verdict", value, credential),
  finding: (turn, { words: [, verdict = "", id = ""] }) =>
    id === "" ? undefined : judgement(turn, verdict as FindingVerdict, id),
  fact: (turn, { words: [, name = "", value = ""], credential }) =>
    fact(turn, name, value, credential),
  clocks: (turn, { words: [, verb = "", regime = "", stage = ""] }) =>
    stage === "" ? undefined : clock(turn, verb, regime, stage),
  reconcile: (turn) => ({ words: "reconcile", run: () => reconcile(turn.app, turn.incident) }),
  close: (turn) => ending(turn, "close"),
  "stand-down": (turn) => ending(turn, "stand-down"),
};

/** A command as the program prints it, typed: flags by name, words in quotes, `<why>` filled in. Undefined for words that are no command. */
export function typed(turn: Turn, line: string): Command | undefined {
  const [program, ...words] = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(
    (word) => word[1] ?? word[2] ?? "",
  );
  // A page of help is read, and does nothing.
  if (program !== "claro-ir" || words.includes("--help")) return undefined;
  function flag(name: string): string | undefined {
    const at = words.indexOf(`--${name}`);
    return at === -1 ? undefined : words[at + 1];
  }
  return READINGS[words[0] ?? ""]?.(turn, { words, credential: flag("credential"), flag });
}

/** The step that is recommended: what its line says is typed; where that only shows something, a person does it by hand. */
export function following(turn: Turn, runbook: Runbook, next: NextStep): Command {
  const printed = typed(turn, next.command);
  if (printed !== undefined) return printed;
  const step = findStep(runbook, next.step);
  if (step === undefined) throw new Error(`next names ${next.step}, which is no step`);
  return step.effect === null
    ? tick(turn, "done", step.id, next.credential)
    : run(turn, step.id, next.credential);
}
