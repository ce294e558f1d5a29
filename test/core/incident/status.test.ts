import { describe, expect, it } from "vitest";
import { containedAt, restoredAt, statusOf } from "../../../src/core/incident/status.ts";
import { isRequired } from "../../../src/core/incident/checklist.ts";
import { HOUR, MINUTE, plus } from "../../../src/core/instant.ts";
import {
  at,
  DECLARED,
  done,
  fact,
  given,
  keys,
  on,
  RUNBOOK,
  started,
  type Given,
} from "../../support/given.ts";

const c1 = on("c1");
const start = given(started());

function status(now: Given, isAlive = false) {
  return statusOf(RUNBOOK, now.state, {
    now: now.world.now,
    isAlive: () => isAlive,
    targetKind: (id) => (id === "web-env" ? "dotenv" : null),
  });
}

function phase(now: Given, id: string) {
  return status(now).phases.find((one) => one.id === id)!;
}

function settle(id: string) {
  return RUNBOOK.steps
    .filter((step) => step.phase === id && isRequired(step))
    .map((step) => done(step.id, step.scope === "credential" ? "c1" : null));
}

describe("phases by the clock", () => {
  it("are due by the declaration, and overdue by the millisecond from then on", () => {
    expect(status(start).phases.map((one) => one.dueAt)).toEqual([
      plus(DECLARED, 15 * MINUTE),
      plus(DECLARED, HOUR),
      plus(DECLARED, 24 * HOUR),
      plus(DECLARED, 7 * 24 * HOUR),
    ]);
    expect(phase(start.later(15 * MINUTE), "immediate").overdueBy).toBeNull();
    expect(phase(start.later(15 * MINUTE + 1), "immediate").overdueBy).toBe(1);
    expect(phase(start.later(3 * HOUR), "investigation").overdueBy).toBe(2 * HOUR);
    expect(phase(start.later(3 * HOUR), "remediation").overdueBy).toBeNull();
  });

  it("are never overdue when they are done, however late it is", () => {
    const now = start.and(...settle("immediate")).later(1000 * HOUR);
    expect(phase(now, "immediate")).toMatchObject({ state: "done", overdueBy: null });
    expect(status(now).phase).toBe("investigation");
  });

  it("overlap: a later one is active as soon as somebody works in it", () => {
    expect(status(start).phases.map((one) => one.state)).toEqual([
      "active",
      "pending",
      "pending",
      "pending",
    ]);
    const begun = start.and(
      fact("step.started", { step: "document-timeline", credential: null, takeOver: null }),
    );
    expect(status(begun).phases.map((one) => one.state)).toEqual([
      "active",
      "active",
      "pending",
      "pending",
    ]);
    expect(status(begun).phase).toBe("immediate");
  });

  it("stop counting when the incident is closed", () => {
    const closed = start.and(at(2 * HOUR, fact("incident.closed", { because: "b" })));
    expect(phase(closed.later(99 * HOUR), "investigation").overdueBy).toBe(HOUR);
  });

  it("count from when it was declared, not from when it was noticed", () => {
    const noticed = given(started({ detectedAt: plus(DECLARED, -9 * HOUR) }));
    expect(status(noticed)).toMatchObject({
      detectedAt: plus(DECLARED, -9 * HOUR),
      declaredAt: DECLARED,
    });
    expect(phase(noticed, "immediate").dueAt).toBe(plus(DECLARED, 15 * MINUTE));
  });
});

describe("contained and restored", () => {
  const two = given(started({ keys: keys({}, { name: "production-b" }) }));
  function died(credential: string, minutes: number) {
    return fact("key.died", {
      credential,
      firstDeadAt: plus(DECLARED, minutes * MINUTE),
      proof: "probes",
      answers: 3,
    });
  }

  it("are the last of all live keys, since the first dead answer", () => {
    const one = two.and(c1.blocked(), died("c1", 4));
    expect(containedAt(one.state)).toBeNull();
    const both = one.and(on("c2").blocked(), died("c2", 2));
    expect(containedAt(both.state)).toBe(plus(DECLARED, 4 * MINUTE));
    const dropped = one.and(fact("credential.dropped", { credential: "c2", because: "none" }));
    expect(containedAt(dropped.state)).toBe(plus(DECLARED, 4 * MINUTE));
  });

  it("are taken back when a key is accepted again, or a place stops using the new one", () => {
    const contained = start.and(c1.blocked(), died("c1", 4));
    expect(containedAt(contained.and(c1.revived).state)).toBeNull();
    const restored = start.and(
      at(5 * MINUTE, c1.created, c1.sealed, c1.inUse("web-env"), c1.probed("new", "ALIVE")),
    );
    expect(restoredAt(restored.state)).toBe(plus(DECLARED, 5 * MINUTE));
    expect(restoredAt(restored.and(c1.failed("web-env")).state)).toBeNull();
  });

  it("are nothing without keys", () => {
    const none = given(started({ keys: [] }));
    expect([containedAt(none.state), restoredAt(none.state)]).toEqual([null, null]);
  });
});

describe("back-dated events", () => {
  it("keep when it happened and when it was said, and order nothing", () => {
    const [said] = at(30 * MINUTE, done("preserve-logs"));
    const now = start.and({ ...said!, occurred: 3 * MINUTE }).later(31 * MINUTE);
    const record = now.state.steps["preserve-logs"];
    expect(record).toMatchObject({
      at: plus(DECLARED, 30 * MINUTE),
      occurredAt: plus(DECLARED, 3 * MINUTE),
    });
    const [cut] = at(40 * MINUTE, c1.blocked());
    const late = now.and({ ...cut!, occurred: 2 * MINUTE });
    expect(late.c1.old.blockedAt).toBe(plus(DECLARED, 2 * MINUTE));
    const [before] = at(50 * MINUTE, done("preserve-logs"));
    expect(start.and({ ...before!, occurred: -5 * MINUTE }).state.phase).toBe("immediate");
  });
});

describe("what is unknown", () => {
  const intended = fact("effect.intended", {
    step: "create-replacement-key",
    credential: "c1",
    effect: "create-key",
    opId: "e1",
    target: null,
    plan: "create key x",
    keyName: "x",
    keyId: null,
  });

  function line(now: Given, isAlive: boolean) {
    const shown = status(now, isAlive);
    const step = shown.phases
      .flatMap((one) => one.steps)
      .find((one) => one.id === "create-replacement-key");
    return [step?.state, shown.unknown.length];
  }

  it("is an intent whose process is gone; one that still runs is only started", () => {
    const now = start.and(intended);
    expect(line(now, true)).toEqual(["started", 0]);
    expect(line(now, false)).toEqual(["unknown", 1]);
    expect(status(now).unknown).toEqual([
      {
        opId: "e1",
        effect: "create-key",
        step: "create-replacement-key",
        credential: "c1",
        target: null,
        since: now.state.pending[0]!.since,
        by: "dana",
        plan: "create key x",
      },
    ]);
  });

  it("stays unknown once it was recorded as lost, whoever still runs", () => {
    const lost = start.and(
      intended,
      fact("effect.unknown", {
        step: "create-replacement-key",
        credential: "c1",
        effect: "create-key",
        opId: "e1",
        target: null,
        detail: "timed out",
      }),
    );
    expect(line(lost, true)).toEqual(["unknown", 1]);
  });
});

describe("the document", () => {
  it("is pure, plain JSON, and names what scripts read", () => {
    const shown = status(start);
    expect(status(start)).toEqual(shown);
    expect(JSON.parse(JSON.stringify(shown))).toEqual(shown);
    expect(shown).toMatchObject({
      incident: "INC-20261123-k7f3",
      state: "open",
      drill: false,
      severity: "P1",
      phase: "immediate",
      contained: { at: null },
      restored: { at: null },
      unknown: [],
      clocks: [],
      credentials: [
        {
          id: "c1",
          strategy: "contain-first",
          rule: "D5",
          ceilingAt: null,
          old: { state: "alive", verdict: null },
          new: { state: "none" },
          targets: [{ id: "web-env", kind: "dotenv", state: "pending", proof: null }],
        },
      ],
    });
    const steps = shown.phases.flatMap((one) => one.steps);
    expect(steps).toHaveLength(RUNBOOK.steps.length);
    expect(shown.next.length).toBeLessThanOrEqual(3);
  });

  it("holds the credentials under treatment, not the dropped ones", () => {
    const two = given(started({ keys: keys({}, { name: "production-b" }) })).and(
      fact("credential.dropped", { credential: "c1", because: "none" }),
    );
    expect(status(two).credentials.map((one) => one.id)).toEqual(["c2"]);
  });
});
