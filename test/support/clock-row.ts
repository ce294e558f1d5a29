// A clock as it is computed, where a test has little to say.
import type { ClockRow } from "../../src/core/compliance/clocks.ts";

/** The authority's notice of the GDPR: running for three days from a Monday evening. */
export function clockRow(more: Partial<ClockRow> = {}): ClockRow {
  return {
    regime: "eu-gdpr",
    stage: "authority",
    name: "GDPR",
    to: "the authority",
    state: "running",
    dueAt: "2026-11-26T18:59:00.000Z",
    provisionalDueAt: null,
    zone: null,
    startedAt: "2026-11-23T18:59:00.000Z",
    startsWith: "aware_personal_data_at",
    startMoved: null,
    sentAt: null,
    warn: null,
    rule: null,
    warning: null,
    reason: "decided: yes",
    asksCounsel: false,
    isAssumed: false,
    isMatched: false,
    isNotice: true,
    ...more,
  };
}
