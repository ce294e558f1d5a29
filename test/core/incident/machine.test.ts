// Both machines walked: what may never happen does not, there is always a way out, and they say what decide says.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { closeIncident, reopenIncident, standDown } from "../../../src/core/incident/decide/end.ts";
import { completeStep } from "../../../src/core/incident/decide/step.ts";
import { ClaroIrError } from "../../../src/core/error.ts";
import type { IncidentFact } from "../../../src/core/incident/event.ts";
import { compile, evolve, isLegal, toState } from "../../../src/core/incident/fold.ts";
import { checklist, isRequired } from "../../../src/core/incident/checklist.ts";
import { DAY, HOUR } from "../../../src/core/instant.ts";
import type { Phase, Runbook, Step } from "../../../src/core/runbook/runbook.ts";
import {
  done,
  eventsOf,
  fact,
  given,
  keys,
  key,
  on,
  RUNBOOK,
  started,
  toEvent,
  type Given,
} from "../../support/given.ts";

const CUT = "block-compromised-key";

/** What decide says about cutting a key: the facts of the step that a person does by hand. */
function decideCuts(now: Given, credential: string): boolean {
  try {
    return completeStep(now.world, { step: CUT, credential }).some(
      (one) => one.type === "key.blocked",
    );
  } catch (error) {
    if (error instanceof ClaroIrError) return false;
    throw error;
  }
}

function allows(decision: (world: Given["world"]) => unknown, now: Given): boolean {
  try {
    decision(now.world);
    return true;
  } catch (error) {
    if (error instanceof ClaroIrError) return false;
    throw error;
  }
}

function proposes(now: Given, one: IncidentFact): boolean {
  return isLegal(now.world.folded, now.world.suppose(one));
}

describe("the machines and decide agree", () => {
  const TARGETS = ["web-env", "compose"];
  const begin = given(
    started({
      keys: keys(
        { targets: TARGETS },
        { name: "staging-batch", environment: "staging", targets: [], strategy: "replace-first" },
      ),
    }),
  );
  const required = RUNBOOK.steps.filter(isRequired);

  function facts(id: string): readonly IncidentFact[] {
    const one = on(id);
    return [
      one.captured,
      one.created,
      one.sealed,
      one.discarded,
      ...TARGETS.flatMap((place) => [
        one.written(place),
        one.inUse(place),
        one.waived(place),
        one.failed(place),
      ]),
      one.probed("new", "ALIVE"),
      one.probed("new", "DEAD"),
      one.blocked("disable"),
      one.blocked("delete"),
      one.died,
      one.revived,
      one.outage,
      one.override,
      one.strategy("contain-first"),
      one.strategy("replace-first"),
      fact("fact.set", {
        name: "noPlaces",
        value: "yes",
        credential: id,
        source: "t",
        grade: "E3",
      }),
      fact("credential.dropped", { credential: id, because: "none" }),
    ];
  }
  const everything = required.map((step) =>
    done(step.id, step.scope === "credential" ? "c1" : null),
  );
  const anything = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...facts("c1"), ...facts("c2")) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        fact("incident.stood-down", { because: "b" }),
        fact("incident.closed", { because: "b" }),
        fact("incident.reopened", { because: "b" }),
      ),
    },
  );
  const usual = [
    on("c1").captured,
    on("c1").outage,
    on("c2").captured,
    on("c2").created,
    on("c2").sealed,
  ];

  it("about the cut, the closing, the standing down and the reopening, after any past", () => {
    const seen = { cut: 0, refused: 0, closed: 0, down: 0 };
    fc.assert(
      fc.property(
        fc.array(anything, { minLength: 1, maxLength: 14 }),
        fc.boolean(),
        fc.boolean(),
        (past, prepared, finished) => {
          const now = begin.and(
            ...(prepared ? usual : []),
            ...(finished ? [...everything, ...everything.map(asSecond)] : []),
            ...past,
          );
          for (const credential of ["c1", "c2"]) {
            const settled = now.state.credentials[credential]?.steps[CUT] !== undefined;
            const dropped = now.state.credentials[credential]?.dropped !== null;
            if (settled || dropped || now.state.credentials[credential]?.old.state !== "alive")
              continue;
            const legal = proposes(now, on(credential).blocked());
            expect(legal).toBe(decideCuts(now, credential));
            if (legal) seen.cut += 1;
            else seen.refused += 1;
          }
          const close = proposes(now, fact("incident.closed", { because: "b" }));
          expect(close).toBe(allows((world) => closeIncident(world, "b"), now));
          const down = proposes(now, fact("incident.stood-down", { because: "b" }));
          expect(down).toBe(allows((world) => standDown(world, "b"), now));
          expect(proposes(now, fact("incident.reopened", { because: "b" }))).toBe(
            allows((world) => reopenIncident(world, "b"), now),
          );
          if (close) seen.closed += 1;
          if (down) seen.down += 1;
        },
      ),
      { numRuns: 80, seed: 20261123 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(5);
  }, 30_000);

  function asSecond(one: IncidentFact): IncidentFact {
    if (one.type !== "step.completed" || one.data.credential === null) return one;
    return { ...one, data: { ...one.data, credential: "c2" } };
  }
});

describe("a runbook of a thousand steps", () => {
  const phases: readonly Phase[] = RUNBOOK.phases;
  const base = RUNBOOK.steps[0]!;

  function synthetic(count: number): Runbook {
    const steps = Array.from({ length: count }, (_, index): Step => {
      const phase = phases[Math.floor((index * phases.length) / count)]!;
      return {
        ...base,
        id: `step-${String(index)}`,
        title: `Step ${String(index)}`,
        phase: phase.id,
        tier: index % 3 === 0 ? "core" : "support",
        scope: index % 7 === 0 ? "credential" : "incident",
        kind: "manual",
        needs: index === 0 ? [] : [`step-${String(Math.floor(index / 2))}`],
        inputs: [],
        first: false,
        selfCompleting: false,
      };
    });
    return { ...RUNBOOK, id: "synthetic", steps, help: {} };
  }

  it("takes every event, passes through every phase and ends with nothing open", () => {
    const compiled = compile(synthetic(1000));
    const begin = given(started({ keys: [key()] }, compiled), compiled);
    let folded = begin.world.folded;
    const passed: string[] = [];
    for (const step of compiled.runbook.steps) {
      const one = done(step.id, step.scope === "credential" ? "c1" : null);
      const seq = folded.head.seq + 1;
      folded = evolve(
        compiled,
        folded,
        toEvent({ fact: one, after: seq, by: "dana", occurred: undefined }, seq),
      );
      const { phase } = folded.incident.context;
      if (passed.at(-1) !== phase) passed.push(phase);
    }
    const state = toState(folded);
    expect(passed).toEqual(phases.map((phase) => phase.id));
    expect(checklist(compiled.runbook, state).every((item) => item.state === "done")).toBe(true);
    expect(folded.head.seq).toBe(begin.past.length + 1000);
    expect(eventsOf(begin.past)).toHaveLength(begin.past.length);
    expect(folded.incident.matches({ open: "post-incident" })).toBe(true);
  }, 30_000);

  it("is in the phase that its record says, after any event", () => {
    const facts = RUNBOOK.steps
      .filter(isRequired)
      .map((step) => done(step.id, step.scope === "credential" ? "c1" : null));
    fc.assert(
      fc.property(fc.shuffledSubarray(facts), (chosen) => {
        const now = given(started())
          .and(...chosen)
          .later(HOUR + DAY);
        expect(now.world.folded.incident.matches({ open: now.state.phase })).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});
