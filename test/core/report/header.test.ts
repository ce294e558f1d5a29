// What stands over a timeline is told from the events; it must be what they fold to.
import { describe, expect, it } from "vitest";
import { headerOf } from "../../../src/core/report/header.ts";
import type { IncidentState } from "../../../src/core/incident/state.ts";
import {
  plan,
  SMALL_RUNBOOK,
  stateOf,
  toEvents,
  type Planned,
} from "../../support/incident-events.ts";
import { NIGHT } from "../../support/night.ts";

const RESTRICTED: readonly Planned[] = [
  plan(
    0,
    "incident.declared",
    {
      runbook: { id: "compromised-key", version: 1, sha256: "e".repeat(64) },
      drill: true,
      detectedAt: "2026-11-23T02:04:00.000Z",
      summary: "a laptop is gone",
      codename: "sapphire",
      restricted: true,
    },
    { earlier: 3600, precision: "hour" },
  ),
];
const RATED_AGAIN: readonly Planned[] = [
  ...NIGHT,
  plan(6000, "severity.set", { severity: "P3", because: "nothing was read", derived: false }),
];

function shown({ id, drill, severity, declaredAt, head, codename, restricted }: IncidentState) {
  return { id, drill, severity, declaredAt, head, codename, restricted };
}

describe("the header of a timeline", () => {
  it.each([
    ["of a night", NIGHT],
    ["of one event, back-dated and restricted", RESTRICTED],
    ["rated twice", RATED_AGAIN],
  ])("is that of the folded state: %s", (_name, planned) => {
    const events = toEvents(planned);
    const state = stateOf(SMALL_RUNBOOK, events);
    expect(headerOf(events, state.head)).toEqual(shown(state));
  });

  it("is not made up where the declaration is missing", () => {
    expect(() => headerOf(toEvents(NIGHT.slice(1)), { seq: 1, hash: "" })).toThrow(/declared/);
  });
});
