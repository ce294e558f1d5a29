// How each event changes a credential's record. Lanes (`old.state`, `new.state`) are the machine's; everything else is kept here.
import { recordLookout } from "../incident/audit-record.ts";
import type { IncidentEvent } from "../incident/event.ts";
import type { CredentialState, ProbeRecord, TargetRecord } from "../incident/state.ts";
import { recordStep } from "../incident/step-record.ts";
import { between, plus, type Instant } from "../instant.ts";
import { newLane, newTarget } from "./blank.ts";

/** Probes kept in the folded state; all of them stay in the journal. */
const PROBES_KEPT = 12;

function probed(state: CredentialState, event: IncidentEvent): CredentialState {
  if (event.type !== "key.probed") return state;
  const { lane, verdict, status } = event.data;
  if (lane === "new") return { ...state, new: { ...state.new, verdict } };
  const probe: ProbeRecord = { verdict, status, at: event.at };
  return {
    ...state,
    old: {
      ...state.old,
      verdict: state.old.state === "dead" && verdict === "DEAD" ? "DEAD" : verdict,
      probes: [...state.old.probes, probe].slice(-PROBES_KEPT),
      lastAliveAt: verdict === "ALIVE" ? event.at : state.old.lastAliveAt,
    },
  };
}

/** What is only rotated is not compromised, and may be put back. */
function burntWith({ strategy, burnt }: CredentialState, old: string): readonly string[] {
  return strategy === "safe-rotation" ? burnt : [...burnt, old];
}

function recordOldLane(state: CredentialState, event: IncidentEvent): CredentialState {
  switch (event.type) {
    case "credential.value-held":
      return {
        ...state,
        old: {
          ...state.old,
          // What was answered to another value says nothing about this one.
          ...(event.data.fingerprint === state.old.fingerprint
            ? {}
            : { verdict: null, probes: [], lastAliveAt: null }),
          fingerprint: event.data.fingerprint,
          last4: event.data.last4,
          sealed: event.data.sealed,
          heldByTarget: event.data.from.startsWith("target "),
        },
        burnt: burntWith(state, event.data.fingerprint),
      };
    case "credential.key-identified":
      return { ...state, old: { ...state.old, keyId: event.data.keyId } };
    case "key.probed":
      return probed(state, event);
    case "key.blocked":
      return {
        ...state,
        old: {
          ...state.old,
          keyId: event.data.keyId ?? state.old.keyId,
          action: event.data.action,
          blockedAt: state.old.blockedAt ?? event.occurredAt,
          blockedBy: state.old.blockedBy ?? event.by,
        },
      };
    case "key.died":
      return {
        ...state,
        old: {
          ...state.old,
          verdict: event.data.proof === "probes" ? "DEAD" : state.old.verdict,
          firstDeadAt: event.data.firstDeadAt,
          proof: event.data.proof,
        },
      };
    case "key.revived":
      return {
        ...state,
        // The cut did not hold: the next one has a time and a name of its own.
        old: {
          ...state.old,
          verdict: state.old.probes.at(-1)?.verdict ?? null,
          firstDeadAt: null,
          proof: null,
          blockedAt: null,
          blockedBy: null,
          action: null,
        },
      };
    default:
      return state;
  }
}

function recordNewLane(state: CredentialState, event: IncidentEvent): CredentialState {
  switch (event.type) {
    case "key.created":
      return {
        ...state,
        new: {
          ...state.new,
          opId: event.data.opId,
          keyId: event.data.keyId,
          name: event.data.name,
          last4: event.data.last4,
          fingerprint: event.data.fingerprint,
          createdAt: event.occurredAt,
          verdict: null,
          inUseAt: null,
        },
      };
    case "key.sealed":
      return {
        ...state,
        new: {
          ...state.new,
          sealed: {
            opId: event.data.opId,
            sha256: event.data.sha256,
            recipients: event.data.recipients,
          },
        },
      };
    case "secret.resealed":
      return state.new.sealed?.opId === event.data.opId
        ? { ...state, new: { ...state.new, sealed: event.data } }
        : state;
    case "key.discarded":
      return {
        ...state,
        new: newLane(),
        burnt:
          state.new.fingerprint === null ? state.burnt : [...state.burnt, state.new.fingerprint],
        targets: state.targets.map((target) => newTarget(target.id, target.definition)),
      };
    case "secret.revealed":
      return {
        ...state,
        reveals: [...state.reveals, { at: event.at, by: event.by, how: event.data.how }],
      };
    default:
      return state;
  }
}

/** What an ended incident held sealed is gone, also when it is opened again. */
function recordDiscarded(state: CredentialState, event: IncidentEvent): CredentialState {
  if (event.type !== "secret.discarded") return state;
  const { ops } = event.data;
  const { old, new: made } = state;
  return {
    ...state,
    old: ops.includes(old.sealed ?? "") ? { ...old, sealed: null } : old,
    new: ops.includes(made.sealed?.opId ?? "") ? { ...made, sealed: null } : made,
  };
}

/** From when a ceiling is moved: a passed one from now on, so that moving it never brings it nearer. */
function laterOf(ceilingAt: Instant | null, at: Instant): Instant {
  return ceilingAt !== null && between(at, ceilingAt) > 0 ? ceilingAt : at;
}

function recordDecision(state: CredentialState, event: IncidentEvent): CredentialState {
  switch (event.type) {
    case "credential.described": {
      const { name, environment, provider } = event.data;
      return { ...state, name, environment, provider };
    }
    case "credential.dropped":
      return { ...state, dropped: event.data.because };
    case "strategy.chosen":
      return {
        ...state,
        strategy: event.data.strategy,
        recommended: event.data.recommended,
        rule: event.data.rule,
        strategyBecause: event.data.because,
        strategyAt: event.occurredAt,
        ceilingAt: event.data.ceilingMs > 0 ? plus(event.occurredAt, event.data.ceilingMs) : null,
        extensions: 0,
      };
    case "outage.accepted":
      return {
        ...state,
        outage: { minutes: event.data.minutes, because: event.data.because, by: event.by },
      };
    case "override.recorded":
      return { ...state, override: { because: event.data.because, by: event.by } };
    case "ceiling.extended":
      return {
        ...state,
        ceilingAt: plus(laterOf(state.ceilingAt, event.at), event.data.byMs),
        extensions: state.extensions + 1,
      };
    default:
      return state;
  }
}

function recordRest(state: CredentialState, event: IncidentEvent): CredentialState {
  switch (event.type) {
    case "usage.captured": {
      const { lastUsedAt, requests, errorRate, evidence } = event.data;
      return { ...state, usage: { at: event.at, lastUsedAt, requests, errorRate, evidence } };
    }
    case "rotation.watched": {
      const { oldLastUsedAt, oldUseKnown, requests, errorRate, problems } = event.data;
      const watch = { at: event.at, oldLastUsedAt, oldUseKnown, requests, errorRate, problems };
      return { ...state, watch };
    }
    case "watch.begun":
    case "watch.observed":
      return { ...state, lookout: recordLookout(state.lookout, event) };
    case "rotation.rollback-begun":
      return { ...state, rollback: { at: event.at, because: event.data.because } };
    case "fact.set": {
      const { name, value, source, grade } = event.data;
      const fact = { value, source, grade, by: event.by, at: event.at, seq: event.seq };
      return { ...state, facts: { ...state.facts, [name]: fact } };
    }
    case "key.alarmed": {
      const alarm = { at: event.at, what: event.data.what, detail: event.data.detail };
      return { ...state, alarms: [...state.alarms, alarm] };
    }
    case "register.updated":
      return { ...state, registerUpdatedAt: event.at };
    default:
      return state;
  }
}

type TargetChange = Partial<TargetRecord> & { readonly state: TargetRecord["state"] };

function targetChange(event: IncidentEvent): TargetChange | undefined {
  switch (event.type) {
    case "target.written":
      return {
        state: "written",
        proof: event.data.readBack ? "read-back" : null,
        detail: event.data.detail,
        writtenAt: event.at,
      };
    case "target.reloaded":
      return { state: "reloaded", detail: event.data.detail };
    case "target.in-use":
      return { state: "in-use", proof: "use", detail: event.data.detail };
    case "target.attested":
      return { state: "attested", proof: "attested", detail: event.data.because };
    case "target.waived":
      return { state: "waived", detail: event.data.because };
    case "target.failed":
      return { state: "failed", detail: event.data.detail };
    case "target.unknown":
      return { state: "unknown", detail: event.data.detail };
    default:
      return undefined;
  }
}

function recordTargets(state: CredentialState, event: IncidentEvent): CredentialState {
  if (event.type === "target.added") {
    if (state.targets.some((target) => target.id === event.data.target)) return state;
    const added = newTarget(event.data.target, event.data.definition);
    return { ...state, targets: [...state.targets, added] };
  }
  const change = targetChange(event);
  if (change === undefined || !("target" in event.data)) return state;
  const { target: id } = event.data;
  return {
    ...state,
    targets: state.targets.map((target) =>
      target.id === id ? { ...target, at: event.at, ...change } : target,
    ),
  };
}

const RECORDERS = [
  recordOldLane,
  recordNewLane,
  recordDecision,
  recordDiscarded,
  recordRest,
  recordTargets,
];

/** The credential's record after an event about it. */
export function recordOnCredential(state: CredentialState, event: IncidentEvent): CredentialState {
  const recorded = RECORDERS.reduce((current, recorder) => recorder(current, event), state);
  const steps = recordStep(recorded.steps, event);
  return steps === recorded.steps ? recorded : { ...recorded, steps };
}
