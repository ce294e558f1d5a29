// Which step and which key a command means, and what was said is not asked again.
import { describe, expect, it } from "vitest";
import { withCascade } from "../../../src/core/incident/decide/cascade.ts";
import { completeStep } from "../../../src/core/incident/decide/step.ts";
import { addCredentials, dropCredential } from "../../../src/core/incident/decide/declare.ts";
import { checklist } from "../../../src/core/incident/checklist.ts";
import type { IncidentFact } from "../../../src/core/incident/event.ts";
import {
  COMPILED,
  fact,
  given,
  key,
  keys,
  on,
  RUNBOOK,
  started,
  toEvent,
} from "../../support/given.ts";

const start = given(started());
const c1 = on("c1");

function completedBy(facts: readonly IncidentFact[] | undefined): readonly string[] {
  return (facts ?? []).flatMap((one) => (one.type === "step.completed" ? [one.data.step] : []));
}

describe("which step and which key", () => {
  const two = given(started({ keys: keys({}, { name: "production-b" }) }));

  it("an unknown step is a usage error with names that are near", () => {
    const error = start
      .when((world) => completeStep(world, { step: "preserve" }))
      .thenRefused("unknown-step");
    expect([error.exitCode, error.message]).toEqual([2, expect.stringContaining("preserve-logs")]);
  });

  it("a key must be named where there are several, by id or name", () => {
    const step = "capture-minimum-evidence";
    two.when((world) => completeStep(world, { step })).thenRefused("which-credential");
    two
      .when((world) => completeStep(world, { step, credential: "c9" }))
      .thenRefused("unknown-credential");
    for (const credential of ["c2", "production-b"]) {
      const now = two
        .when((world) => completeStep(world, { step, credential }))
        .thenFacts("step.completed");
      expect(now.state.credentials["c2"]?.steps[step]?.status).toBe("done");
      expect(now.c1.steps[step]).toBeUndefined();
    }
  });

  it("two keys of one name must be told apart by id", () => {
    const twins = given(started({ keys: keys({}, {}) }));
    const error = twins
      .when((world) =>
        completeStep(world, { step: "capture-minimum-evidence", credential: "production-web-app" }),
      )
      .thenRefused("unknown-credential");
    expect(error.message).toMatch(/2 credentials: c1, c2/);
  });

  it("a dropped key is no key any more, and its id is not given again", () => {
    const dropped = two
      .when((world) => dropCredential(world, "c1", "not ours"))
      .thenFacts("credential.dropped");
    dropped
      .when((world) => completeStep(world, { step: "capture-minimum-evidence", credential: "c1" }))
      .thenRefused("unknown-credential");
    dropped
      .when((world) => completeStep(world, { step: "capture-minimum-evidence" }))
      .thenFacts("step.completed");
    const added = dropped.when((world) => addCredentials(world, [key({ name: "production-d" })]));
    expect(added.facts?.[0]?.data).toMatchObject({ credential: "c3" });
  });

  it("a key that was worked on is not dropped", () => {
    expect.hasAssertions();
    two
      .and(c1.created)
      .when((world) => dropCredential(world, "c1", "b"))
      .thenRefused("under-treatment");
    two
      .and(c1.blocked())
      .when((world) => dropCredential(world, "c1", "b"))
      .thenRefused("under-treatment");
    two.when((world) => dropCredential(world, "c1", " ")).thenRefused("reason-missing");
  });

  it("the same key twice is a conflict that names it", () => {
    const again = two.when((world) => addCredentials(world, keys({ name: "production-other" })));
    expect(again.thenRefused("already-there").message).toContain("c1 production-web-app");
    two
      .when((world) => addCredentials(world, [key({ fingerprint: null, keyId: "k-old-2" })]))
      .thenRefused("already-there");
  });

  it("a key on day two raises the severity as what follows from it, and never lowers it", () => {
    const low = given(
      started({
        facts: { evidenceLevel: "public-exposure", abuse: "no", data: "internal" },
        keys: keys({}),
      }),
    );
    expect(low.state.severity).toBe("P2");
    const second = key({ name: "production-b", fingerprint: "b".repeat(16), keyId: "k-b" });
    const raised = low.when((world) => addCredentials(world, [second]));
    const severity = raised.facts?.find((one) => one.type === "severity.set");
    expect(severity?.data).toMatchObject({ severity: "P1", derived: true });
    const set = fact("severity.set", { severity: "P1", because: "the board asks", derived: false });
    const { facts } = low.and(set).when((world) => addCredentials(world, [second]));
    expect(facts?.some((one) => one.type === "severity.set")).toBe(false);
  });
});

describe("what was said is not asked again", () => {
  it("start's answers complete the steps that they answer, each once", () => {
    const completed = completedBy(start.past.map((one) => one.fact));
    expect(completed).toEqual([
      "declare-incident",
      "assign-roles",
      "identify-key",
      "classify-exposure",
      "choose-strategy",
      "start-clock-watch",
    ]);
  });

  it("accepting the outage completes its step, in the same change", () => {
    const now = start.when(() => [c1.outage]).thenFacts("outage.accepted");
    expect(now.c1.steps["accept-outage"]?.status).toBe("done");
  });

  it("nothing is completed twice, whatever is added after it", () => {
    const now = start.when(() => [c1.captured]).thenFacts("step.completed");
    const again = withCascade(COMPILED, now.world.folded, [], (one, seq) =>
      toEvent({ fact: one, after: 0, by: "dana", occurred: undefined }, seq),
    );
    expect(again).toEqual([]);
    const counts = new Map<string, number>();
    for (const { fact: one } of now.past)
      if (one.type === "step.completed") {
        const id = `${one.data.step}/${one.data.credential ?? ""}`;
        counts.set(id, (counts.get(id) ?? 0) + 1);
      }
    expect([...counts.values()].every((count) => count === 1)).toBe(true);
  });

  it("what is answered before its needs are met waits for them", () => {
    const early = start
      .when(() => [
        fact("decision.recorded", {
          kind: "personal-data",
          value: "no",
          because: "b",
          credential: null,
        }),
      ])
      .thenFacts("decision.recorded");
    expect(early.state.steps["assess-personal-data"]).toBeUndefined();
    const later = early
      .when(() =>
        ["preserve-logs", "collect-access-logs", "review-audit-logs", "identify-data-accessed"].map(
          (step) =>
            fact("step.completed", {
              step,
              credential: null,
              grade: "E3",
              note: null,
              because: null,
              evidence: [],
            }),
        ),
      )
      .thenFacts("step.completed", "step.completed", "step.completed", "step.completed");
    expect(later.state.steps["assess-personal-data"]?.status).toBe("done");
  });

  it("an incident without a key completes what needs none, and the rest when a key is added", () => {
    const empty = given(started({ keys: [] }));
    expect(completedBy(empty.past.map((one) => one.fact))).not.toContain("identify-key");
    const { facts } = empty.when((world) => addCredentials(world, [key()]));
    const added = empty.when(() => facts ?? []).thenFacts(...(facts ?? []).map((one) => one.type));
    const open = checklist(RUNBOOK, added.state).filter((one) =>
      ["identify-key", "classify-exposure", "choose-strategy"].includes(one.step.id),
    );
    expect(open.map((one) => one.state)).toEqual(["done", "done", "done"]);
  });
});
