// How facts of evidence, of audits and of the watch change the record.
import type { LookoutRecord } from "./audit-state.ts";
import type { IncidentEvent } from "./event.ts";
import type { IncidentState } from "./state.ts";

/** Raised again it is the same one, and what was said of it stays. */
function raise(
  state: IncidentState,
  event: Extract<IncidentEvent, { type: "finding.raised" }>,
): IncidentState {
  const known = new Set(state.findings.map((finding) => finding.id));
  const added = event.data.findings
    .filter((finding) => !known.has(finding.id))
    .map((finding) => ({ ...finding, raisedAt: event.at, judged: null }));
  return { ...state, findings: [...state.findings, ...added] };
}

/** The incident's record after an event about evidence or findings; the same object for any other. */
export function recordAudit(state: IncidentState, event: IncidentEvent): IncidentState {
  switch (event.type) {
    case "evidence.added": {
      const evidence = { ...event.data, by: event.by, at: event.at };
      return { ...state, evidence: [...state.evidence, evidence] };
    }
    case "audit.completed":
      return { ...state, audit: { ...event.data, by: event.by, at: event.at } };
    case "finding.raised":
      return raise(state, event);
    case "finding.judged": {
      const { finding: id, verdict, because } = event.data;
      const judged = { verdict, because, by: event.by, at: event.at };
      const findings = state.findings.map((one) => (one.id === id ? { ...one, judged } : one));
      return { ...state, findings };
    }
    default:
      return state;
  }
}

/** The watch of a key after an event; the same object for any other. */
export function recordLookout(
  lookout: LookoutRecord | null,
  event: IncidentEvent,
): LookoutRecord | null {
  switch (event.type) {
    case "watch.begun":
      return { until: event.data.until, last: lookout?.last ?? null };
    case "watch.observed":
      return { until: lookout?.until ?? null, last: { ...event.data, at: event.at } };
    default:
      return lookout;
  }
}
