// The checklist by command: who may claim what, what a proof takes, what a reason is needed for.
import { describe, expect, it } from "vitest";
import {
  completeStep,
  failStep,
  leaveStep,
  reopenStep,
  startStep,
  type StepCommand,
} from "../../../src/core/incident/decide/step.ts";
import { DANA, done, fact, given, on, RUNBOOK, SAM, started } from "../../support/given.ts";

const start = given(started());
const logs: StepCommand = { step: "preserve-logs" };
const c1 = on("c1");

describe("claiming a step", () => {
  const claimed = start.when((world) => startStep(world, logs)).thenFacts("step.started");

  it("is refused to the second, who learns by whom, since when and how to take over", () => {
    const error = claimed
      .as(SAM)
      .when((world) => startStep(world, logs))
      .thenRefused("claimed");
    expect(error.exitCode).toBe(4);
    expect(error.message).toMatch(/dana since 2026-11-23T02:10:10/);
    expect(error.hint).toMatch(/--take-over --because/);
  });

  it("is taken over with a reason, and not without", () => {
    const takeOver = { ...logs, takeOver: true };
    claimed
      .as(SAM)
      .when((world) => startStep(world, takeOver))
      .thenRefused("claimed");
    const taken = claimed
      .as(SAM)
      .when((world) => startStep(world, { ...takeOver, because: "dana is asleep" }))
      .thenFacts("step.started");
    expect(taken.state.steps["preserve-logs"]).toMatchObject({ status: "started", by: "sam" });
  });

  it("is taken over without one when the holder's process is gone, but never unasked", () => {
    const gone = { ...logs, holderGone: () => true };
    const error = claimed.when((world) => startStep(world, gone)).thenRefused("claimed");
    expect(error.message).toContain("gone");
    claimed
      .when((world) => startStep(world, { ...gone, takeOver: true }))
      .thenFacts("step.started");
  });

  it("does not keep anybody from finishing it", () => {
    expect.hasAssertions();
    claimed
      .as(SAM)
      .when((world) => completeStep(world, logs))
      .thenFacts("step.completed");
  });

  it("is refused for what is done", () => {
    const finished = start.when((world) => completeStep(world, logs)).thenFacts("step.completed");
    const error = finished.when((world) => startStep(world, logs)).thenRefused("already-settled");
    expect(error.exitCode).toBe(4);
  });
});

describe("completing a step", () => {
  it("says who did it when it is done already", () => {
    const finished = start.when((world) => completeStep(world, logs)).thenFacts("step.completed");
    const error = finished
      .as(SAM)
      .when((world) => completeStep(world, logs))
      .thenRefused("already-settled");
    expect(error.exitCode).toBe(4);
    expect(error.message).toMatch(/done, by dana at/);
  });

  it("grades what a person says E3, with an artefact E2", () => {
    const grades = [{}, { evidence: ["a".repeat(64)] }].map((more) => {
      const { facts } = start.when((world) => completeStep(world, { ...logs, ...more }));
      return facts?.[0]?.data;
    });
    expect(grades).toMatchObject([
      { grade: "E3", evidence: [] },
      { grade: "E2", evidence: ["a".repeat(64)] },
    ]);
  });

  it("is refused for a proof that was neither run nor attested with a reason", () => {
    const blocked = start.and(c1.captured, c1.blocked(), {
      type: "step.completed",
      data: {
        step: "block-compromised-key",
        credential: "c1",
        grade: "E1",
        note: null,
        because: null,
        evidence: [],
      },
    });
    const proof: StepCommand = { step: "verify-key-rejected", credential: "c1" };
    for (const attempt of [
      proof,
      { ...proof, attest: true },
      { ...proof, because: "the dashboard" },
      { ...proof, evidence: ["a".repeat(64)] },
    ]) {
      const error = blocked.when((world) => completeStep(world, attempt)).thenRefused("not-proved");
      expect(error.exitCode).toBe(3);
      expect(error.hint).toBe("claro-ir run verify-key-rejected --credential c1");
    }
    const byHand = start
      .and(done("verify-replacement-live", "c1"))
      .when((world) => completeStep(world, { step: "verify-recovery" }))
      .thenRefused("not-proved");
    expect(byHand.hint).toBe(
      'claro-ir step done verify-recovery --attest --because "<how you know>"',
    );
    const attested = blocked
      .when((world) => completeStep(world, { ...proof, attest: true, because: "not listed" }))
      .thenFacts("key.died", "step.completed");
    expect(attested.c1.old).toMatchObject({ state: "dead", proof: "attested", verdict: null });
    blocked
      .when((world) => completeStep(world, { ...proof, grade: "E1" }))
      .thenFacts("step.completed");
  });

  it("is refused while its outcome is unknown", () => {
    const pending = fact("effect.intended", {
      step: "create-replacement-key",
      credential: "c1",
      effect: "create-key",
      opId: "e1",
      target: null,
      plan: "create",
      keyName: null,
      keyId: null,
    });
    const error = start
      .and(pending)
      .when((world) => completeStep(world, { step: "create-replacement-key" }))
      .thenRefused("outcome-unknown");
    expect(error.hint).toBe("claro-ir reconcile");
  });

  it("of the cut passes the same gate as the automation, and takes an Owner or Admin", () => {
    const cut: StepCommand = { step: "block-compromised-key" };
    const gated = start.and(c1.captured);
    const open = gated.and(c1.outage);
    expect(
      gated.when((world) => completeStep(world, cut)).thenRefused("needs-unmet").message,
    ).toContain("accept-outage");
    const error = open
      .as(SAM)
      .when((world) => completeStep(world, cut))
      .thenRefused("role");
    expect(error.exitCode).toBe(3);
    const made = open
      .as({ ...SAM, role: "admin" })
      .when((world) => completeStep(world, cut))
      .thenFacts("key.blocked", "step.completed");
    expect(made.c1.old).toMatchObject({ state: "blocked", blockedBy: "sam" });
  });
});

describe("leaving a step", () => {
  it("out without a reason is for support steps alone", () => {
    expect.hasAssertions();
    for (const step of RUNBOOK.steps.filter((one) => one.scope === "incident")) {
      if (start.state.steps[step.id] !== undefined) continue;
      const skip = start.when((world) => leaveStep(world, { step: step.id }, "skipped"));
      if (step.tier === "core") skip.thenRefused("reason-missing");
      else skip.thenFacts("step.skipped");
      start
        .when((world) => leaveStep(world, { step: step.id }, "waived"))
        .thenRefused("reason-missing");
      start
        .when((world) => leaveStep(world, { step: step.id, because: "b" }, "waived"))
        .thenFacts("step.waived");
    }
  });

  it("as failed needs words, and leaves it open", () => {
    start.when((world) => failStep(world, logs)).thenRefused("reason-missing");
    const failed = start
      .when((world) => failStep(world, { ...logs, note: "no access" }))
      .thenFacts("step.failed");
    expect(failed.state.steps["preserve-logs"]).toMatchObject({
      status: "failed",
      reason: "no access",
    });
    failed.when((world) => completeStep(world, logs)).thenFacts("step.completed");
  });
});

describe("reopening a step", () => {
  const finished = start.when((world) => completeStep(world, logs)).thenFacts("step.completed");
  const because = "a log was missed";

  it("needs something to reopen and a reason", () => {
    expect.hasAssertions();
    start.when((world) => reopenStep(world, { ...logs, because })).thenRefused("not-settled");
    finished.when((world) => reopenStep(world, logs)).thenRefused("reason-missing");
  });

  it("lets it be done again, and locks what waited for it", () => {
    const back = finished
      .when((world) => reopenStep(world, { ...logs, because }))
      .thenFacts("step.reopened");
    expect(back.state.steps["preserve-logs"]?.status).toBe("reopened");
    back
      .when((world) => completeStep(world, { step: "collect-access-logs" }))
      .thenRefused("needs-unmet");
    back.when((world) => completeStep(world, logs)).thenFacts("step.completed");
  });
});

describe("reopening the cut", () => {
  const cut = start.and(c1.captured, c1.blocked(), done("block-compromised-key", "c1"));
  const command = { step: "block-compromised-key", credential: "c1", because: "not deleted" };

  it("makes the key alive again: it has to be cut anew, at a time and by a person of its own", () => {
    const back = cut
      .when((world) => reopenStep(world, command))
      .thenFacts("key.revived", "step.reopened");
    expect(back.state.credentials["c1"]?.old).toMatchObject({
      state: "alive",
      verdict: null,
      blockedAt: null,
      blockedBy: null,
    });
  });

  it("leaves a key that is proved dead as it is", () => {
    expect.hasAssertions();
    cut
      .and(c1.died)
      .when((world) => reopenStep(world, command))
      .thenFacts("step.reopened");
  });
});

describe("an incident that has ended", () => {
  it("takes no step command", () => {
    const ended = start.and(fact("incident.stood-down", { because: "false alarm" }));
    for (const decision of [startStep, completeStep, failStep, reopenStep]) {
      const error = ended
        .as(DANA)
        .when((world) => decision(world, { ...logs, because: "b" }))
        .thenRefused("not-open");
      expect([error.exitCode, error.hint]).toEqual([3, expect.stringContaining("reopen")]);
    }
  });
});
