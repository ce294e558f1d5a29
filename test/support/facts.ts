// The facts of the tests' incidents, short.
import type { IncidentData, IncidentFact, IncidentType } from "../../src/core/incident/event.ts";
import { SECOND, type Instant } from "../../src/core/instant.ts";

/** When every incident of these tests is declared. */
export const DECLARED: Instant = "2026-11-23T02:10:00.000Z";

/** A fact of any type. */
export function fact<Type extends IncidentType>(type: Type, data: IncidentData[Type]) {
  return { type, data } as IncidentFact;
}

/** A step completed, as the journal holds it. */
export function done(step: string, credential: string | null = null): IncidentFact {
  return fact("step.completed", {
    step,
    credential,
    grade: "E1",
    note: null,
    because: null,
    evidence: [],
  });
}

/** The facts that a credential's automations record, short. */
export function on(credential: string) {
  const op = `op-new-${credential}`;
  return {
    captured: done("capture-minimum-evidence", credential),
    created: fact("key.created", {
      credential,
      opId: op,
      keyId: `k-new-${credential}`,
      name: `production-web-app-ir-k7f3-${credential}`,
      last4: "n3w1",
      fingerprint: `new-${credential}`,
    }),
    sealed: fact("key.sealed", { credential, opId: op, sha256: "d".repeat(64), recipients: ["r"] }),
    discarded: fact("key.discarded", { credential, opId: op, keyId: null, because: "lost" }),
    written: (target: string) =>
      fact("target.written", { credential, target, readBack: true, detail: "", version: null }),
    inUse: (target: string) => fact("target.in-use", { credential, target, detail: "" }),
    waived: (target: string) => fact("target.waived", { credential, target, because: "gone" }),
    attested: (target: string) => fact("target.attested", { credential, target, because: "saw" }),
    failed: (target: string) => fact("target.failed", { credential, target, detail: "down" }),
    probed: (lane: "old" | "new", verdict: "ALIVE" | "DEAD" | "UNVERIFIABLE") =>
      fact("key.probed", { credential, lane, verdict, status: null, detail: "" }),
    blocked: (action: "disable" | "delete" = "delete") =>
      fact("key.blocked", { credential, action, keyId: "k-old", settledBy: "answer" }),
    died: fact("key.died", { credential, firstDeadAt: DECLARED, proof: "probes", answers: 3 }),
    revived: fact("key.revived", { credential, detail: "accepted again" }),
    outage: fact("outage.accepted", { credential, minutes: 17, because: "public key" }),
    override: fact("override.recorded", { credential, allows: "delete-old", because: "must" }),
    strategy: (strategy: "contain-first" | "replace-first") =>
      fact("strategy.chosen", {
        credential,
        strategy,
        recommended: strategy,
        rule: "D5",
        because: "test",
        ceilingMs: strategy === "contain-first" ? 0 : 15 * 60 * SECOND,
      }),
  };
}
