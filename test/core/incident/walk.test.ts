// One key walked through everything that can be done to it: what may never happen does not, and there is always a way out.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../../../src/core/incident/decide/decision.ts";
import { ClaroIrError } from "../../../src/core/error.ts";
import type { IncidentFact } from "../../../src/core/incident/event.ts";
import { evolve, isLegal, toState, type Folded } from "../../../src/core/incident/fold.ts";
import type { CredentialState } from "../../../src/core/incident/state.ts";
import { COMPILED, fact, given, on, started, toEvent, type Given } from "../../support/given.ts";

function proposes(now: Given, one: IncidentFact): boolean {
  return isLegal(now.world.folded, now.world.suppose(one));
}

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
    expect(
      states.some((one) => one.startsWith("dead delete in-use ALIVE in-use replace-first")),
    ).toBe(true);
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
      expect([name, new Set(strategies).size <= 1]).toEqual([name, true]);
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
    const wrong: string[] = [];
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
            cuts += 1;
            if (!mayBeCut(now.c1)) wrong.push(shape(now));
          }
          now = now.and(...facts);
        }
        expect(wrong).toEqual([]);
      }),
      { numRuns: 150, seed: 20261123 },
    );
    expect(cuts).toBeGreaterThan(20);
  }, 30_000);
});
