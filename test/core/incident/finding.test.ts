// What an audit finds and what people say of it: which steps that completes, which it opens again, and what becomes a fact.
import { describe, expect, it } from "vitest";
import {
  auditFacts,
  judgeFinding,
  type JudgeCommand,
} from "../../../src/core/incident/decide/finding.ts";
import type { Misuse } from "../../../src/core/audit/report.ts";
import { completeStep } from "../../../src/core/incident/decide/step.ts";
import { misuseOf, misuseWords, worstMisuse } from "../../../src/core/incident/misuse.ts";
import { audited, finding, outcomeWith } from "../../support/audited.ts";
import { done, fact, given, started } from "../../support/given.ts";

const collected = given(started()).and(done("preserve-logs"), done("collect-access-logs"));

const ours: JudgeCommand = { finding: "F-aaaaaa", verdict: "benign", because: "load test" };
const thief: JudgeCommand = { ...ours, verdict: "malicious", because: "nobody of ours" };

describe("an audit", () => {
  it("without anything to judge completes the review by itself, proved by its report", () => {
    const reviewed = collected
      .when((world) => auditFacts(world, outcomeWith([finding({ level: "low" })])))
      .thenFacts("audit.completed", "finding.raised", "step.completed");
    expect(reviewed.state.steps["review-audit-logs"]).toMatchObject({
      status: "done",
      grade: "E1",
      evidence: ["a".repeat(64)],
    });
  });

  it("does not complete the review while the logs are not collected on record", () => {
    const { state } = given(started())
      .when((world) => auditFacts(world, outcomeWith([])))
      .thenFacts("audit.completed");
    expect(state.steps["review-audit-logs"]).toBeUndefined();
  });

  it("leaves it open as long as a high finding is not judged, whoever says it is done", () => {
    const open = collected
      .when((world) => auditFacts(world, outcomeWith([finding(), finding({ id: "F-bbbbbb" })])))
      .thenFacts("audit.completed", "finding.raised");
    const error = open
      .when((world) => completeStep(world, { step: "review-audit-logs" }))
      .thenRefused("needs-unmet");
    expect(error.message).toContain("F-aaaaaa is not judged");
    expect(error.hint).toContain("claro-ir finding");
  });

  it("of a part of the logs takes nothing back; one of all of them does", () => {
    const log = { format: "jsonl", lines: 9, rejected: 0, from: null, to: null };
    const all = ["/var/log/a.jsonl", "/var/log/b.jsonl"].map((name) => ({ ...log, name }));
    function then(sources: typeof all, misuse: Misuse): ReturnType<typeof misuseOf>["verdict"] {
      const before = { ...audited({ misuse: "CONFIRMED" }), sources: all };
      const { state } = given(started()).and(
        fact("audit.completed", before),
        fact("audit.completed", { ...audited({ misuse }), sources }),
      );
      return misuseOf(state, "c1").verdict;
    }
    expect(then([{ ...log, name: "a.jsonl" }], "UNKNOWN")).toBe("CONFIRMED");
    expect(then([{ ...log, name: "c.jsonl" }], "PROBABLE")).toBe("CONFIRMED");
    expect(then(all, "UNKNOWN")).toBe("UNKNOWN");
  });

  it("of one key leaves the others' verdicts as they were", () => {
    const { state } = given(started()).and(
      fact("audit.completed", audited({ credential: "c2", misuse: "PROBABLE" })),
      fact("audit.completed", audited({ misuse: "UNKNOWN" })),
    );
    expect(misuseOf(state, "c2").verdict).toBe("PROBABLE");
  });

  it("raises a finding once, and keeps what was said of it", () => {
    const judged = collected
      .and(
        fact("audit.completed", audited()),
        fact("finding.raised", { findings: [finding()], more: 0 }),
      )
      .when((world) => judgeFinding(world, ours))
      .thenFacts("finding.judged", "step.completed");
    const again = judged
      .when((world) => auditFacts(world, outcomeWith([finding({ title: "another title" })])))
      .thenFacts("audit.completed");
    expect(again.state.findings).toHaveLength(1);
    expect(again.state.findings[0]).toMatchObject({
      title: finding().title,
      judged: { verdict: "benign", because: "load test", by: "dana" },
    });
  });

  it("confirmed by the logs alone makes first and last misuse facts that say where they come from", () => {
    const confirmed = audited({
      misuse: "CONFIRMED",
      firstAbuse: "2026-11-23T01:50:00.000Z",
      lastAbuse: "2026-11-23T02:08:00.000Z",
    });
    const { state } = collected
      .when((world) => auditFacts(world, outcomeWith([], confirmed)))
      .thenFacts("audit.completed", "fact.set", "fact.set", "fact.set", "step.completed");
    expect(state.facts["firstAbuseAt"]).toMatchObject({
      value: "2026-11-23T01:50:00.000Z",
      grade: "E1",
      source: "audit aaaaaaaa",
    });
    expect(state.facts["exposedFrom"]).toMatchObject({
      source: "audit aaaaaaaa, at the latest then",
    });
  });

  it("less than confirmed makes no fact: a person's word is missing", () => {
    const probable = audited({ misuse: "PROBABLE", firstAbuse: "2026-11-23T01:50:00.000Z" });
    const { state } = collected
      .when((world) => auditFacts(world, outcomeWith([], probable)))
      .thenFacts("audit.completed", "step.completed");
    expect(state.facts["firstAbuseAt"]).toBeUndefined();
  });

  it("with a new high finding opens a review again that was left before anything was found", () => {
    for (const type of ["step.skipped", "step.waived"] as const) {
      const { state } = collected
        .and(fact(type, { step: "review-audit-logs", credential: null, because: "no time" }))
        .when((world) => auditFacts(world, outcomeWith([finding()])))
        .thenFacts("audit.completed", "finding.raised", "step.reopened");
      expect(state.steps["review-audit-logs"]?.status).toBe("reopened");
    }
  });

  it("with new high findings opens again what rests on them, and not what does not", () => {
    const settled = collected.and(
      fact("audit.completed", audited()),
      done("review-audit-logs"),
      done("identify-data-accessed"),
      done("determine-scope"),
      done("assess-personal-data"),
      done("find-cause"),
    );
    const { state } = settled
      .when((world) => auditFacts(world, outcomeWith([finding()])))
      .thenFacts(
        "audit.completed",
        "finding.raised",
        "step.reopened",
        "step.reopened",
        "step.reopened",
        "step.reopened",
      );
    for (const step of ["review-audit-logs", "determine-scope", "assess-personal-data"])
      expect(state.steps[step]).toMatchObject({
        status: "reopened",
        reason: "new findings: F-aaaaaa",
      });
    expect(state.steps["find-cause"]).toMatchObject({ status: "done" });
  });
});

describe("a person's word", () => {
  const raised = collected
    .when((world) => auditFacts(world, outcomeWith([finding(), finding({ id: "F-bbbbbb" })])))
    .thenFacts("audit.completed", "finding.raised");

  it("needs a reason and a finding that is there", () => {
    raised
      .when((world) => judgeFinding(world, { ...ours, because: " " }))
      .thenRefused("reason-missing");
    const error = raised
      .when((world) => judgeFinding(world, { ...ours, finding: "F-zzzzzz" }))
      .thenRefused("unknown-finding");
    expect(error.hint).toBe("claro-ir finding list");
    given(started())
      .when((world) => judgeFinding(world, ours))
      .thenRefused("unknown-finding");
  });

  it("malicious: the times of the finding become facts, misuse is confirmed, the review waits for the other one", () => {
    const one = raised
      .when((world) => judgeFinding(world, { ...thief, finding: "aaaaaa" }))
      .thenFacts("finding.judged", "fact.set", "fact.set", "fact.set");
    expect(one.state.facts["lastAbuseAt"]).toMatchObject({
      value: "2026-11-23T02:08:00.000Z",
      source: "finding F-aaaaaa",
    });
    expect(misuseOf(one.state, "c1")).toEqual({
      verdict: "CONFIRMED",
      judged: "malicious",
      open: 1,
      use: null,
    });
    const all = one
      .when((world) => judgeFinding(world, { ...ours, finding: "F-bbbbbb" }))
      .thenFacts("finding.judged", "step.completed");
    expect(all.state.steps["review-audit-logs"]).toMatchObject({ status: "done", grade: "E2" });
  });

  it("malicious on refused attempts makes no time of misuse: nothing was let in", () => {
    const tried = finding({ id: "F-cccccc", rule: "old-key-attempt", succeeded: null });
    collected
      .and(fact("finding.raised", { findings: [tried], more: 0 }))
      .when((world) => judgeFinding(world, { ...thief, finding: "F-cccccc" }))
      .thenFacts("finding.judged");
    expect(tried.level).toBe("high");
  });

  it("benign on all of them is said as such, and never as proof that nothing happened", () => {
    const both = raised
      .when((world) => judgeFinding(world, ours))
      .thenFacts("finding.judged")
      .when((world) => judgeFinding(world, { ...ours, finding: "F-bbbbbb" }))
      .thenFacts("finding.judged", "step.completed");
    const known = misuseOf(both.state, "c1");
    expect(known).toEqual({ verdict: "UNKNOWN", judged: "benign", open: 0, use: null });
    expect(misuseWords(known)).toBe("judged benign");
    expect(worstMisuse(both.state, ["c1"])).toEqual(known);
  });

  it("changed to malicious later opens the scope again; both words stay on record", () => {
    const settled = raised
      .when((world) => judgeFinding(world, ours))
      .thenFacts("finding.judged")
      .and(done("identify-data-accessed"), done("determine-scope"));
    const { state } = settled
      .when((world) => judgeFinding(world, thief))
      .thenFacts(
        "finding.judged",
        "fact.set",
        "fact.set",
        "fact.set",
        "step.reopened",
        "step.reopened",
      );
    expect(state.steps["determine-scope"]).toMatchObject({
      status: "reopened",
      reason: "F-aaaaaa is misuse: nobody of ours",
    });
  });
});
