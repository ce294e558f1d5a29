// How step events change the record of a step; the same for both scopes.
import type { IncidentEvent } from "./event.ts";
import type { StepRecord, StepRecords } from "./state.ts";

function record(
  event: IncidentEvent,
  status: StepRecord["status"],
  more: Partial<StepRecord>,
): StepRecord {
  return {
    status,
    by: event.by,
    at: event.at,
    occurredAt: event.occurredAt,
    reason: null,
    grade: null,
    evidence: [],
    via: null,
    seq: event.seq,
    ...more,
  };
}

/** Step records after an event; the same object when the event is not about a step. */
export function recordStep(records: StepRecords, event: IncidentEvent): StepRecords {
  switch (event.type) {
    case "step.started":
      return { ...records, [event.data.step]: record(event, "started", { via: event.via }) };
    case "step.completed":
      return {
        ...records,
        [event.data.step]: record(event, "done", {
          reason: event.data.because,
          grade: event.data.grade,
          evidence: event.data.evidence,
        }),
      };
    case "step.skipped":
    case "step.waived":
    case "step.failed":
      return {
        ...records,
        [event.data.step]: record(event, event.type.slice("step.".length) as "skipped", {
          reason: event.data.because,
        }),
      };
    case "effect.failed": {
      // The act did not happen: the step says so until it is tried again. A claim or a completion stays.
      const { step, detail, settledBy } = event.data;
      const before = records[step]?.status ?? "failed";
      if (settledBy !== "answer" || before !== "failed") return records;
      return { ...records, [step]: record(event, "failed", { reason: detail }) };
    }
    case "step.reopened":
      return {
        ...records,
        [event.data.step]: record(event, "reopened", { reason: event.data.because }),
      };
    default:
      return records;
  }
}
