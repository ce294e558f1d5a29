// Typed events for hand-made incidents, a small runbook, and the state they fold to.
import type { IncidentData, IncidentEvent, IncidentType } from "../../src/core/incident/event.ts";
import { compile, fold, toState } from "../../src/core/incident/fold.ts";
import type { IncidentState } from "../../src/core/incident/state.ts";
import { plus, SECOND, type Instant, type Precision } from "../../src/core/instant.ts";
import type { ReportInput } from "../../src/core/report/input.ts";
import type { Runbook, Step } from "../../src/core/runbook/runbook.ts";

const INCIDENT = "INC-20261123-k7f3";
/** A Monday. */
const DECLARED: Instant = "2026-11-23T02:10:07.000Z";

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
    first: false,
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
  for: null,
  evidenceLevel: null,
  version: 1,
  kind: "incident",
  title: "A compromised API key",
  reviewed: null,
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

/** What a report of these events is made from, a few days later. */
export function inputOf(
  events: readonly IncidentEvent[],
  options: Partial<ReportInput> = {},
): ReportInput {
  return {
    state: stateOf(SMALL_RUNBOOK, events),
    events,
    runbook: SMALL_RUNBOOK,
    now: "2026-11-27T09:00:00.000Z",
    version: "0.1.0",
    clean: (text) => text,
    withNames: false,
    ...options,
  };
}
