// What clocks are computed from, where a test has little to say.
import type { ClockInput } from "../../src/core/compliance/clocks.ts";

/** Nothing decided, nothing answered, nothing switched, days of UTC. */
export function clockInput(
  given: Pick<ClockInput, "detectedAt" | "declaredAt" | "now"> & Partial<ClockInput>,
): ClockInput {
  return {
    decisions: {},
    sent: {},
    facts: {},
    moved: {},
    dataRole: null,
    personalData: null,
    answers: { regions: null, kinds: null, we_are: null, contracts: null },
    switched: {},
    zone: "UTC",
    calendars: {},
    ...given,
  };
}
