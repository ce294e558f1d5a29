// How an incident ends: closed, stood down, and opened again.
import { describe, expect, it } from "vitest";
import { closeIncident, reopenIncident, standDown } from "../../../src/core/incident/decide/end.ts";
import { completeStep } from "../../../src/core/incident/decide/step.ts";
import { missingToClose } from "../../../src/core/incident/ending.ts";
import { checklist, isRequired } from "../../../src/core/incident/checklist.ts";
import type { IncidentFact } from "../../../src/core/incident/event.ts";
import { done, fact, given, keys, on, RUNBOOK, started, type Given } from "../../support/given.ts";

const c1 = on("c1");
const start = given(started());

/** Everything required done, in whatever order the runbook has it. */
function everything(credential = "c1"): readonly IncidentFact[] {
  const one = on(credential);
  return [
    one.captured,
    one.created,
    one.sealed,
    one.inUse("web-env"),
    one.probed("new", "ALIVE"),
    one.outage,
    one.blocked(),
    one.died,
    ...RUNBOOK.steps
      .filter((step) => isRequired(step))
      .filter((step) => step.scope === "credential" || credential === "c1")
      .map((step) => done(step.id, step.scope === "credential" ? credential : null)),
  ];
}

function close(world: Given["world"]) {
  return closeIncident(world, "it is over");
}

describe("closing", () => {
  it("is refused with every open item, each with a command", () => {
    const error = start.when(close).thenRefused("needs-unmet");
    expect(error.exitCode).toBe(3);
    const required = checklist(RUNBOOK, start.state).filter((one) => isRequired(one.step));
    for (const one of required) expect(error.message).toContain(one.step.id);
    const missing = missingToClose(RUNBOOK, start.state);
    for (const one of missing) expect(one.command).toMatch(/^claro-ir [a-z]+/);
  });

  it("needs a reason, and only when nothing is open records it, with the sealed values gone", () => {
    const finished = start.and(...everything());
    finished.when((world) => closeIncident(world, "")).thenRefused("reason-missing");
    const outcome = finished.when(close);
    const closed = outcome.thenFacts("step.completed", "secret.discarded", "incident.closed");
    expect(outcome.facts?.[1]?.data).toEqual({ ops: ["op-old", "op-new-c1"] });
    expect(closed.state).toMatchObject({ state: "closed", endedBecause: "it is over" });
    closed.when(close).thenRefused("already-ended");
  });

  it("takes each single required step away and is refused by that step's name", () => {
    const all = everything();
    for (const step of RUNBOOK.steps.filter((one) => isRequired(one))) {
      const rest = all.filter((one) => one.type !== "step.completed" || one.data.step !== step.id);
      const error = start
        .and(...rest)
        .when(close)
        .thenRefused("needs-unmet");
      expect(error.message).toContain(step.id);
      const credential = step.scope === "credential" ? "c1" : null;
      const waived = fact("step.waived", { step: step.id, credential, because: "b" });
      expect([step.id, start.and(...rest, waived).when(close).error]).toEqual([step.id, undefined]);
    }
  });

  it("is refused while a key is only disabled, and while an outcome is unknown", () => {
    const disabled = everything().map((one) =>
      one.type === "key.blocked" ? c1.blocked("disable") : one,
    );
    const error = start
      .and(...disabled)
      .when(close)
      .thenRefused("needs-unmet");
    expect(error.message).toContain("c1 only disabled");
    expect(error.hint).toMatch(
      /^claro-ir run block-compromised-key --action delete --credential c1/,
    );
    start
      .and(...disabled, c1.blocked("delete"))
      .when(close)
      .thenFacts("step.completed", "secret.discarded", "incident.closed");
    const unknown = fact("effect.intended", {
      step: "deploy-replacement-key",
      credential: "c1",
      effect: "deploy-key",
      opId: "e1",
      target: "web-env",
      plan: "write ..n3w1",
      keyName: null,
      keyId: null,
    });
    const pending = start
      .and(...everything(), unknown)
      .when(close)
      .thenRefused("needs-unmet");
    expect([pending.message, pending.hint]).toEqual([
      expect.stringContaining("deploy-key unknown"),
      "claro-ir reconcile",
    ]);
  });

  it("the way to finish a key that is only disabled can be typed as it stands, where several share a name", () => {
    const twins = given(started({ keys: keys({}, {}) })).and(c1.blocked("disable"));
    const [missing] = missingToClose(RUNBOOK, twins.state);
    expect(missing?.command).toMatch(/--confirm "?c1:production-web-app"?$/);
  });

  it("waits for every key, and for none that was dropped", () => {
    const two = given(started({ keys: keys({}, { name: "production-b" }) })).and(...everything());
    const error = two.when(close).thenRefused("needs-unmet");
    expect(error.message).toContain("/c2");
    expect(error.message).not.toContain("/c1");
    const dropped = two.and(fact("credential.dropped", { credential: "c2", because: "none" }));
    const outcome = dropped.when(close);
    outcome.thenFacts("step.completed", "secret.discarded", "incident.closed");
    // what lies sealed of a dropped key goes as well, on record
    expect(outcome.facts?.[1]?.data).toEqual({ ops: ["op-old-1", "op-new-c1", "op-old-2"] });
    two
      .and(...everything("c2"))
      .when(close)
      .thenFacts("step.completed", "secret.discarded", "incident.closed");
  });

  it("does not complete its own step twice", () => {
    expect.hasAssertions();
    start
      .and(...everything(), done("close-incident"))
      .when(close)
      .thenFacts("secret.discarded", "incident.closed");
  });
});

describe("standing down", () => {
  function down(world: Given["world"]) {
    return standDown(world, "false alarm");
  }

  it("is for an incident in which nothing was cut or made", () => {
    const ended = start.when(down).thenFacts("secret.discarded", "incident.stood-down");
    expect(ended.state).toMatchObject({ state: "stood-down", endedBecause: "false alarm" });
    start.when((world) => standDown(world, "  ")).thenRefused("reason-missing");
    ended.when(down).thenRefused("already-ended");
  });

  const used = [c1.created, c1.sealed, c1.inUse("web-env"), c1.probed("new", "ALIVE")];

  it.each<[string, readonly IncidentFact[], RegExp | undefined]>([
    ["a key cut without replacement", [c1.blocked()], /c1 is cut without a live replacement/],
    [
      "a key dead, the new one only sealed",
      [c1.blocked(), c1.died, c1.created, c1.sealed],
      /cut without/,
    ],
    ["a replacement alive and unused", [c1.created], /replacement that nobody uses/],
    [
      "a replacement deployed, not in use",
      [c1.created, c1.sealed, c1.written("web-env")],
      /nobody uses/,
    ],
    ["a replacement in use, the old one alive", used, undefined],
    ["a key cut and its replacement in use", [...used, c1.blocked()], undefined],
    ["a replacement thrown away", [c1.created, c1.discarded], undefined],
  ])("with %s", (_what, facts, refusal) => {
    const outcome = start.and(...facts).when(down);
    const message = outcome.error instanceof Error ? outcome.error.message : "stood down";
    expect(message).toMatch(refusal ?? /^stood down$/);
  });

  it("is refused while an outcome is unknown", () => {
    const unknown = fact("effect.intended", {
      step: "create-replacement-key",
      credential: "c1",
      effect: "create-key",
      opId: "e1",
      target: null,
      plan: "create",
      keyName: "n",
      keyId: null,
    });
    expect(start.and(unknown).when(down).thenRefused("needs-unmet").hint).toBe(
      "claro-ir reconcile",
    );
  });
});

describe("reopening an incident", () => {
  it("takes an ended one and a reason, and goes on where it was", () => {
    function reopen(because: string) {
      return (world: Given["world"]) => reopenIncident(world, because);
    }
    start.when(reopen("b")).thenRefused("already-open");
    for (const ended of [
      start.and(fact("incident.stood-down", { because: "b" })),
      start.and(...everything(), fact("incident.closed", { because: "b" })),
    ]) {
      ended.when(reopen("")).thenRefused("reason-missing");
      const again = ended.when(reopen("accepted again")).thenFacts("incident.reopened");
      expect(again.state).toMatchObject({ state: "open", closedAt: null, endedBecause: null });
      expect(again.state.phase).toBe(ended.state.phase);
      again
        .when((world) => completeStep(world, { step: "preserve-logs" }))
        .thenFacts("step.completed");
    }
  });
});
