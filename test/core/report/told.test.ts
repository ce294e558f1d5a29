// Section 13: which duties ran, whether they were met, who declined one, and in one sentence what a rule says does not apply.
import { expect, it } from "vitest";
import type { ClockRow } from "../../../src/core/compliance/clocks.ts";
import { renderPostMortem } from "../../../src/core/report/post-mortem.ts";
import { clockRow } from "../../support/clock-row.ts";
import { inputOf, plan, toEvents, type Planned } from "../../support/incident-events.ts";
import { NIGHT } from "../../support/night.ts";

function documentOf(clocks: readonly ClockRow[], more: readonly Planned[] = []): string {
  const events = toEvents([...NIGHT, ...more]);
  return renderPostMortem(inputOf(events, { clocks }));
}

/** The line of a table about a notice; undefined where there is none. */
function line(document: string, notice: string): string | undefined {
  return document.split("\n").find((one) => one.startsWith(`| ${notice}:`));
}

it("what a rule rules out is one sentence, and no row", () => {
  const elsewhere = "the people concerned and we are elsewhere";
  const document = documentOf([
    clockRow(),
    clockRow({
      stage: "controller",
      state: "not-applicable",
      reason: "answered: we are the controller",
    }),
    clockRow({ regime: "us-tx", stage: "people", state: "not-applicable", reason: elsewhere }),
    clockRow({ regime: "us-tx", stage: "ag", state: "not-applicable", reason: elsewhere }),
    clockRow({ regime: "jp-appi", stage: "final", state: "not-applicable", reason: elsewhere }),
    clockRow({ regime: "uk-gdpr", state: "declined", reason: "decided: no" }),
  ]);
  expect(document).toContain(
    `By rule these do not apply, nobody decided it: eu-gdpr controller (answered: we are the controller); us-tx, jp-appi (${elsewhere}).`,
  );
  expect(line(document, "us-tx people")).toBeUndefined();
  expect(line(document, "uk-gdpr authority")).toContain("| declined |");
});

it("a date in days is told in UTC and as the authority's clocks show it", () => {
  const due = { dueAt: "2027-02-04T02:59:59.000Z", zone: "America/Sao_Paulo" };
  expect(line(documentOf([clockRow(due)]), "eu-gdpr authority")).toContain(
    "2027-02-04 02:59:59 (2027-02-03 23:59 America/Sao_Paulo)",
  );
});

it("a limit that nobody entered is neither met nor missed", () => {
  const guess = { regime: "contract", stage: "partner", isAssumed: true, rule: "assumed 24 h" };
  const sentAt = "2026-11-24T10:00:00.000Z";
  const told = line(documentOf([clockRow({ ...guess, state: "met", sentAt })]), "contract partner");
  expect(told).toContain("| told |");
  expect(told).toContain("assumed 24 h");
  const late = line(documentOf([clockRow({ ...guess, state: "late" })]), "contract partner");
  expect(late).toContain("past the assumed limit by 14 h 1 min, not sent");
});

it("a start that was moved is told with both events and why, and so is a duty that nobody knows", () => {
  const startMoved = { before: "2026-11-20", beforeSeq: 2, seq: 3, because: "counsel said so" };
  const row = line(documentOf([clockRow({ startMoved, asksCounsel: true })]), "eu-gdpr authority");
  expect(row).toContain("2026-11-23 18:59:00; start moved, #2 \\-&gt; #3: counsel said so");
  expect(row).toContain("ask counsel");
});

it("a fact that took the place of another says why in the timeline", () => {
  const moved = plan(5600, "fact.set", {
    name: "awarePersonalDataAt",
    value: "2026-11-24T10:00:00.000Z",
    credential: null,
    source: "operator",
    grade: "E3",
    because: "the logs came only then",
  });
  expect(documentOf([], [moved])).toContain("the logs came only then");
});
