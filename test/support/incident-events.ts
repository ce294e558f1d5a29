// Typed events of a hand-made incident, and the state they fold to: what the report's tests are made of.
import type { IncidentData, IncidentEvent, IncidentType } from "../../src/core/incident/event.ts";
import { compile, fold, toState } from "../../src/core/incident/fold.ts";
import type { IncidentState } from "../../src/core/incident/state.ts";
import { plus, SECOND, type Instant, type Precision } from "../../src/core/instant.ts";
import type { Runbook, Step } from "../../src/core/runbook/runbook.ts";

export const INCIDENT = "INC-20261123-k7f3";
/** A Monday. */
export const DECLARED: Instant = "2026-11-23T02:10:07.000Z";

/** An event of any type; `after` is seconds since the declaration. */
export interface Planned {
  readonly type: IncidentType;
  readonly data: IncidentData[IncidentType];
  readonly after: number;
  readonly by: string;
  readonly earlier: number;
  readonly precision: Precision;
}

/** Plan one event `after` seconds from the declaration; `earlier` = seconds by which it happened before it was recorded. */
export function plan<Type extends IncidentType>(
  after: number,
  type: Type,
  data: IncidentData[Type],
  options: { by?: string; earlier?: number; precision?: Precision } = {},
): Planned {
  return {
    type,
    data,
    after,
    by: options.by ?? "dana",
    earlier: options.earlier ?? 0,
    precision: options.precision ?? "second",
  };
}

/** Numbered events of one journal. */
export function toEvents(planned: readonly Planned[]): IncidentEvent[] {
  return planned.map((one, index) => {
    const at = plus(DECLARED, one.after * SECOND);
    return {
      v: 1,
      stream: INCIDENT,
      seq: index + 1,
      prev: index === 0 ? null : String(index).padStart(64, "0"),
      id: `00000000-0000-4000-8000-${String(index + 1).padStart(12, "0")}`,
      type: one.type,
      at,
      occurredAt: plus(at, -one.earlier * SECOND),
      precision: one.precision,
      by: one.by,
      via: {
        host: "laptop",
        pid: 100,
        started: "1",
        terminal: null,
        osUser: "dana",
        version: "0.1.0",
      },
      op: `op-${String(index + 1)}`,
      data: one.data,
    } as IncidentEvent;
  });
}

/** The state that the events fold to. */
export function stateOf(runbook: Runbook, events: readonly IncidentEvent[]): IncidentState {
  const head = { seq: events.length, hash: "b71e0a3c".repeat(8) };
  return toState(fold(compile(runbook), events, head));
}

function step(id: string, options: Partial<Step>): Step {
  return {
    id,
    title: id,
    phase: "immediate",
    row: "cut",
    scope: "credential",
    tier: "core",
    kind: "manual",
    role: "any",
    needs: [],
    when: null,
    guard: null,
    effect: null,
    decides: null,
    budget: null,
    repeat: null,
    inputs: [],
    selfCompleting: false,
    evidence: [],
    verify: "",
    postmortem: [],
    ...options,
  };
}

const MIN = 60_000;

/** A runbook with a few steps of each phase. */
export const SMALL_RUNBOOK: Runbook = {
  id: "compromised-key",
  version: 1,
  title: "A compromised API key",
  phases: [
    { id: "immediate", title: "Immediate actions", from: 0, until: 15 * MIN },
    { id: "investigation", title: "Investigation", from: 15 * MIN, until: 60 * MIN },
    { id: "post-incident", title: "Post-incident", from: 24 * 60 * MIN, until: 7 * 24 * 60 * MIN },
  ],
  rows: [{ id: "cut", title: "Cut" }],
  facts: {},
  steps: [
    step("block-compromised-key", { title: "Disable or delete the compromised key" }),
    step("verify-key-rejected", {
      title: "Prove the old key is rejected",
      tier: "support",
      kind: "verification",
    }),
    step("create-replacement-key", { title: "Create the replacement key" }),
    step("deploy-replacement-key", { title: "Deploy the new key to every consumer" }),
    step("alert-security-team", { title: "Alert the security team", scope: "incident" }),
    step("preserve-logs", {
      title: "Stop log rotation and copy logs",
      scope: "incident",
      tier: "support",
    }),
    step("review-audit-logs", {
      title: "Review logs for unauthorised access",
      scope: "incident",
      phase: "investigation",
    }),
    step("notify-provider", {
      title: "Tell the key's provider",
      scope: "incident",
      phase: "investigation",
      tier: "support",
    }),
    step("train-team", {
      title: "Train the team on the lessons",
      scope: "incident",
      phase: "post-incident",
    }),
  ],
  help: {},
};

const ref = { credential: "c1" };
const OLD_OP = "11111111-1111-4111-8111-111111111111";
const NEW_OP = "22222222-2222-4222-8222-222222222222";
const USAGE = "a".repeat(64);

/** A production key on a public page, contained and replaced by two people within nine minutes. */
export const NIGHT: readonly Planned[] = [
  plan(0, "incident.declared", {
    runbook: { id: "compromised-key", version: 1, sha256: "e".repeat(64) },
    drill: false,
    detectedAt: "2026-11-23T02:04:00.000Z",
    summary: "production API key posted on a public page",
    codename: null,
    restricted: false,
  }),
  plan(4, "credential.added", {
    ...ref,
    name: "production-web-app",
    environment: "production",
    provider: "claro",
    keyId: null,
    last4: "c123",
    prefix: "sk_live_",
    fingerprint: "f0f0f0f0f0f0f0f0",
    sealed: OLD_OP,
    targets: [],
  }),
  plan(5, "fact.set", {
    name: "evidenceLevel",
    value: "public-exposure",
    credential: null,
    source: "answer at start",
    grade: "E3",
  }),
  plan(6, "fact.set", {
    name: "exposedFrom",
    value: "2026-11-22T21:40:00.000Z",
    credential: null,
    source: "edit history of the page",
    grade: "E2",
  }),
  plan(8, "severity.set", {
    severity: "P1",
    because: "public key, production, misuse not excluded",
    derived: true,
  }),
  plan(12, "strategy.chosen", {
    ...ref,
    strategy: "contain-first",
    recommended: "contain-first",
    rule: "D5",
    because: "the key is public and harvesting bots act within minutes",
    ceilingMs: 0,
  }),
  plan(14, "outage.accepted", {
    ...ref,
    minutes: 10,
    because: "the web app may fail about ten minutes at night",
  }),
  plan(16, "roles.assigned", { roles: { ic: "dana", "key-admin": "dana" } }),
  plan(40, "target.added", {
    ...ref,
    target: "web-env",
    definition: {
      id: "web-env",
      kind: "dotenv",
      options: { path: "app/.env", variable: "BAYT_API_KEY" },
    },
  }),
  plan(60, "usage.captured", {
    ...ref,
    lastUsedAt: "2026-11-23T02:09:58.000Z",
    requests: null,
    errorRate: null,
    source: "dashboard",
    evidence: USAGE,
  }),
  plan(61, "evidence.added", {
    sha256: USAGE,
    name: "usage.json",
    size: 412,
    file: `evidence/${USAGE}.json`,
    step: null,
    credential: "c1",
  }),
  plan(95, "key.probed", { ...ref, lane: "old", verdict: "ALIVE", status: 200, detail: "" }),
  plan(120, "effect.intended", {
    step: "block-compromised-key",
    ...ref,
    effect: "block-key",
    opId: "33333333-3333-4333-8333-333333333333",
    target: null,
    plan: "delete the key ending …c123 in the dashboard",
    keyName: "production-web-app",
    keyId: null,
  }),
  plan(127, "effect.succeeded", {
    step: "block-compromised-key",
    ...ref,
    effect: "block-key",
    opId: "33333333-3333-4333-8333-333333333333",
    target: null,
    detail: "deleted in the dashboard",
    settledBy: "operator",
  }),
  plan(127, "key.blocked", { ...ref, action: "delete", keyId: null, settledBy: "operator" }),
  plan(127, "step.completed", {
    step: "block-compromised-key",
    ...ref,
    grade: "E3",
    note: null,
    because: null,
    evidence: [],
  }),
  plan(133, "key.probed", { ...ref, lane: "old", verdict: "DEAD", status: 401, detail: "" }),
  plan(164, "key.probed", { ...ref, lane: "old", verdict: "DEAD", status: 401, detail: "" }),
  plan(195, "key.probed", { ...ref, lane: "old", verdict: "DEAD", status: 401, detail: "" }),
  plan(195, "key.died", {
    ...ref,
    firstDeadAt: "2026-11-23T02:12:20.000Z",
    proof: "probes",
    answers: 3,
  }),
  plan(195, "step.completed", {
    step: "verify-key-rejected",
    ...ref,
    grade: "E1",
    note: null,
    because: null,
    evidence: [],
  }),
  plan(213, "key.created", {
    ...ref,
    opId: NEW_OP,
    keyId: "key_9",
    name: "production-web-app-ir-k7f3-4e2a",
    last4: "9xQe",
    fingerprint: "0f0f0f0f0f0f0f0f",
  }),
  plan(214, "key.sealed", {
    ...ref,
    opId: NEW_OP,
    sha256: "b".repeat(64),
    recipients: ["age1dana", "age1sam"],
  }),
  plan(215, "key.probed", { ...ref, lane: "new", verdict: "ALIVE", status: 200, detail: "" }),
  plan(215, "step.completed", {
    step: "create-replacement-key",
    ...ref,
    grade: "E1",
    note: null,
    because: null,
    evidence: [],
  }),
  plan(290, "operator.joined", { operator: "sam", recipient: "age1sam" }, { by: "sam" }),
  plan(
    320,
    "target.written",
    { ...ref, target: "web-env", readBack: true, detail: "app/.env BAYT_API_KEY", version: null },
    { by: "sam" },
  ),
  plan(
    470,
    "target.reloaded",
    { ...ref, target: "web-env", detail: "docker compose up -d app" },
    { by: "sam" },
  ),
  plan(
    500,
    "target.in-use",
    { ...ref, target: "web-env", detail: "the app reports …9xQe" },
    { by: "sam" },
  ),
  plan(
    501,
    "step.completed",
    {
      step: "deploy-replacement-key",
      ...ref,
      grade: "E1",
      note: null,
      because: null,
      evidence: [],
    },
    { by: "sam" },
  ),
  plan(
    660,
    "step.completed",
    {
      step: "alert-security-team",
      credential: null,
      grade: "E2",
      note: "called the duty phone",
      because: null,
      evidence: [],
    },
    { by: "sam" },
  ),
  plan(
    1320,
    "note.added",
    { text: "page taken down by its host", credential: null },
    { by: "sam", earlier: 720, precision: "minute" },
  ),
  plan(1400, "step.skipped", {
    step: "preserve-logs",
    credential: null,
    because: "logs are kept 90 days by the platform",
  }),
  plan(
    5000,
    "step.completed",
    {
      step: "review-audit-logs",
      credential: null,
      grade: "E1",
      note: "two requests from an unknown address, both refused",
      because: null,
      evidence: [],
    },
    { by: "sam" },
  ),
  plan(5100, "decision.recorded", {
    kind: "personal-data",
    value: "no",
    because: "the key reads prompts only and nothing was read",
    credential: null,
  }),
  plan(5200, "register.updated", {
    ...ref,
    entry: "production-web-app-ir-k7f3-4e2a",
    nextDueAt: "2027-02-21T02:18:00.000Z",
  }),
];
