// Every runbook of the package, compiled to its machines and walked: each phase is passed, nothing closes too early, and nothing stays shut for ever.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { listRunbooks } from "../../../src/adapters/runbook/shipped.ts";
import { checklist, isRequired, isSettled } from "../../../src/core/incident/checklist.ts";
import type { IncidentFact } from "../../../src/core/incident/event.ts";
import { compile } from "../../../src/core/incident/fold.ts";
import { walkChecklist } from "../../../src/core/incident/walk-runbook.ts";

import { EVIDENCE_LEVELS } from "../../../src/core/runbook/runbook.ts";
import { done, fact, given, on, shipped, started, type Given } from "../../support/given.ts";

const ROOT = join(import.meta.dirname, "../../..");
const runbooks = await Promise.all((await listRunbooks(ROOT)).map(shipped));
const C1 = on("c1");
describe.each(runbooks)("$id", (runbook) => {
  const compiled = compile(runbook);

  function declared(evidenceLevel: string = runbook.evidenceLevel ?? "unknown"): Given {
    const facts = { evidenceLevel, abuse: "unknown", data: "internal" };
    return given(started({ facts }, compiled), compiled);
  }

  function settling(now: Given): readonly IncidentFact[] {
    return checklist(runbook, now.state)
      .filter((item) => isRequired(item.step) && !isSettled(item.state))
      .map(({ step, credential }) => done(step.id, credential?.id ?? null));
  }

  it("passes every phase in order", () => {
    let now = declared();
    const passed = [now.state.phase];
    for (const one of runbook.phases.flatMap((phase) =>
      settling(now).filter(
        (each) => each.type === "step.completed" && inPhase(each.data.step, phase.id),
      ),
    )) {
      now = now.and(one);
      if (passed.at(-1) !== now.state.phase) passed.push(now.state.phase);
    }
    const due = runbook.phases.filter(
      (phase, index) =>
        index === runbook.phases.length - 1 ||
        runbook.steps.some((step) => step.phase === phase.id && isRequired(step)),
    );
    expect(passed).toEqual(due.map((phase) => phase.id));
  });

  function inPhase(id: string, phase: string): boolean {
    return runbook.steps.some((step) => step.id === id && step.phase === phase);
  }

  it("leads to the end whatever is known, and closes there and not before", () => {
    const { states, breaches } = walkChecklist(compiled);
    expect([states, breaches]).toEqual([12, []]);
  });

  it("has conditions that can come true and can stay untrue", () => {
    const names = runbook.steps.flatMap((step) => (step.when === null ? [] : [step.id]));
    const seen = new Map(names.map((id) => [id, new Set<boolean>()]));
    for (const now of worlds())
      for (const item of checklist(runbook, now.state))
        seen.get(item.step.id)?.add(item.state === "not-applicable");
    expect([...seen].filter(([, answers]) => answers.size < 2)).toEqual([]);
  });

  /** The incident with each value of each fact, alone and with the strategy the other way round. */
  function worlds(): readonly Given[] {
    const strategies = (["contain-first", "replace-first"] as const).map((one) =>
      EVIDENCE_LEVELS.map((level) => declared(level).and(C1.strategy(one))),
    );
    const bases = strategies.flat();
    const values = Object.entries(runbook.facts).flatMap(
      ([name, { type, values: known, scope }]) => {
        const all = type === "flag" ? ["yes", "no"] : type === "enum" ? known : ["something"];
        return all.map((value) => {
          const credential = scope === "credential" ? "c1" : null;
          return fact("fact.set", { name, value, credential, source: "test", grade: "E3" });
        });
      },
    );
    return [...bases, ...values.map((one) => bases[0]!.and(one))];
  }
});
