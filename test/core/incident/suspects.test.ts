// People judge callers: one word settles the findings of a caller, and shared ones wait for everybody in them.
import { describe, expect, it } from "vitest";
import { auditFacts, judgeFinding } from "../../../src/core/incident/decide/finding.ts";
import { judgeCaller } from "../../../src/core/incident/decide/suspect.ts";
import { misuseOf } from "../../../src/core/incident/misuse.ts";
import { wordCommand } from "../../../src/core/incident/next-logs.ts";
import {
  callerLines,
  callerMark,
  leftToJudge,
  waitsLine,
} from "../../../src/core/incident/finding-words.ts";
import { callers, waiting, wordOn } from "../../../src/core/incident/suspects.ts";
import { audited, finding, outcomeWith } from "../../support/audited.ts";
import { done } from "../../support/facts.ts";
import { given, started } from "../../support/given.ts";
import { A, B, reviewed, seen, THIEF, word } from "../../support/two-callers.ts";

function verdicts(state: Parameters<typeof callers>[0]): Readonly<Record<string, string | null>> {
  return Object.fromEntries(state.findings.map(({ id, judged }) => [id, judged?.verdict ?? null]));
}

describe("a word on a caller", () => {
  it("judges what is about them alone, and what is shared as soon as everybody in it has a word", () => {
    const one = reviewed
      .when((world) => judgeCaller(world, word(A, "malicious")))
      .thenFacts(...THIEF);
    expect(verdicts(one.state)).toEqual({
      "F-aaaaaa": "malicious",
      "F-bbbbbb": null,
      "F-shared": null,
      "F-nobody": null,
    });
    const [a, b] = callers(one.state);
    expect(a).toMatchObject({ judged: { verdict: "malicious", by: "dana" } });
    expect(a && callerMark(one.state, a)).toBe("misuse");
    expect(a && waitsLine(one.state, a)).toBe(`1 finding waits for ${B}`);
    expect(b && callerMark(one.state, b)).toBe("to judge");
    expect(misuseOf(one.state, "c1").judged).toBe("malicious");
    const { state } = one
      .when((world) => judgeCaller(world, word(B, "benign")))
      .thenFacts("suspect.judged", "finding.judged", "finding.judged");
    expect(verdicts(state)).toMatchObject({ "F-bbbbbb": "benign", "F-shared": "malicious" });
  });

  it("makes a fact of when they got in, not of when they were refused or of what others did", () => {
    const { state } = reviewed
      .when((world) => judgeCaller(world, word(A, "malicious")))
      .thenFacts(...THIEF);
    expect(state.facts["firstAbuseAt"]?.value).toBe("2026-11-23T01:52:00.000Z");
    expect(state.facts["lastAbuseAt"]?.value).toBe("2026-11-23T02:01:00.000Z");
    const refused = outcomeWith(
      [finding({ id: "F-aaaaaa" })],
      audited({ suspects: [seen(A, ["F-aaaaaa"], { accepted: 0, refused: 20, succeeded: null })] }),
    );
    const none = given(started())
      .and(done("preserve-logs"), done("collect-access-logs"))
      .when((world) => auditFacts(world, refused))
      .thenFacts("audit.completed", "finding.raised")
      .when((world) => judgeCaller(world, word(A, "malicious")))
      .thenFacts("suspect.judged", "finding.judged", "step.completed");
    expect(none.state.facts["lastAbuseAt"]).toBeUndefined();
  });

  it("clears a shared finding only when everybody in it is cleared", () => {
    const one = reviewed
      .when((world) => judgeCaller(world, word(A, "benign")))
      .thenFacts("suspect.judged", "finding.judged");
    expect(verdicts(one.state)).toMatchObject({ "F-aaaaaa": "benign", "F-shared": null });
    const both = one
      .when((world) => judgeCaller(world, word(B, "benign")))
      .thenFacts("suspect.judged", "finding.judged", "finding.judged");
    expect(verdicts(both.state)).toMatchObject({ "F-shared": "benign", "F-nobody": null });
    const other = one
      .when((world) => judgeCaller(world, word(B, "unknown")))
      .thenFacts("suspect.judged", "finding.judged", "finding.judged");
    expect(verdicts(other.state)).toMatchObject({ "F-shared": "unknown" });
  });

  it("taken back leaves nothing malicious that rested on it alone", () => {
    const { state } = reviewed
      .when((world) => judgeCaller(world, word(A, "malicious")))
      .thenFacts(...THIEF)
      .when((world) => judgeCaller(world, word(B, "benign")))
      .thenFacts("suspect.judged", "finding.judged", "finding.judged")
      .when((world) => judgeCaller(world, word(A, "benign")))
      .thenFacts("suspect.judged", "finding.judged", "finding.judged");
    expect(verdicts(state)).toMatchObject({ "F-aaaaaa": "benign", "F-shared": "benign" });
    expect(misuseOf(state, "c1").judged).toBeNull();
  });

  it("turned to misuse later opens again what rests on it", () => {
    const { state } = reviewed
      .when((world) => judgeCaller(world, word(A, "benign")))
      .thenFacts("suspect.judged", "finding.judged")
      .and(done("determine-scope"))
      .when((world) => judgeCaller(world, word(A, "malicious")))
      .thenFacts(...THIEF.slice(0, 4), "step.reopened", "finding.judged");
    expect(state.steps["determine-scope"]?.status).toBe("reopened");
  });

  it("needs its reason, and somebody whom findings speak against", () => {
    reviewed
      .when((world) => judgeCaller(world, { ...word(A, "benign"), because: " " }))
      .thenRefused("reason-missing");
    const error = reviewed
      .when((world) => judgeCaller(world, word("10.0.0.1", "benign")))
      .thenRefused("unknown-caller");
    expect(error.message).toContain(A);
  });

  it("holds when the next audit sees the caller again, with more against it", () => {
    const again = outcomeWith(
      [finding({ id: "F-newone" })],
      audited({ suspects: [seen(A, ["F-newone"], { requests: 99 })] }),
    );
    const { state } = reviewed
      .when((world) => judgeCaller(world, word(A, "malicious")))
      .thenFacts(...THIEF)
      .when((world) => auditFacts(world, again))
      .thenFacts("audit.completed", "finding.raised");
    const [first, second] = callers(state);
    expect(first).toMatchObject({ requests: 99, open: 2, judged: { verdict: "malicious" } });
    expect(first && callerMark(state, first)).toBe("misuse, 1 new");
    expect(first?.findings.map(({ id }) => id)).toEqual(["F-aaaaaa", "F-shared", "F-newone"]);
    expect(second?.name).toBe(B);
  });
});

describe("what is left to judge", () => {
  it("is said in callers and serious findings; a word on all of them leaves what is about nobody", () => {
    expect(leftToJudge(reviewed.state)).toBe("2 callers to judge (4 serious findings)");
    const { state } = reviewed
      .when((world) => judgeCaller(world, word(A, "unknown")))
      .thenFacts("suspect.judged", "finding.judged")
      .when((world) => judgeCaller(world, word(B, "unknown")))
      .thenFacts("suspect.judged", "finding.judged", "finding.judged");
    expect(leftToJudge(state)).toBe("1 serious finding to judge");
  });

  it("a caller says what was let in and what was refused; of an older audit only the latter", () => {
    const [caller] = callers(reviewed.state);
    expect(caller && callerLines(reviewed.state, caller)).toContain(
      "  20 requests, 18 accepted, 2 refused, 2026-11-23 01:50Z to 02:08Z",
    );
    const { accepted: _accepted, succeeded: _succeeded, ...older } = seen(A, ["F-aaaaaa"]);
    const state = given(started())
      .and(done("preserve-logs"), done("collect-access-logs"))
      .when((world) => auditFacts(world, outcomeWith([finding()], audited({ suspects: [older] }))))
      .thenFacts("audit.completed", "finding.raised").state;
    const [old] = callers(state);
    expect(old && callerLines(state, old)[2]).toContain("20 requests, 2 of them refused, ");
    expect(misuseOf(state, "c1").use?.accepted).toBeNull();
  });
});

describe("who misused it", () => {
  it("is told with how often and when, without those who are ours", () => {
    expect(misuseOf(reviewed.state, "c1").use).toMatchObject({
      callers: [A, B],
      more: 0,
      requests: 40,
      accepted: 36,
      refused: 4,
      agents: ["curl"],
    });
    const { state } = reviewed
      .when((world) => judgeCaller(world, word(A, "benign")))
      .thenFacts("suspect.judged", "finding.judged");
    expect(misuseOf(state, "c1").use).toMatchObject({ callers: [B], requests: 20 });
    expect(callers(state).map((one) => wordOn(state, one))).toEqual(["benign", null]);
  });

  it("is not everybody in a finding because it is misuse", () => {
    const { state } = reviewed
      .when((world) =>
        judgeFinding(world, { finding: "F-shared", verdict: "malicious", because: "seen" }),
      )
      .thenFacts("finding.judged", "fact.set", "fact.set", "fact.set")
      .when((world) =>
        judgeFinding(world, { finding: "F-aaaaaa", verdict: "malicious", because: "seen" }),
      )
      .thenFacts("finding.judged");
    expect(callers(state).map((one) => wordOn(state, one))).toEqual(["malicious", null]);
    expect(waiting(state).map(({ name }) => name)).toEqual([B]);
  });

  it("is told by the serious findings of somebody, whatever slight ones nobody has judged", () => {
    const low = outcomeWith(
      [
        finding({ id: "F-aaaaaa" }),
        finding({ id: "F-shared" }),
        finding({ id: "F-slight", level: "low" }),
      ],
      audited({
        suspects: [
          seen(A, ["F-aaaaaa", "F-shared", "F-slight"]),
          seen(B, ["F-shared", "F-slight"]),
        ],
      }),
    );
    const { state } = given(started())
      .when((world) => auditFacts(world, low))
      .thenFacts("audit.completed", "finding.raised")
      .when((world) =>
        judgeFinding(world, { finding: "F-aaaaaa", verdict: "malicious", because: "seen" }),
      )
      .thenFacts("finding.judged", "fact.set", "fact.set", "fact.set")
      .when((world) =>
        judgeFinding(world, { finding: "F-shared", verdict: "malicious", because: "seen" }),
      )
      .thenFacts("finding.judged");
    expect(callers(state).map((one) => callerMark(state, one))).toEqual([
      "misuse",
      "in misuse, no word",
    ]);
  });

  it("is asked for caller by caller, then for what is about nobody", () => {
    expect(wordCommand(reviewed.state)).toBe(
      `claro-ir finding unknown --caller ${A} --because "<why>"`,
    );
    const { state } = reviewed
      .when((world) => judgeCaller(world, word(A, "unknown")))
      .thenFacts("suspect.judged", "finding.judged")
      .when((world) => judgeCaller(world, word(B, "unknown")))
      .thenFacts("suspect.judged", "finding.judged", "finding.judged");
    expect(wordCommand(state)).toContain("finding unknown F-nobody");
  });
});
