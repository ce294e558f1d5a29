// Both machines walked: what may never happen does not, there is always a way out, and they say what decide says.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../../../src/core/incident/decide/decision.ts";
import { closeIncident, reopenIncident, standDown } from "../../../src/core/incident/decide/end.ts";
import { completeStep } from "../../../src/core/incident/decide/step.ts";
import { ClaroIrError } from "../../../src/core/error.ts";
import type { IncidentFact } from "../../../src/core/incident/event.ts";
import { compile, evolve, isLegal, toState, type Folded } from "../../../src/core/incident/fold.ts";
import type { CredentialState } from "../../../src/core/incident/state.ts";
import { checklist, isRequired } from "../../../src/core/incident/checklist.ts";
import { DAY, HOUR } from "../../../src/core/instant.ts";
import type { Phase, Runbook, Step } from "../../../src/core/runbook/runbook.ts";
import {
  COMPILED,
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
      { numRuns: 150 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(5);
  }, 30_000);

  function asSecond(one: IncidentFact): IncidentFact {
    if (one.type !== "step.completed" || one.data.credential === null) return one;
    return { ...one, data: { ...one.data, credential: "c2" } };
  }
});

/** What the walk may do to the one key, each a proposal: the machine or decide says whether it happens. */
const MOVES: Readonly<Record<string, (now: Given) => readonly IncidentFact[] | undefined>> = {
  contain: (now) => decided(now, "strategy", "contain-first"),
  replace: (now) => decided(now, "strategy", "replace-first"),
  outage: (now) => decided(now, "outage", "10"),
  override: (now) => decided(now, "override", "delete-old"),
  create: (now) => (now.c1.new.state === "none" ? [on("c1").created] : undefined),
  seal: (now) => (now.c1.new.state === "created" ? [on("c1").sealed] : undefined),
  discard: (now) => (now.c1.new.state === "none" ? undefined : [on("c1").discarded]),
  write: (now) => (now.c1.new.sealed === null ? undefined : [on("c1").written("web-env")]),
  use: (now) => (now.c1.targets[0]?.state === "written" ? [on("c1").inUse("web-env")] : undefined),
  waive: () => [on("c1").waived("web-env")],
  lose: (now) => (now.c1.new.sealed === null ? undefined : [on("c1").failed("web-env")]),
  alive: (now) => (now.c1.new.state === "none" ? undefined : [on("c1").probed("new", "ALIVE")]),
  dead: (now) => (now.c1.new.state === "none" ? undefined : [on("c1").probed("new", "DEAD")]),
  cut: (now) => proposed(now, on("c1").blocked("delete")),
  disable: (now) =>
    now.c1.old.state === "alive" ? proposed(now, on("c1").blocked("disable")) : undefined,
  prove: (now) => (now.c1.old.state === "blocked" ? [on("c1").died] : undefined),
  revive: (now) => (now.c1.old.state === "alive" ? undefined : [on("c1").revived]),
};

function decided(now: Given, kind: "strategy" | "outage" | "override", value: string) {
  const { facts } = now.when((world) => decide(world, { kind, value, because: "b" }));
  return facts;
}

function proposed(now: Given, one: IncidentFact): readonly IncidentFact[] | undefined {
  return proposes(now, one) ? [one] : undefined;
}

/** The rule, written again over the record: what must be true of a key at the moment that it is cut. */
function mayBeCut(one: CredentialState): boolean {
  if (one.old.action === "disable" && one.old.state !== "alive") return true;
  const settled = one.targets.every((place) =>
    ["in-use", "attested", "waived"].includes(place.state),
  );
  if (one.strategy === "replace-first")
    return (
      one.override !== null || (settled && one.new.verdict === "ALIVE" && one.new.state !== "none")
    );
  return one.strategy === "contain-first" && (one.outage !== null || one.new.state === "in-use");
}

function shape({ c1 }: Given): string {
  return [
    c1.old.state,
    c1.old.action,
    c1.new.state,
    c1.new.verdict,
    c1.targets[0]?.state,
    c1.strategy,
    c1.outage !== null,
    c1.override !== null,
  ].join(" ");
}

interface Walked {
  readonly now: Folded;
  readonly depth: number;
  readonly goes: string[];
}

describe("one production key, over everything that can be done to it", () => {
  const begin = given(started()).and(on("c1").captured);
  const seen = new Map<string, Walked>();
  const cuts: string[] = [];
  let transitions = 0;

  function look(folded: Folded): Given {
    const state = toState(folded);
    const seq = folded.head.seq;
    const world = {
      ...begin.world,
      folded,
      state,
      suppose: (one: IncidentFact) =>
        toEvent({ fact: one, after: 0, by: "dana", occurred: undefined }, seq + 1),
    };
    return {
      ...begin,
      state,
      world,
      c1: state.credentials["c1"]!,
      when: (decision) => {
        try {
          return { facts: decision(world) } as never;
        } catch (error) {
          if (error instanceof ClaroIrError) return { facts: undefined } as never;
          throw error;
        }
      },
    };
  }

  function explore(): void {
    const queue: Folded[] = [begin.world.folded];
    seen.set(shape(begin), { now: begin.world.folded, depth: 0, goes: [] });
    for (let folded = queue.shift(); folded !== undefined; folded = queue.shift()) {
      const now = look(folded);
      const here = seen.get(shape(now))!;
      for (const [name, move] of Object.entries(MOVES)) {
        const facts = move(now);
        if (facts === undefined) continue;
        transitions += 1;
        let next = folded;
        for (const one of facts)
          next = evolve(
            COMPILED,
            next,
            toEvent({ fact: one, after: 0, by: "dana", occurred: undefined }, next.head.seq + 1),
          );
        const after = look(next);
        if ((name === "cut" || name === "disable") && !mayBeCut(now.c1)) cuts.push(shape(now));
        const to = shape(after);
        here.goes.push(to);
        if (seen.has(to)) continue;
        seen.set(to, { now: next, depth: here.depth + 1, goes: [] });
        queue.push(next);
      }
    }
  }

  it("never cuts it without what its strategy asks for", () => {
    explore();
    expect(cuts).toEqual([]);
    expect(seen.size).toBeGreaterThan(300);
    expect(transitions).toBeGreaterThan(2000);
    const states = [...seen.keys()];
    expect(states.some((one) => one.startsWith("blocked"))).toBe(true);
    expect(states.some((one) => /^dead delete in-use ALIVE in-use replace-first/.test(one))).toBe(
      true,
    );
  }, 30_000);

  it("has no dead end: from everywhere the old key can be dead and the new one in use", () => {
    const good = new Set([...seen.keys()].filter((one) => /^dead \w+ in-use /.test(one)));
    expect(good.size).toBeGreaterThan(2);
    for (let grown = true; grown;) {
      grown = false;
      for (const [name, { goes }] of seen)
        if (!good.has(name) && goes.some((to) => good.has(to))) {
          good.add(name);
          grown = true;
        }
    }
    expect([...seen.keys()].filter((one) => !good.has(one))).toEqual([]);
  });

  it("keeps the strategy of a key that is cut, and needs an acceptance or an override for an early cut", () => {
    for (const [name, { now, goes }] of seen) {
      const { c1 } = look(now);
      if (c1.old.state === "alive") continue;
      const strategies = goes.filter((to) => !to.startsWith("alive")).map((to) => to.split(" ")[5]);
      expect(new Set(strategies).size, name).toBeLessThanOrEqual(1);
    }
  });
});

describe("any sequence of moves", () => {
  it("never cuts without what the strategy asks for, even with a place that comes late", () => {
    const moves = fc.array(fc.constantFrom(...Object.keys(MOVES), "place"), {
      minLength: 5,
      maxLength: 25,
    });
    let cuts = 0;
    fc.assert(
      fc.property(moves, (names) => {
        let now = given(started()).and(on("c1").captured);
        for (const name of names) {
          const facts =
            name === "place"
              ? [
                  fact("target.added", {
                    credential: "c1",
                    target: "late",
                    definition: { id: "late", kind: "manual", options: {} },
                  }),
                ]
              : MOVES[name]?.(now);
          if (facts === undefined) continue;
          if (name === "cut" || name === "disable") {
            expect(mayBeCut(now.c1), shape(now)).toBe(true);
            cuts += 1;
          }
          now = now.and(...facts);
        }
      }),
      { numRuns: 100 },
    );
    expect(cuts).toBeGreaterThan(20);
  }, 30_000);
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
        expect(now.world.folded.incident.matches({ open: now.state.phase } as never)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});
