// Rows of the board: in which order a row of the whole incident is gone through, and what it says of its length.
import { expect, it } from "vitest";
import { leadStep } from "../../../src/core/session/open-items.ts";
import { sessionRows } from "../../../src/core/session/rows.ts";
import { DAY, MINUTE, plus } from "../../../src/core/instant.ts";
import { DECLARED, done, given, on, RUNBOOK, started, type Given } from "../../support/given.ts";

const NOTHING_RUNS = { running: new Set<string>(), credential: null };

/** Step after step of the last row, each done as soon as it is offered; what stays open after a day is left. */
function wayThrough(start: Given, after: number): readonly string[] {
  const steps: string[] = [];
  const now = plus(DECLARED, after);
  for (let here = start; steps.length < RUNBOOK.steps.length;) {
    const lead = leadStep(RUNBOOK, here.state, now, NOTHING_RUNS, "later");
    if (lead === undefined || lead.state === "locked") return steps;
    steps.push(lead.step.id);
    here = here.and(done(lead.step.id, lead.credential?.id ?? null));
  }
  return steps;
}

const REPLACED = given(started()).and(
  done("preserve-logs"),
  done("alert-security-team"),
  on("c1").captured,
  on("c1").blocked(),
  on("c1").died,
  done("block-compromised-key", "c1"),
  done("verify-key-rejected", "c1"),
);

it("what was done comes before whom to tell, repair before learning, the end last", () => {
  const way = wayThrough(REPLACED, 2 * DAY);
  const wanted = [
    "review-audit-logs",
    "attribute-activity",
    "establish-window",
    "check-persistence",
    "identify-data-accessed",
    "assess-personal-data",
    "rotate-related",
    "schedule-review",
    "conduct-postmortem",
    "assign-actions",
    "close-incident",
  ];
  expect(way.filter((id) => wanted.includes(id))).toEqual(wanted);
  expect(way.at(-1)).toBe("close-incident");
});

it("a row of weeks names no hours of work", () => {
  const { rows } = sessionRows(RUNBOOK, REPLACED.state, plus(DECLARED, MINUTE), NOTHING_RUNS);
  expect(rows.find(({ id }) => id === "later")?.minutes).toBeNull();
});
