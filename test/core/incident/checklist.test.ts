import { describe, expect, it } from "vitest";
import {
  checklist,
  checklistItem,
  isPhaseDone,
  isSettled,
  unmetNeeds,
  type StepState,
} from "../../../src/core/incident/checklist.ts";
import { missingToClose } from "../../../src/core/incident/ending.ts";
import { completeStep, startStep } from "../../../src/core/incident/decide/step.ts";
import { findStep } from "../../../src/core/runbook/runbook.ts";
import { DAY } from "../../../src/core/instant.ts";
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

function item(now: Given, step: string, credential: string | null = null) {
  const found = findStep(RUNBOOK, step);
  if (found === undefined) throw new Error(`no step ${step}`);
  return checklistItem(
    RUNBOOK,
    now.state,
    found,
    credential === null ? null : now.state.credentials[credential]!,
  );
}

function about(step: string, credential: string | null = null) {
  return { step, credential, because: "b" };
}

const effect = {
  step: "block-compromised-key",
  credential: "c1",
  effect: "block-key",
  opId: "e1",
  target: null,
};
const intended = fact("effect.intended", { ...effect, plan: "", keyName: null, keyId: null });

describe("the state of a step", () => {
  const start = given(started());

  it.each<[StepState, string, string | null, Given]>([
    ["locked", "verify-key-rejected", "c1", start],
    ["ready", "capture-minimum-evidence", "c1", start],
    [
      "started",
      "preserve-logs",
      null,
      start.and(fact("step.started", { step: "preserve-logs", credential: null, takeOver: null })),
    ],
    ["done", "capture-minimum-evidence", "c1", start.and(on("c1").captured)],
    ["skipped", "preserve-logs", null, start.and(fact("step.skipped", about("preserve-logs")))],
    ["waived", "preserve-logs", null, start.and(fact("step.waived", about("preserve-logs")))],
    ["failed", "preserve-logs", null, start.and(fact("step.failed", about("preserve-logs")))],
    ["unknown", "block-compromised-key", "c1", start.and(intended)],
    [
      "unknown",
      "block-compromised-key",
      "c1",
      start.and(intended, fact("effect.unknown", { ...effect, detail: "lost" })),
    ],
    ["not-applicable", "accept-outage", "c1", start.and(on("c1").strategy("replace-first"))],
    ["not-applicable", "remove-persistence", null, start],
    [
      "ready",
      "preserve-logs",
      null,
      start.and(
        fact("step.waived", about("preserve-logs")),
        fact("step.reopened", about("preserve-logs")),
      ),
    ],
  ])("%s: %s", (state, step, credential, now) => {
    expect(item(now, step, credential).state).toBe(state);
  });

  it("an unknown outcome shows over a claim and a failure, and goes when it is settled", () => {
    const claimed = start.and(
      fact("step.started", { step: "block-compromised-key", credential: "c1", takeOver: null }),
      intended,
    );
    expect(item(claimed, "block-compromised-key", "c1").state).toBe("unknown");
    const settled = claimed.and(
      fact("effect.failed", { ...effect, detail: "still there", settledBy: "looking" }),
    );
    expect(item(settled, "block-compromised-key", "c1").state).toBe("started");
  });

  it("a condition that comes true opens the step, one on another key does not", () => {
    const two = given(
      started({
        keys: keys(
          { strategy: "replace-first" },
          { name: "production-b", strategy: "contain-first" },
        ),
      }),
    );
    expect(item(two, "accept-outage", "c1").state).toBe("not-applicable");
    expect(item(two, "accept-outage", "c2").state).toBe("ready");
    const set = fact("fact.set", {
      name: "persistenceFound",
      value: "yes",
      credential: null,
      source: "operator",
      grade: "E3",
    });
    expect(item(two.and(set), "remove-persistence").state).toBe("locked");
  });

  it("done, skipped, waived and not-applicable settle; nothing else does", () => {
    const all: readonly StepState[] = [
      "locked",
      "ready",
      "started",
      "done",
      "skipped",
      "waived",
      "failed",
      "unknown",
      "not-applicable",
    ];
    expect(all.filter(isSettled)).toEqual(["done", "skipped", "waived", "not-applicable"]);
  });
});

describe("needs", () => {
  const start = given(started());

  it("are satisfied by every way of settling, and by nothing else", () => {
    const need = { step: "preserve-logs", credential: null };
    function waits(now: Given) {
      return item(now, "collect-access-logs").blockedBy;
    }
    expect(waits(start)).toEqual(["preserve-logs"]);
    expect(waits(start.and(fact("step.started", { ...need, takeOver: null })))).toEqual([
      "preserve-logs",
    ]);
    expect(waits(start.and(fact("step.failed", { ...need, because: "b" })))).toEqual([
      "preserve-logs",
    ]);
    for (const settling of [
      done("preserve-logs"),
      fact("step.skipped", { ...need, because: null }),
      fact("step.waived", { ...need, because: "b" }),
    ])
      expect(waits(start.and(settling))).toEqual([]);
  });

  it("gate done, never start: every step of the runbook can be started at once", () => {
    const now = given(started());
    let locked = 0;
    for (const one of checklist(RUNBOOK, now.state)) {
      if (isSettled(one.state)) continue;
      if (one.state === "locked") locked += 1;
      const command = { step: one.step.id, credential: one.credential?.id };
      now.when((world) => startStep(world, command)).thenFacts("step.started");
      if (one.state === "locked" && one.step.guard === null)
        now
          .when((world) => completeStep(world, { ...command, attest: true, because: "b" }))
          .thenRefused("needs-unmet");
    }
    expect(locked).toBeGreaterThan(20);
  });

  it("on a credential step from incident scope mean every live credential", () => {
    const two = given(started({ keys: keys({}, { name: "production-b" }) }));
    function waits(now: Given) {
      return unmetNeeds(RUNBOOK, now.state, findStep(RUNBOOK, "verify-recovery")!, null);
    }
    function proof(credential: string) {
      return done("verify-replacement-live", credential);
    }
    expect(waits(two)).toEqual(["verify-replacement-live"]);
    expect(waits(two.and(proof("c1")))).toEqual(["verify-replacement-live"]);
    expect(waits(two.and(proof("c1"), proof("c2")))).toEqual([]);
    const dropped = two.and(
      proof("c1"),
      fact("credential.dropped", { credential: "c2", because: "none of ours" }),
    );
    expect(waits(dropped)).toEqual([]);
  });

  it("of a credential step look at their own credential alone", () => {
    const two = given(started({ keys: keys({}, { name: "production-b" }) }));
    const now = two.and(done("block-compromised-key", "c1"));
    expect(item(now, "verify-key-rejected", "c1").state).toBe("ready");
    expect(item(now, "verify-key-rejected", "c2").state).toBe("locked");
  });

  it("are named, all of them", () => {
    const error = start
      .when((world) => completeStep(world, { step: "assign-actions" }))
      .thenRefused("needs-unmet");
    expect(error.exitCode).toBe(3);
    expect(error.message).toContain("conduct-postmortem");
    expect(error.hint).toBe("claro-ir step show conduct-postmortem");
  });
});

describe("the checklist", () => {
  it("has each incident step once and each credential step once for every live credential", () => {
    const two = given(
      started({ keys: keys({}, { name: "production-b" }, { name: "production-c" }) }),
    );
    const now = two.and(fact("credential.dropped", { credential: "c2", because: "none" }));
    const lines = checklist(RUNBOOK, now.state);
    const credentialSteps = RUNBOOK.steps.filter((step) => step.scope === "credential").length;
    expect(lines).toHaveLength(RUNBOOK.steps.length + credentialSteps);
    expect(new Set(lines.map((one) => one.credential?.id))).toEqual(
      new Set([undefined, "c1", "c3"]),
    );
  });

  it("has no credential steps before there is a key", () => {
    const now = given(started({ keys: [] }));
    expect(checklist(RUNBOOK, now.state).every((one) => one.step.scope === "incident")).toBe(true);
    expect(now.state.phase).toBe("immediate");
  });
});

describe("time", () => {
  it("locks nothing: far in the future every ready step can still be done", () => {
    const prepared = given(started({ keys: [key({ strategy: "replace-first" })] }))
      .and(on("c1").captured, on("c1").created, on("c1").sealed, on("c1").override)
      .later(400 * DAY);
    let tried = 0;
    for (const one of checklist(RUNBOOK, prepared.state)) {
      if (one.state !== "ready" && one.state !== "started") continue;
      const command = {
        step: one.step.id,
        credential: one.credential?.id,
        attest: true,
        because: "late",
      };
      const { facts, error } = prepared.when((world) => completeStep(world, command));
      if (facts === undefined) throw error;
      expect(facts.at(-1)?.type).toBe("step.completed");
      tried += 1;
    }
    expect(tried).toBeGreaterThan(8);
  });

  it("a whole incident can be walked years late, step by step", () => {
    let now = given(started({ keys: [key({ strategy: "replace-first" })] }))
      .and(on("c1").override)
      .later(2000 * DAY);
    for (let round = 0; round < 100; round += 1) {
      const ready = checklist(RUNBOOK, now.state).find(
        (one) => one.state === "ready" && one.step.decides !== "close",
      );
      if (ready === undefined) break;
      const command = {
        step: ready.step.id,
        credential: ready.credential?.id,
        attest: true,
        because: "late",
      };
      const { facts, error } = now.when((world) => completeStep(world, command));
      if (facts === undefined) throw error;
      now = now.and(...facts);
    }
    expect(
      checklist(RUNBOOK, now.state)
        .filter((one) => !isSettled(one.state))
        .map((one) => one.step.id),
    ).toEqual(["close-incident"]);
  });
});

it("the watch over a dead key holds up the incident's end, not the phase it stands in", () => {
  const others = RUNBOOK.steps.filter(
    (one) => one.phase === "remediation" && one.effect !== "watch-key",
  );
  const { state } = given(started()).and(
    ...others.map(({ id, scope }) => done(id, scope === "credential" ? "c1" : null)),
  );
  expect(isPhaseDone(RUNBOOK, state, "remediation")).toBe(true);
  expect(missingToClose(RUNBOOK, state).map(({ what }) => what)).toContain("verify-eradication");
});
