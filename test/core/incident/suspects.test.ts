// People judge callers: one word settles the findings of a caller, shared ones wait for everybody in them, and contradictions are said.
import { describe, expect, it } from "vitest";
import type { SuspectSeen } from "../../../src/core/incident/audit-event.ts";
import { auditFacts, judgeFinding } from "../../../src/core/incident/decide/finding.ts";
import { judgeCaller, type CallerCommand } from "../../../src/core/incident/decide/suspect.ts";
import { misuseOf } from "../../../src/core/incident/misuse.ts";
import { wordCommand } from "../../../src/core/incident/next-logs.ts";
import {
  callers,
  contradictions,
  turnedOver,
  waiting,
  wordOn,
} from "../../../src/core/incident/suspects.ts";
import { audited, finding, outcomeWith } from "../../support/audited.ts";
import { done } from "../../support/facts.ts";
import { given, started } from "../../support/given.ts";

function seen(
  name: string,
  findings: readonly string[],
  told: Partial<SuspectSeen> = {},
): SuspectSeen {
  return {
    name,
    members: 1,
    agents: ["curl"],
    country: "RO",
    network: null,
    requests: 20,
    refused: 2,
    first: "2026-11-23T01:50:00.000Z",
    last: "2026-11-23T02:08:00.000Z",
    did: ["GET /v1/prompts (20)"],
    findings,
    ...told,
  };
}

const A = "203.0.113.57";
const B = "192.0.2.9";

/** A and B have a finding each and share a third; a fourth is about nobody. */
const outcome = outcomeWith(
  [
    finding({ id: "F-aaaaaa" }),
    finding({ id: "F-bbbbbb" }),
    finding({ id: "F-shared" }),
    finding({ id: "F-nobody" }),
  ],
  audited({ suspects: [seen(A, ["F-aaaaaa", "F-shared"]), seen(B, ["F-bbbbbb", "F-shared"])] }),
);

const reviewed = given(started())
  .and(done("preserve-logs"), done("collect-access-logs"))
  .when((world) => auditFacts(world, outcome))
  .thenFacts("audit.completed", "finding.raised");

function word(caller: string, verdict: CallerCommand["verdict"]): CallerCommand {
  return { caller, verdict, because: `${verdict}, says kim` };
}

function verdicts(state: Parameters<typeof callers>[0]): Readonly<Record<string, string | null>> {
  return Object.fromEntries(state.findings.map(({ id, judged }) => [id, judged?.verdict ?? null]));
}

describe("a word on a caller", () => {
  it("judges all that speaks against it, one thief being enough for what is shared", () => {
    const { state } = reviewed
      .when((world) => judgeCaller(world, word(A, "malicious")))
      .thenFacts(
        "suspect.judged",
        "finding.judged",
        "fact.set",
        "fact.set",
        "fact.set",
        "finding.judged",
      );
    expect(verdicts(state)).toEqual({
      "F-aaaaaa": "malicious",
      "F-bbbbbb": null,
      "F-shared": "malicious",
      "F-nobody": null,
    });
    expect(callers(state)[0]).toMatchObject({
      name: A,
      open: 0,
      judged: { verdict: "malicious", by: "dana", because: "malicious, says kim" },
    });
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
      .thenFacts(
        "suspect.judged",
        "finding.judged",
        "fact.set",
        "fact.set",
        "fact.set",
        "finding.judged",
      )
      .when((world) => judgeCaller(world, word(A, "benign")))
      .thenFacts("suspect.judged", "finding.judged", "finding.judged");
    expect(verdicts(state)).toMatchObject({ "F-aaaaaa": "benign", "F-shared": "unknown" });
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
      .thenFacts(
        "suspect.judged",
        "finding.judged",
        "fact.set",
        "fact.set",
        "fact.set",
        "finding.judged",
      )
      .when((world) => auditFacts(world, again))
      .thenFacts("audit.completed", "finding.raised");
    const [first, second] = callers(state);
    expect(first).toMatchObject({ requests: 99, open: 1, judged: { verdict: "malicious" } });
    expect(first?.findings.map(({ id }) => id)).toEqual(["F-aaaaaa", "F-shared", "F-newone"]);
    expect(second?.name).toBe(B);
  });
});

describe("what contradicts another word", () => {
  it("is said of a finding whose caller was called otherwise, and of a caller whose findings were", () => {
    const { state } = reviewed
      .when((world) =>
        judgeFinding(world, { finding: "F-aaaaaa", verdict: "benign", because: "ours" }),
      )
      .thenFacts("finding.judged");
    expect(contradictions(state, "F-shared", "malicious")).toEqual([
      `${A}: F-aaaaaa is benign by word of dana: ours`,
    ]);
    expect(contradictions(state, "F-shared", "unknown")).toEqual([]);
    expect(contradictions(state, "F-nobody", "malicious")).toEqual([]);
    const [caller] = callers(state);
    expect(caller && turnedOver(caller, "malicious")).toEqual([
      "F-aaaaaa was benign by word of dana: ours",
    ]);
    expect(caller && turnedOver(caller, "benign")).toEqual([]);
  });
});

describe("who misused it", () => {
  it("is told with how often and when, without those who are ours", () => {
    expect(misuseOf(reviewed.state, "c1").use).toMatchObject({
      callers: [A, B],
      more: 0,
      requests: 40,
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
