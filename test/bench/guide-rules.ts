// The four rules of Claro's incident guide and nothing else: what the audit is compared with.
import type { AccessEvent } from "../../src/core/audit/access-event.ts";
import { DAY } from "../../src/core/instant.ts";
import type { Scenario } from "../support/traffic/scenario.ts";

function perDay(events: readonly AccessEvent[]): readonly number[] {
  return [...Map.groupBy(events, ({ at }) => Math.floor(at / DAY)).values()].map(
    (day) => day.length,
  );
}

/** Which of the four fire: requests of a day above twice the average, errors above 5 %, a country not seen before, a key that was not used for 30 days. */
export function guideRules({ baseline, window }: Scenario): readonly string[] {
  const days = perDay(baseline);
  const average = days.reduce((sum, day) => sum + day, 0) / Math.max(1, days.length);
  const errors = window.filter(({ outcome }) => outcome !== "success").length;
  const countries = new Set(baseline.map(({ country }) => country));
  return [
    ...(average > 0 && perDay(window).some((day) => day > 2 * average) ? ["spike"] : []),
    ...(errors > 0.05 * window.length ? ["errors"] : []),
    ...(baseline.length > 0 && window.some(({ country }) => !countries.has(country))
      ? ["location"]
      : []),
    ...(baseline.length === 0 && window.length > 0 ? ["inactive"] : []),
  ];
}
