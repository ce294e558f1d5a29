// A credential, its new lane and its places as they are at the beginning.
import type { IncidentData } from "../incident/event.ts";
import type { CredentialState, TargetRecord } from "../incident/state.ts";
import type { Instant } from "../instant.ts";

/** A credential as it is when it has just been added. */
export function newCredential(
  data: IncidentData["credential.added"],
  addedAt: Instant,
): CredentialState {
  return {
    id: data.credential,
    name: data.name,
    environment: data.environment,
    provider: data.provider,
    addedAt,
    dropped: null,
    old: {
      state: "alive",
      keyId: data.keyId,
      last4: data.last4,
      prefix: data.prefix,
      fingerprint: data.fingerprint,
      sealed: data.sealed,
      heldByTarget: false,
      verdict: null,
      probes: [],
      lastAliveAt: null,
      firstDeadAt: null,
      blockedAt: null,
      blockedBy: null,
      action: null,
      proof: null,
    },
    new: newLane(),
    strategy: null,
    recommended: null,
    rule: null,
    strategyBecause: null,
    strategyAt: null,
    ceilingAt: null,
    extensions: 0,
    outage: null,
    override: null,
    usage: null,
    watch: null,
    lookout: null,
    rollback: null,
    targets: data.targets.map((id) => newTarget(id, null)),
    facts: {},
    steps: {},
    burnt: data.fingerprint === null ? [] : [data.fingerprint],
    alarms: [],
    reveals: [],
    registerUpdatedAt: null,
  };
}

/** The key of a rotation: it follows its own order, and its old value is not compromised. */
export function rotatingCredential(
  data: IncidentData["credential.added"],
  addedAt: Instant,
): CredentialState {
  return { ...newCredential(data, addedAt), strategy: "safe-rotation", burnt: [] };
}

/** A place that nothing has been done to yet. */
export function newTarget(id: string, definition: TargetRecord["definition"]): TargetRecord {
  return {
    id,
    definition,
    state: "pending",
    proof: null,
    detail: null,
    at: null,
    writtenAt: null,
  };
}

/** The new lane before there is a replacement. */
export function newLane(): CredentialState["new"] {
  return {
    state: "none",
    opId: null,
    keyId: null,
    name: null,
    last4: null,
    fingerprint: null,
    sealed: null,
    verdict: null,
    createdAt: null,
    inUseAt: null,
  };
}
