// The walk finds what it is there to find: each machine or runbook that is spoiled on purpose is caught, by the shortest way to the harm.
import { expect, it } from "vitest";
import { compile, type Compiled } from "../../../src/core/incident/fold.ts";
import { walkKey } from "../../../src/core/incident/walk-key.ts";
import { walkPhases } from "../../../src/core/incident/walk-phases.ts";
import { keyOnly, proveRunbook, walkChecklist } from "../../../src/core/incident/walk-runbook.ts";
import type { Runbook, Step } from "../../../src/core/runbook/runbook.ts";
import { shipped } from "../../support/given.ts";

const RUNBOOK = await shipped("lost-key");
const KEY = compile(keyOnly(RUNBOOK));

function yes(): boolean {
  return true;
}

function no(): boolean {
  return false;
}

it("the key's machine holds, in production and outside", () => {
  const { keyStates, ways, breaches } = proveRunbook(RUNBOOK);
  expect(breaches).toEqual([]);
  expect(keyStates).toBeGreaterThan(1000);
  expect(ways).toBe(12);
});

it.each([
  [
    "a guard that lets everything pass",
    { mayBlock: yes },
    /no key is cut/,
    ["disable the old key"],
  ],
  ["a guard that lets nothing pass", { mayBlock: no }, /every state leads/, []],
  ["a new key that never counts as used", { isInUse: no }, /every state leads/, []],
  [
    "a place that never counts as written",
    { isDeployed: no, isInUse: no },
    /every state leads/,
    [],
  ],
])("%s is caught", (_name, guards, invariant, trace) => {
  const credential = KEY.credential.provide({ guards });
  const [breach] = walkKey({ ...KEY, credential }, "production").breaches;
  expect(breach?.invariant).toMatch(invariant);
  expect(breach?.trace).toEqual(trace);
});

function without(...effects: readonly string[]): Runbook {
  const gone = RUNBOOK.steps.filter((step) => effects.includes(step.effect ?? ""));
  const ids = gone.map((step) => step.id);
  const steps = RUNBOOK.steps
    .filter((step) => !gone.includes(step))
    .map((step) => ({ ...step, needs: step.needs.filter((need) => !ids.includes(need)) }));
  return { ...RUNBOOK, steps };
}

function changed(id: string, change: Partial<Step>): Runbook {
  const steps = RUNBOOK.steps.map((step) => (step.id === id ? { ...step, ...change } : step));
  return { ...RUNBOOK, steps };
}

it.each([
  [
    "no way to make the new key",
    without("create-key", "store-key"),
    /leaves .*block-compromised-key/,
  ],
  ["no way to prove the new key in use", without("prove-in-use"), /leaves .*block-compromised-key/],
  [
    "a step that waits for itself",
    changed("look-for-copies", { needs: ["look-for-copies"] }),
    /leaves look-for-copies/,
  ],
])("a runbook with %s is caught", (_name, runbook, invariant) => {
  const [breach] = walkChecklist(compile(runbook)).breaches;
  expect(breach?.invariant).toMatch(invariant);
});

it.each([
  ["that closes with phases open", { mayClose: yes }, /nothing closes/],
  ["that never closes", { mayClose: no }, /can be closed/],
  ["that stays in a phase that is over", { isPhase: no }, /in the phase that is shown/],
])("a machine %s is caught among the sets of settled phases", (_name, guards, invariant) => {
  const compiled = compile(RUNBOOK);
  const spoiled = { ...compiled, incident: compiled.incident.provide({ guards }) };
  expect(walkPhases(compiled).breaches).toEqual([]);
  expect(walkPhases(spoiled).breaches[0]?.invariant).toMatch(invariant);
});

it("a step whose condition nothing can meet is named", () => {
  const when = { all: [{ known: "abuse" }, { not: { known: "abuse" } }] };
  const [breach] = walkPhases(compile(changed("look-for-copies", { when }))).breaches;
  expect(breach).toEqual({
    invariant: "every step can come to apply",
    trace: ["look-for-copies"],
  });
});

it("a machine that closes with anything open, or never, is caught", () => {
  const compiled = compile(RUNBOOK);
  function closing(mayClose: () => boolean): Compiled {
    return { ...compiled, incident: compiled.incident.provide({ guards: { mayClose } }) };
  }
  expect(walkChecklist(closing(yes)).breaches.map((one) => one.invariant)).toEqual([
    "nothing closes with a core step or a proof open",
  ]);
  expect(walkChecklist(closing(no)).breaches[0]?.invariant).toMatch(/can be closed/);
});
