import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evolve, fold, toState, type Folded } from "../../../src/core/incident/fold.ts";
import type { IncidentFact } from "../../../src/core/incident/event.ts";
import { MINUTE, plus } from "../../../src/core/instant.ts";
import {
  at,
  COMPILED,
  DECLARED,
  done,
  eventsOf,
  fact,
  given,
  headOf,
  key,
  keys,
  on,
  RUNBOOK,
  started,
  toEvent,
  type Past,
} from "../../support/given.ts";

const effect = {
  step: "block-compromised-key",
  credential: "c1",
  effect: "block-key",
  opId: "e1",
  target: null,
};

/** Any fact about one of two keys or the incident, in any order: the journal is believed, whatever it says. */
function anyFact(): fc.Arbitrary<IncidentFact> {
  function of(credential: string) {
    const one = on(credential);
    return [
      one.captured,
      one.created,
      one.sealed,
      one.discarded,
      one.written("web-env"),
      one.inUse("web-env"),
      one.waived("web-env"),
      one.failed("web-env"),
      one.probed("old", "ALIVE"),
      one.probed("old", "DEAD"),
      one.probed("new", "ALIVE"),
      one.probed("new", "DEAD"),
      one.blocked("disable"),
      one.blocked("delete"),
      one.died,
      one.revived,
      one.outage,
      one.override,
      one.strategy("replace-first"),
      one.strategy("contain-first"),
      done("choose-strategy", credential),
      done("deploy-replacement-key", credential),
      done("verify-key-rejected", credential),
      fact("step.reopened", { step: "deploy-replacement-key", credential, because: "b" }),
      fact("credential.dropped", { credential, because: "none of ours" }),
      fact("key.alarmed", { credential, what: "still-alive", detail: "" }),
      fact("ceiling.extended", { credential, byMs: MINUTE, because: "b" }),
    ];
  }
  const incident = [
    done("alert-security-team"),
    done("review-audit-logs"),
    fact("step.started", { step: "preserve-logs", credential: null, takeOver: null }),
    fact("step.failed", { step: "preserve-logs", credential: null, because: "b" }),
    fact("step.waived", { step: "train-team", credential: null, because: "b" }),
    fact("step.reopened", { step: "alert-security-team", credential: null, because: "b" }),
    fact("effect.intended", { ...effect, plan: "delete", keyName: null, keyId: null }),
    fact("effect.unknown", { ...effect, detail: "lost" }),
    fact("effect.succeeded", { ...effect, detail: "", settledBy: "looking" }),
    fact("severity.set", { severity: "P3", because: "b", derived: false }),
    fact("note.added", { text: "n", credential: null }),
    fact("incident.closed", { because: "b" }),
    fact("incident.stood-down", { because: "b" }),
    fact("incident.reopened", { because: "b" }),
  ];
  return fc.constantFrom(...incident, ...of("c1"), ...of("c2"));
}

const START = started({ keys: keys({}, { name: "production-batch", environment: "staging" }) });

const histories = fc
  .array(fc.tuple(anyFact(), fc.integer({ min: 0, max: 90_000 })), { maxLength: 20 })
  .map((list) => {
    let after = 0;
    const past = list.map(([one, gap]): Past => {
      after += gap;
      return { fact: one, after, by: "dana", occurred: undefined };
    });
    return [...START, ...past];
  });

describe("the fold", () => {
  it("gives the same state for the same events, and in pieces the same as whole", () => {
    fc.assert(
      fc.property(histories, fc.nat(), (past, where) => {
        const events = eventsOf(past);
        const whole = toState(fold(COMPILED, events, headOf(events)));
        expect(toState(fold(COMPILED, events, headOf(events)))).toEqual(whole);
        const cut = 1 + (where % (events.length - 1));
        let folded: Folded = fold(COMPILED, events.slice(0, cut), { seq: cut, hash: "" });
        for (const event of events.slice(cut)) folded = evolve(COMPILED, folded, event);
        expect(toState({ ...folded, head: headOf(events) })).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  }, 30_000);

  it("is plain JSON: it goes through the read model and comes back the same", () => {
    fc.assert(
      fc.property(histories, (past) => {
        const events = eventsOf(past);
        const state = toState(fold(COMPILED, events, headOf(events)));
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
      { numRuns: 25 },
    );
  }, 30_000);

  it("never refuses a fact, and never touches what it was given", () => {
    const events = eventsOf(START);
    const before = fold(COMPILED, events, headOf(events));
    const frozen = structuredClone(toState(before));
    fc.assert(
      fc.property(fc.array(anyFact(), { maxLength: 10 }), (facts) => {
        let folded = before;
        for (const [index, one] of facts.entries())
          folded = evolve(
            COMPILED,
            folded,
            toEvent(
              { fact: one, after: 0, by: "dana", occurred: undefined },
              events.length + index + 1,
            ),
          );
      }),
      { numRuns: 25 },
    );
    expect(toState(before)).toEqual(frozen);
  });

  it("refuses a journal that begins in the middle, and an empty one", () => {
    const [first] = eventsOf(at(0, done("declare-incident")));
    expect(() => evolve(COMPILED, undefined, first!)).toThrow(/incident\.declared/);
    expect(() => fold(COMPILED, [], headOf([]))).toThrow(/no events/);
  });

  it("keeps facts about a key that it does not know out of every other key", () => {
    const before = given(started());
    const after = before.and(on("c9").blocked(), on("c9").created);
    expect(after.state.credentials).toEqual(before.state.credentials);
  });
});

describe("the two lanes", () => {
  it("go their way in either order", () => {
    const one = on("c1");
    const contain = given(started()).and(one.blocked(), one.died, one.created, one.sealed);
    const replace = given(started()).and(one.created, one.sealed, one.blocked(), one.died);
    for (const { c1 } of [contain, replace]) {
      expect([c1.old.state, c1.new.state]).toEqual(["dead", "sealed"]);
      expect(c1.old.firstDeadAt).toBe(DECLARED);
    }
  });

  it("new: sealed, deployed when every place is written, in use when settled and seen alive", () => {
    const one = on("c1");
    const lanes: string[] = [];
    let now = given(started({ keys: [key({ targets: ["web-env", "compose"] })] }));
    for (const next of [
      one.created,
      one.sealed,
      one.written("web-env"),
      one.written("compose"),
      one.inUse("web-env"),
      one.inUse("compose"),
      one.probed("new", "ALIVE"),
      one.failed("compose"),
      one.waived("compose"),
      one.probed("new", "DEAD"),
      one.discarded,
    ]) {
      now = now.and(next);
      lanes.push(now.c1.new.state);
    }
    expect(lanes).toEqual([
      "created",
      "sealed",
      "sealed",
      "deployed",
      "deployed",
      "deployed",
      "in-use",
      "sealed",
      "in-use",
      "deployed",
      "none",
    ]);
    expect(now.c1.targets.map((target) => target.state)).toEqual(["pending", "pending"]);
    expect(now.c1.burnt).toContain("new-c1");
  });

  it("keeps the time it was first restored, and the first cut of a key disabled, then deleted", () => {
    const one = on("c1");
    const now = given(started()).and(
      at(1000, one.created, one.sealed, one.inUse("web-env"), one.probed("new", "ALIVE")),
      at(2000, one.failed("web-env")),
      at(3000, one.inUse("web-env")),
      at(4000, one.blocked("disable")),
      at(5000, one.blocked("delete")),
    );
    expect(now.c1.new.inUseAt).toBe(plus(DECLARED, 1000));
    expect(now.c1.old).toMatchObject({
      state: "blocked",
      action: "delete",
      blockedAt: plus(DECLARED, 4000),
      blockedBy: "dana",
    });
  });

  it("old: alive again when it is accepted again, and its proof is gone", () => {
    const one = on("c1");
    const { c1 } = given(started()).and(one.blocked(), one.died, one.revived);
    expect(c1.old).toMatchObject({ state: "alive", firstDeadAt: null, proof: null });
  });
});

describe("what is left unknown", () => {
  it("is an intent without outcome, until the outcome is there, whoever records it", () => {
    const intended = fact("effect.intended", {
      ...effect,
      plan: "delete",
      keyName: null,
      keyId: "k",
    });
    const before = given(started()).and(intended);
    expect(before.state.pending).toMatchObject([{ opId: "e1", state: "intended", by: "dana" }]);
    const lost = before.and(fact("effect.unknown", { ...effect, detail: "timed out" }));
    expect(lost.state.pending).toMatchObject([{ state: "unknown", detail: "timed out" }]);
    const settled = lost.and(
      fact("effect.failed", { ...effect, detail: "still there", settledBy: "looking" }),
    );
    expect(settled.state.pending).toEqual([]);
  });
});

describe("phases", () => {
  const required = RUNBOOK.steps.filter(
    (step) => step.tier === "core" || step.kind === "verification",
  );
  function settle(phase: string): readonly IncidentFact[] {
    return required
      .filter((step) => step.phase === phase)
      .map((step) => done(step.id, step.scope === "credential" ? "c1" : null));
  }

  it("go on when core steps and proofs are settled, and back when one is reopened", () => {
    const phases = RUNBOOK.phases.map((phase) => phase.id);
    let now = given(started());
    expect(now.state.phase).toBe("immediate");
    for (const [index, phase] of phases.entries()) {
      now = now.and(...settle(phase));
      expect(now.state.phase).toBe(phases[index + 1] ?? phases.at(-1));
    }
    const back = now.and(
      fact("step.reopened", { step: "verify-key-rejected", credential: "c1", because: "b" }),
    );
    expect(back.state.phase).toBe("immediate");
  });

  it("are the first that is not done, whatever was done ahead", () => {
    const now = given(started()).and(...settle("remediation"), ...settle("post-incident"));
    expect(now.state.phase).toBe("immediate");
    expect(now.and(...settle("immediate")).state.phase).toBe("investigation");
  });

  it("one missing step holds, and skipping or waiving it lets go", () => {
    for (const step of required.filter((one) => one.phase === "immediate")) {
      const credential = step.scope === "credential" ? "c1" : null;
      const rest = settle("immediate").filter(
        (one) => one.type !== "step.completed" || one.data.step !== step.id,
      );
      const now = given(started()).and(...rest);
      expect([step.id, now.state.phase]).toEqual([step.id, "immediate"]);
      const waived = fact("step.waived", { step: step.id, credential, because: "b" });
      expect([step.id, now.and(waived).state.phase]).toEqual([step.id, "investigation"]);
    }
  });
});
