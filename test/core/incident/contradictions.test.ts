// Words that do not go together are said: of a caller and what is about them alone, and not of what is shared with somebody else.
import { describe, expect, it } from "vitest";
import { contradictions, turnedOver } from "../../../src/core/incident/contradictions.ts";
import { judgeFinding } from "../../../src/core/incident/decide/finding.ts";
import { judgeCaller } from "../../../src/core/incident/decide/suspect.ts";
import { callers } from "../../../src/core/incident/suspects.ts";
import { A, B, reviewed, THIEF, word } from "../../support/two-callers.ts";

describe("what contradicts another word", () => {
  it("is said of a finding whose caller was called otherwise, and of a caller whose findings were", () => {
    const { state } = reviewed
      .when((world) =>
        judgeFinding(world, { finding: "F-aaaaaa", verdict: "benign", because: "ours" }),
      )
      .thenFacts("finding.judged");
    // Somebody else in it may have done it.
    expect(contradictions(state, "F-shared", "malicious")).toEqual([]);
    expect(contradictions(state, "F-nobody", "malicious")).toEqual([]);
    const [caller] = callers(state);
    expect(caller && turnedOver(state, caller, "malicious")).toEqual([
      "F-aaaaaa was ours by word of dana: ours",
    ]);
    expect(caller && turnedOver(state, caller, "benign")).toEqual([]);
  });

  it("is not said where a word on somebody else had settled what is shared", () => {
    const { state } = reviewed
      .when((world) =>
        judgeFinding(world, { finding: "F-shared", verdict: "malicious", because: "seen" }),
      )
      .thenFacts("finding.judged", "fact.set", "fact.set", "fact.set");
    const [caller] = callers(state);
    expect(caller && turnedOver(state, caller, "benign")).toEqual([]);
  });

  it("is said of a shared finding that is called ours although a thief is in it, or misuse although all are ours", () => {
    const { state } = reviewed
      .when((world) => judgeCaller(world, word(A, "malicious")))
      .thenFacts(...THIEF);
    expect(contradictions(state, "F-shared", "benign")).toEqual([
      `${A} is misuse by word of dana: malicious, says kim`,
    ]);
    const ours = reviewed
      .when((world) => judgeCaller(world, word(A, "benign")))
      .thenFacts("suspect.judged", "finding.judged")
      .when((world) => judgeCaller(world, word(B, "benign")))
      .thenFacts("suspect.judged", "finding.judged", "finding.judged");
    expect(contradictions(ours.state, "F-shared", "malicious")).toHaveLength(2);
  });
});
