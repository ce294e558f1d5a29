// Decisions with their reasons: strategy, outage, override, ceiling, and the ends of an incident.
import { describe, expect, it } from "vitest";
import { decide, type DecideCommand } from "../../../src/core/incident/decide/decision.ts";
import { closeIncident, reopenIncident, standDown } from "../../../src/core/incident/decide/end.ts";
import { completeStep } from "../../../src/core/incident/decide/step.ts";
import { missingToClose } from "../../../src/core/incident/ending.ts";
import { checklist, isRequired } from "../../../src/core/incident/checklist.ts";
import type { IncidentFact } from "../../../src/core/incident/event.ts";
import { between, DAY, HOUR, MINUTE } from "../../../src/core/instant.ts";
import {
  done,
  fact,
  given,
  key,
  keys,
  on,
  RUNBOOK,
  started,
  type Given,
} from "../../support/given.ts";

const c1 = on("c1");
const start = given(started());

function says(kind: DecideCommand["kind"], value: string, more: Partial<DecideCommand> = {}) {
  return (world: Given["world"]) => decide(world, { kind, value, because: "b", ...more });
}

describe("every decision", () => {
  it("carries a reason", () => {
    for (const [kind, value] of [
      ["strategy", "replace-first"],
      ["outage", "10"],
      ["severity", "P3"],
      ["personal-data", "no"],
      ["notify", "eu-gdpr:no"],
      ["override", "delete-old"],
      ["ceiling", "+15m"],
    ] as const)
      expect(
        start.when(says(kind, value, { because: " " })).thenRefused("reason-missing").exitCode,
      ).toBe(2);
  });

  it.each([
    ["strategy", "both"],
    ["outage", "soon"],
    ["outage", "-1"],
    ["outage", "1.5"],
    ["severity", "P5"],
    ["personal-data", "maybe"],
    ["notify", "eu-gdpr"],
    ["notify", "EU GDPR:yes"],
    ["override", "everything"],
    ["ceiling", "a while"],
    ["ceiling", "0m"],
  ] as const)("%s %s is no answer", (kind, value) => {
    expect(start.when(says(kind, value)).thenRefused("bad-value").exitCode).toBe(2);
  });

  it("is refused once the incident has ended", () => {
    const ended = start.and(fact("incident.closed", { because: "b" }));
    ended.when(says("severity", "P3")).thenRefused("not-open");
  });
});

describe("the strategy", () => {
  it("may be switched until the old key is blocked, and not after", () => {
    const switched = start.when(says("strategy", "replace-first")).thenFacts("strategy.chosen");
    expect(switched.c1).toMatchObject({ strategy: "replace-first", recommended: "contain-first" });
    const back = switched.when(says("strategy", "contain-first")).thenFacts("strategy.chosen");
    expect(back.c1).toMatchObject({ strategy: "contain-first", ceilingAt: null });
    for (const late of [start.and(c1.blocked()), start.and(c1.blocked(), c1.died)]) {
      const error = late.when(says("strategy", "replace-first")).thenRefused("already-blocked");
      expect(error.exitCode).toBe(4);
      expect(error.message).toMatch(/by dana at 2026-11-23T02:10/);
    }
    start
      .and(c1.blocked(), c1.revived)
      .when(says("strategy", "replace-first"))
      .thenFacts("strategy.chosen");
  });

  it("keeps the work done so far", () => {
    const now = start
      .and(c1.created, c1.sealed, c1.captured)
      .when(says("strategy", "replace-first"))
      .thenFacts("strategy.chosen");
    expect(now.c1.new.state).toBe("sealed");
    expect(now.c1.steps["capture-minimum-evidence"]?.status).toBe("done");
  });

  it("against the advice still has a ceiling, the shortest", () => {
    const now = start.when(says("strategy", "replace-first")).thenFacts("strategy.chosen");
    expect(between(now.c1.strategyAt!, now.c1.ceilingAt!)).toBe(15 * MINUTE);
  });

  it.each([
    ["suspected-anomaly", HOUR],
    ["lost", DAY],
  ])("for %s lets the old key live %i ms at most", (evidenceLevel, ms) => {
    const now = given(started({ facts: { evidenceLevel, abuse: "no", data: "internal" } }));
    expect(now.c1.strategy).toBe("replace-first");
    expect(between(now.c1.strategyAt!, now.c1.ceilingAt!)).toBe(ms);
  });
});

describe("the ceiling", () => {
  const replacing = given(
    started({ facts: { evidenceLevel: "suspected-anomaly", abuse: "no", data: "internal" } }),
  );

  it("is moved twice, never a third time", () => {
    const twice = replacing
      .when(says("ceiling", "+30m"))
      .thenFacts("ceiling.extended")
      .when(says("ceiling", "15m"))
      .thenFacts("ceiling.extended");
    expect(twice.c1.extensions).toBe(2);
    const error = twice.when(says("ceiling", "+1m")).thenRefused("ceiling-spent");
    expect([error.exitCode, error.hint]).toEqual([4, expect.stringContaining("contain-first")]);
  });

  it("is moved later, never earlier, from now on when it has passed", () => {
    const before = replacing.c1.ceilingAt!;
    const early = replacing.when(says("ceiling", "+15m")).thenFacts("ceiling.extended");
    expect(between(before, early.c1.ceilingAt!)).toBe(15 * MINUTE);
    const late = replacing.later(3 * HOUR);
    const asked = late.when(says("ceiling", "+15m")).thenFacts("ceiling.extended");
    expect(between(late.world.now, asked.c1.ceilingAt!)).toBe(15 * MINUTE);
  });

  it("is moved by no more than its own length", () => {
    replacing.when(says("ceiling", "+60m")).thenFacts("ceiling.extended");
    replacing.when(says("ceiling", "+61m")).thenRefused("bad-value");
    replacing.when(says("ceiling", "7d")).thenRefused("bad-value");
    const against = start.when(says("strategy", "replace-first")).thenFacts("strategy.chosen");
    against.when(says("ceiling", "+15m")).thenFacts("ceiling.extended");
    against.when(says("ceiling", "+16m")).thenRefused("bad-value");
  });

  it("is not there under contain-first, nor once the old key is cut", () => {
    start.when(says("ceiling", "+15m")).thenRefused("no-ceiling");
    replacing.and(c1.blocked()).when(says("ceiling", "+15m")).thenRefused("already-blocked");
  });

  it("starts over with a new choice of strategy", () => {
    const moved = replacing.when(says("ceiling", "+15m")).thenFacts("ceiling.extended");
    const again = moved.when(says("strategy", "replace-first")).thenFacts("strategy.chosen");
    expect(again.c1.extensions).toBe(0);
  });
});

describe("an override", () => {
  it("opens the cut under replace-first, on record with who and why, until it has happened", () => {
    const replacing = given(started({ keys: [key({ strategy: "replace-first" })] })).and(
      c1.captured,
    );
    const cut = { step: "block-compromised-key" };
    replacing.when((world) => completeStep(world, cut)).thenRefused("needs-unmet");
    const open = replacing.when(says("override", "delete-old")).thenFacts("override.recorded");
    expect(open.c1.override).toEqual({ because: "b", by: "dana" });
    const blocked = open
      .when((world) => completeStep(world, cut))
      .thenFacts("key.blocked", "step.completed");
    blocked.when(says("override", "delete-old")).thenRefused("already-blocked");
  });

  it("is no acceptance of an outage under contain-first", () => {
    start
      .and(c1.captured, c1.override)
      .when((world) => completeStep(world, { step: "block-compromised-key" }))
      .thenRefused("needs-unmet");
  });
});

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

const close = (world: Given["world"]) => closeIncident(world, "it is over");

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
    closed.when(close).thenRefused("not-open");
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
      expect(start.and(...rest, waived).when(close).facts, step.id).toBeDefined();
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
    start
      .and(...everything(), done("close-incident"))
      .when(close)
      .thenFacts("secret.discarded", "incident.closed");
  });
});

describe("standing down", () => {
  const down = (world: Given["world"]) => standDown(world, "false alarm");

  it("is for an incident in which nothing was cut or made", () => {
    const ended = start.when(down).thenFacts("secret.discarded", "incident.stood-down");
    expect(ended.state).toMatchObject({ state: "stood-down", endedBecause: "false alarm" });
    start.when((world) => standDown(world, "  ")).thenRefused("reason-missing");
    ended.when(down).thenRefused("not-open");
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
    if (refusal === undefined) outcome.thenFacts("secret.discarded", "incident.stood-down");
    else expect(outcome.thenRefused("needs-unmet").message).toMatch(refusal);
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
    const reopen = (because: string) => (world: Given["world"]) => reopenIncident(world, because);
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
