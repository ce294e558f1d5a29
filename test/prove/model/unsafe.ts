// Machines and runbooks made unsafe on purpose. The check must name the harm of each, and the shortest way to it.
import { compile, type Compiled } from "../../../src/core/incident/fold.ts";
import { walkKey, type Breach } from "../../../src/core/incident/walk-key.ts";
import { walkPhases } from "../../../src/core/incident/walk-phases.ts";
import { keyOnly, walkChecklist } from "../../../src/core/incident/walk-runbook.ts";
import type { Runbook, Step } from "../../../src/core/runbook/runbook.ts";

export interface Unsafe {
  /** Read after "a program that". */
  readonly name: string;
  /** What the check finds in it. */
  find(runbook: Runbook): readonly Breach[];
  /** Of the harm that it must name. */
  readonly invariant: RegExp;
}

function yes(): boolean {
  return true;
}

function no(): boolean {
  return false;
}

type CredentialGuards = Parameters<Compiled["credential"]["provide"]>[0]["guards"];
type IncidentGuards = Parameters<Compiled["incident"]["provide"]>[0]["guards"];

function withKeyGuards(guards: NonNullable<CredentialGuards>) {
  return (runbook: Runbook) => {
    const compiled = compile(keyOnly(runbook));
    const credential = compiled.credential.provide({ guards });
    return walkKey({ ...compiled, credential }, "production").breaches;
  };
}

function withGuards(guards: NonNullable<IncidentGuards>) {
  return (runbook: Runbook) => {
    const compiled = compile(runbook);
    return walkPhases({ ...compiled, incident: compiled.incident.provide({ guards }) }).breaches;
  };
}

function without(...effects: readonly string[]) {
  return (runbook: Runbook) => {
    const gone = runbook.steps.filter((step) => effects.includes(step.effect ?? ""));
    const ids = gone.map((step) => step.id);
    const steps = runbook.steps
      .filter((step) => !gone.includes(step))
      .map((step) => ({ ...step, needs: step.needs.filter((need) => !ids.includes(need)) }));
    return walkChecklist(compile({ ...runbook, steps })).breaches;
  };
}

/** The first manual step changed. */
function changed(change: (step: Step) => Partial<Step>, walk: typeof walkPhases) {
  return (runbook: Runbook) => {
    const at = runbook.steps.findIndex((step) => step.kind === "manual" && step.tier === "core");
    const step = runbook.steps[at];
    if (step === undefined) throw new Error("a runbook without a manual core step");
    const steps = runbook.steps.with(at, { ...step, ...change(step) });
    return walk(compile({ ...runbook, steps })).breaches;
  };
}

const NEVER = { all: [{ known: "abuse" }, { not: { known: "abuse" } }] };

export const UNSAFE: readonly Unsafe[] = [
  {
    name: "cuts a key that nobody decided to cut",
    find: withKeyGuards({ mayBlock: yes }),
    invariant: /no key is cut/,
  },
  {
    name: "never lets a key be cut",
    find: withKeyGuards({ mayBlock: no }),
    invariant: /every state leads/,
  },
  {
    name: "never takes a new key for used",
    find: withKeyGuards({ isInUse: no }),
    invariant: /every state leads/,
  },
  {
    name: "never takes a place for written",
    find: withKeyGuards({ isDeployed: no, isInUse: no }),
    invariant: /every state leads/,
  },
  {
    name: "closes with steps open",
    find: withGuards({ mayClose: yes }),
    invariant: /nothing closes/,
  },
  { name: "never closes", find: withGuards({ mayClose: no }), invariant: /can be closed/ },
  {
    name: "shows a phase that is over",
    find: withGuards({ isPhase: no }),
    invariant: /phase/,
  },
  {
    name: "has a runbook without a new key",
    find: without("create-key", "store-key"),
    invariant: /next leads/,
  },
  {
    name: "has a runbook without a proof of use",
    find: without("prove-in-use"),
    invariant: /next leads/,
  },
  {
    name: "has a step that waits for itself",
    find: changed((step) => ({ needs: [step.id] }), walkChecklist),
    invariant: /next leads/,
  },
  {
    name: "has a step that can never apply",
    find: changed(() => ({ when: NEVER }), walkPhases),
    invariant: /come to apply/,
  },
];
