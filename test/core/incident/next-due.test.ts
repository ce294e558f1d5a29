// What is due next: the first of phase ends, budgets of open steps and ceilings after a moment.
import { describe, expect, it } from "vitest";
import { nextDue } from "../../../src/core/incident/next-due.ts";
import { DAY, HOUR, MINUTE, plus } from "../../../src/core/instant.ts";
import {
  DECLARED,
  done,
  given,
  key,
  on,
  RUNBOOK,
  started,
  type Given,
} from "../../support/given.ts";

function due(now: Given, after: number) {
  const found = nextDue(RUNBOOK, now.state, plus(DECLARED, after));
  return found === undefined
    ? undefined
    : { after: Date.parse(found.at) - Date.parse(DECLARED), what: found.what };
}

/** Every step of the first hour settled. */
function settled(now: Given, phases: readonly string[]): Given {
  const facts = RUNBOOK.steps
    .filter((step) => phases.includes(step.phase))
    .map((step) => done(step.id, step.scope === "credential" ? "c1" : null));
  return now.and(...facts);
}

describe("what is due next", () => {
  const now = given(started());

  it("is the budget of an open step, by key where the step has one", () => {
    expect(due(now, 0)).toEqual({ after: MINUTE, what: expect.stringContaining("(c1)") });
    const captured = now.and(done("capture-minimum-evidence", "c1"));
    expect(due(captured, MINUTE)?.after).toBeGreaterThan(MINUTE);
  });

  it("is the end of a phase that is not done", () => {
    expect(due(now, 10 * MINUTE)).toEqual({ after: 15 * MINUTE, what: "end of Immediate actions" });
  });

  it("passes over phases and steps that are settled", () => {
    const later = settled(now, ["immediate", "investigation"]);
    expect(due(later, MINUTE)?.after).toBeGreaterThanOrEqual(HOUR);
  });

  it("is the ceiling of an old key that still lives", () => {
    const strategy = { strategy: "replace-first", because: "no outage is bearable" } as const;
    const lost = started({ facts: { evidenceLevel: "lost" }, keys: [key(strategy)] });
    const phases = RUNBOOK.phases.map((phase) => phase.id);
    const waiting = settled(given(lost), phases);
    expect(due(waiting, MINUTE)).toEqual({ after: DAY, what: "ceiling of c1" });
    const cut = waiting.and(on("c1").blocked());
    expect(due(cut, MINUTE)).toBeUndefined();
  });

  it("is nothing after the last phase", () => {
    expect(due(now, 30 * DAY)).toBeUndefined();
  });
});
