// How each event changes the incident's own record. Which phase it is in follows from the checklist, not from here.
import { recordAudit } from "./audit-record.ts";
import type { IncidentData, IncidentEvent } from "./event.ts";
import type { IncidentState, PendingEffect } from "./state.ts";
import { recordNotice } from "../notify/outbox.ts";
import { recordStep } from "./step-record.ts";

/** An incident as the first event of its journal makes it. */
export function newIncident(
  event: Extract<IncidentEvent, { type: "incident.declared" }>,
  phase: string,
): IncidentState {
  const { runbook, drill, detectedAt, detectedPrecision, summary, codename, restricted } =
    event.data;
  return {
    id: event.stream,
    state: "open",
    drill,
    runbook,
    runbookChanged: false,
    declaredAt: event.occurredAt,
    declaredBy: event.by,
    detectedAt,
    ...(detectedPrecision === undefined ? {} : { detectedPrecision }),
    summary,
    codename,
    restricted,
    severity: null,
    phase,
    roles: {},
    operators: [],
    facts: {},
    steps: {},
    credentials: {},
    pending: [],
    evidence: [],
    findings: [],
    suspects: [],
    audit: null,
    decisions: [],
    notices: [],
    messages: [],
    closedAt: null,
    endedBecause: null,
    head: { seq: 0, hash: "" },
  };
}

function intended(event: IncidentEvent, data: IncidentData["effect.intended"]): PendingEffect {
  const { opId, effect, step, credential, target, plan, keyName, keyId } = data;
  return {
    opId,
    effect,
    step,
    credential,
    target,
    plan,
    keyName,
    keyId,
    since: event.at,
    by: event.by,
    via: event.via,
    state: "intended",
    detail: null,
  };
}

function recordEffect(state: IncidentState, event: IncidentEvent): IncidentState {
  switch (event.type) {
    case "effect.intended":
      return { ...state, pending: [...state.pending, intended(event, event.data)] };
    case "effect.succeeded":
    case "effect.failed": {
      const { opId } = event.data;
      return { ...state, pending: state.pending.filter((effect) => effect.opId !== opId) };
    }
    case "effect.unknown": {
      const { opId, detail } = event.data;
      const pending = state.pending.map((effect) =>
        effect.opId === opId ? { ...effect, state: "unknown" as const, detail } : effect,
      );
      return { ...state, pending };
    }
    default:
      return state;
  }
}

function recordPeople(state: IncidentState, event: IncidentEvent): IncidentState {
  switch (event.type) {
    case "operator.joined": {
      const { operator: id, recipient } = event.data;
      const others = state.operators.filter((operator) => operator.id !== id);
      return { ...state, operators: [...others, { id, recipient }] };
    }
    case "runbook.changed":
      return { ...state, runbook: event.data.runbook, runbookChanged: true };
    case "roles.assigned":
      return { ...state, roles: { ...state.roles, ...event.data.roles } };
    case "severity.set":
      return { ...state, severity: event.data.severity };
    case "fact.set": {
      if (event.data.credential !== null) return state;
      const { name, value, source, grade, because } = event.data;
      const before = state.facts[name];
      const moved =
        because === undefined || before === undefined
          ? before?.value === value
            ? before.moved
            : undefined
          : { before: before.value, beforeSeq: before.seq, because };
      const fact = {
        value,
        source,
        grade,
        by: event.by,
        at: event.at,
        seq: event.seq,
        ...(moved === undefined ? {} : { moved }),
      };
      return { ...state, facts: { ...state.facts, [name]: fact } };
    }
    case "decision.recorded": {
      const { kind, value, because, credential } = event.data;
      const decision = { kind, value, because, by: event.by, at: event.at, credential };
      return { ...state, decisions: [...state.decisions, decision] };
    }
    case "clock.notified": {
      const notice = { ...event.data, at: event.occurredAt, by: event.by };
      return { ...state, notices: [...state.notices, notice] };
    }
    default:
      return state;
  }
}

function recordEnd(state: IncidentState, event: IncidentEvent): IncidentState {
  switch (event.type) {
    case "incident.closed":
    case "incident.stood-down":
      return {
        ...state,
        state: event.type === "incident.closed" ? "closed" : "stood-down",
        closedAt: event.occurredAt,
        endedBecause: event.data.because,
      };
    case "incident.reopened":
      return { ...state, state: "open", closedAt: null, endedBecause: null };
    default:
      return state;
  }
}

/** The incident's record after an event, its credentials aside. */
export function recordOnIncident(state: IncidentState, event: IncidentEvent): IncidentState {
  const done = recordPeople(recordEffect(state, event), event);
  const stands = recordEnd(recordAudit(done, event), event);
  const messages = recordNotice(stands.messages, event);
  const recorded = messages === stands.messages ? stands : { ...stands, messages };
  if (!("step" in event.data) || event.data.credential !== null) return recorded;
  const steps = recordStep(recorded.steps, event);
  return steps === recorded.steps ? recorded : { ...recorded, steps };
}
