// A suspicion that turned out to be nothing: no report reads as if a cut was missing.
import { expect, it } from "vitest";
import type { ReportInput } from "../../../src/core/report/input.ts";
import { renderPostMortem } from "../../../src/core/report/post-mortem.ts";
import { responsePicture } from "../../../src/core/report/response-picture.ts";
import { plan, SMALL_RUNBOOK, stateOf, toEvents } from "../../support/incident-events.ts";
import { NIGHT } from "../../support/night.ts";

/** Declared, a key added, and what somebody says of it. */
function judged(verdict: string): ReportInput {
  const events = toEvents([
    ...NIGHT.slice(0, 2),
    plan(78, "decision.recorded", {
      kind: "verdict",
      value: verdict,
      because: "our load test",
      credential: null,
    }),
    plan(78, "fact.set", {
      name: "verdict",
      value: verdict,
      credential: null,
      source: "decision",
      grade: "E3",
    }),
  ]);
  return {
    state: stateOf(SMALL_RUNBOOK, events),
    events,
    runbook: SMALL_RUNBOOK,
    now: "2026-11-23T09:00:00.000Z",
    version: "0.1.0",
    clean: (text) => text,
    withNames: false,
  };
}

const SAID = "judged harmless 2026-11-23 02:11:25: nothing was cut, the key stays";

it("says that nothing was cut, and since when, instead of what is missing", () => {
  const document = renderPostMortem(judged("benign"));
  for (const line of [
    `declared 2026-11-23 02:10:07; ${SAID}.`,
    `- c1 production-web-app (claro, production): ${SAID}.`,
    `None: ${SAID}.`,
    `**Containment.** None: ${SAID}.`,
  ])
    expect(document).toContain(line);
  expect(document).not.toMatch(
    /not proved dead|no replacement|Time to contain \| unknown \| 2026-11-23 02:10:07 \| unknown/,
  );
});

it("draws no key as one that still works for others", () => {
  expect(responsePicture(judged("benign"))).not.toContain("old key works");
  expect(responsePicture(judged("unclear"))).toContain("old key works");
});

it("of any other word the cut is missing", () => {
  const document = renderPostMortem(judged("unclear"));
  expect(document).toContain(
    "the old key is **alive**, not proved dead; there is **no replacement** yet",
  );
});
