// `status --json`: where an incident stands, computed from its record at a moment. The contract that scripts read.
import { standingOf } from "../credential/replacement.ts";
import { oldVerdict, openAlarms } from "../credential/verdict.ts";
import { plus, toEpoch, type Instant } from "../instant.ts";
import { tellingOf, type StatusTelling } from "../notify/standing.ts";
import type { Via } from "../journal/event.ts";
import type { Phase, Runbook, Step } from "../runbook/runbook.ts";
import {
  checklist,
  isPhaseDone,
  liveCredentials,
  type ChecklistItem,
  type StepState,
} from "./checklist.ts";
import type { Grade } from "./event.ts";
import { kindOf, type Kind } from "./kind.ts";
import { isHarmless, misuseOf, type MisuseRecord } from "./misuse.ts";
import { nextSteps, type NextStep } from "./next.ts";
import type {
  CredentialState,
  IncidentState,
  NewLane,
  OldLane,
  PendingEffect,
  TargetRecord,
} from "./state.ts";

export interface StatusOptions {
  readonly now: Instant;
  /** Whether the process that recorded an intent still runs: then its step is `started`, not `unknown`. */
  readonly isAlive: (via: Via) => boolean;
  /** Kind of a target by id, where the configuration knows it. */
  readonly targetKind: (id: string) => string | null;
  /** Duties to notify that run; none where nobody has decided anything about them. */
  readonly clocks?: readonly StatusClock[];
}

export interface StatusStep extends Pick<Step, "id" | "title" | "kind" | "tier" | "row"> {
  readonly credential: string | null;
  readonly state: StepState;
  readonly blockedBy: readonly string[];
  readonly by: string | null;
  readonly at: Instant | null;
  readonly reason: string | null;
  readonly grade: Grade | null;
}

export interface StatusPhase extends Pick<Phase, "id" | "title"> {
  readonly dueAt: Instant;
  readonly state: "pending" | "active" | "done";
  /** Milliseconds, or null while there is time or when it is done. */
  readonly overdueBy: number | null;
  readonly steps: readonly StatusStep[];
}

export interface StatusTarget extends Pick<TargetRecord, "id" | "state" | "proof" | "detail"> {
  readonly kind: string | null;
}

export interface StatusCredential extends Pick<
  CredentialState,
  "id" | "name" | "environment" | "provider" | "strategy" | "rule" | "ceilingAt" | "alarms"
> {
  readonly old: Pick<
    OldLane,
    | "state"
    | "keyId"
    | "last4"
    | "verdict"
    | "lastAliveAt"
    | "firstDeadAt"
    | "blockedAt"
    | "blockedBy"
    | "action"
  >;
  readonly new: Pick<NewLane, "keyId" | "name" | "last4" | "verdict"> & {
    readonly state: ReturnType<typeof standingOf>;
  };
  readonly targets: readonly StatusTarget[];
  /** As far as logs and people say. */
  readonly misuse: MisuseRecord;
}

/** A notification deadline. */
export interface StatusClock {
  readonly regime: string;
  readonly stage: string;
  /** Null = no fixed date. */
  readonly dueAt: Instant | null;
  readonly state: "running" | "late" | "waiting";
}

/** What `status --json` prints. */
export interface Status extends Pick<
  IncidentState,
  | "state"
  | "drill"
  | "severity"
  | "summary"
  | "declaredAt"
  | "detectedAt"
  | "runbook"
  | "phase"
  | "head"
> {
  readonly incident: string;
  readonly kind: Kind;
  readonly now: Instant;
  readonly phases: readonly StatusPhase[];
  readonly next: readonly NextStep[];
  /** What people made of a suspicion; null = nobody has said, or it was none. */
  readonly verdict: { readonly value: string; readonly at: Instant; readonly by: string } | null;
  /** Found harmless, and no key was cut: there is nothing to contain. */
  readonly harmless: boolean;
  readonly contained: { readonly at: Instant | null };
  readonly restored: { readonly at: Instant | null };
  readonly credentials: readonly StatusCredential[];
  readonly clocks: readonly StatusClock[];
  readonly telling: StatusTelling;
  readonly unknown: readonly Pick<
    PendingEffect,
    "opId" | "effect" | "step" | "credential" | "target" | "since" | "by" | "plan"
  >[];
}

function latest(instants: readonly (Instant | null)[]): Instant | null {
  if (instants.length === 0 || instants.includes(null)) return null;
  return (
    instants
      .filter((one) => one !== null)
      .sort((a, b) => toEpoch(a) - toEpoch(b))
      .at(-1) ?? null
  );
}

/** When the last old key was dead (since the first dead answer of its passing run); null while one is not. */
export function containedAt(state: IncidentState): Instant | null {
  return latest(
    liveCredentials(state).map((one) => (one.old.state === "dead" ? one.old.firstDeadAt : null)),
  );
}

/** When the last replacement was in use everywhere; null while one is not. */
export function restoredAt(state: IncidentState): Instant | null {
  return latest(
    liveCredentials(state).map((one) => (one.new.state === "in-use" ? one.new.inUseAt : null)),
  );
}

function stepLine(item: ChecklistItem, running: readonly PendingEffect[]): StatusStep {
  const { step, credential, record } = item;
  const isRunning = running.some(
    (effect) => effect.step === step.id && effect.credential === (credential?.id ?? null),
  );
  return {
    id: step.id,
    credential: credential?.id ?? null,
    title: step.title,
    kind: step.kind,
    tier: step.tier,
    row: step.row,
    state: item.state === "unknown" && isRunning ? "started" : item.state,
    blockedBy: item.blockedBy,
    by: record?.by ?? null,
    at: record?.at ?? null,
    reason: record?.reason ?? null,
    grade: record?.grade ?? null,
  };
}

function phaseLines(
  runbook: Runbook,
  state: IncidentState,
  now: Instant,
  running: readonly PendingEffect[],
): readonly StatusPhase[] {
  const items = checklist(runbook, state);
  return runbook.phases.map((phase) => {
    const dueAt = plus(state.declaredAt, phase.until);
    const done = isPhaseDone(runbook, state, phase.id);
    const over = toEpoch(state.closedAt ?? now) - toEpoch(dueAt);
    const own = items.filter((item) => item.step.phase === phase.id);
    const touched = own.some((item) => item.record !== null);
    const active = phase.id === state.phase || touched;
    return {
      id: phase.id,
      title: phase.title,
      dueAt,
      state: done ? "done" : active ? "active" : "pending",
      overdueBy: !done && over > 0 ? over : null,
      steps: own.map((item) => stepLine(item, running)),
    };
  });
}

function credentialLine(
  state: IncidentState,
  credential: CredentialState,
  options: StatusOptions,
): StatusCredential {
  const { old, new: replacement } = credential;
  return {
    id: credential.id,
    name: credential.name,
    environment: credential.environment,
    provider: credential.provider,
    strategy: credential.strategy,
    rule: credential.rule,
    ceilingAt: credential.ceilingAt,
    old: {
      state: old.state,
      keyId: old.keyId,
      last4: old.last4,
      verdict: oldVerdict(credential),
      lastAliveAt: old.lastAliveAt,
      firstDeadAt: old.firstDeadAt,
      blockedAt: old.blockedAt,
      blockedBy: old.blockedBy,
      action: old.action,
    },
    new: {
      state: standingOf(replacement),
      keyId: replacement.keyId,
      name: replacement.name,
      last4: replacement.last4,
      verdict: replacement.verdict,
    },
    targets: credential.targets.map((target) => ({
      id: target.id,
      kind: target.definition?.kind ?? options.targetKind(target.id),
      state: target.state,
      proof: target.proof,
      detail: target.detail,
    })),
    alarms: openAlarms(credential),
    misuse: misuseOf(state, credential.id),
  };
}

function verdictNow({ decisions }: IncidentState): Status["verdict"] {
  const said = decisions.findLast(({ kind }) => kind === "verdict");
  return said === undefined ? null : { value: said.value, at: said.at, by: said.by };
}

/** The status document. Pure: the same record at the same moment gives the same document. */
export function statusOf(runbook: Runbook, state: IncidentState, options: StatusOptions): Status {
  const { now } = options;
  const running = state.pending.filter(
    (effect) => effect.state === "intended" && options.isAlive(effect.via),
  );
  return {
    incident: state.id,
    kind: kindOf(state.id),
    state: state.state,
    drill: state.drill,
    severity: state.severity,
    summary: state.summary,
    declaredAt: state.declaredAt,
    detectedAt: state.detectedAt,
    now,
    runbook: state.runbook,
    phase: state.phase,
    phases: phaseLines(runbook, state, now, running),
    next: nextSteps(runbook, state, now),
    verdict: verdictNow(state),
    harmless: isHarmless(state),
    contained: { at: containedAt(state) },
    restored: { at: restoredAt(state) },
    credentials: liveCredentials(state).map((one) => credentialLine(state, one, options)),
    clocks: options.clocks ?? [],
    telling: tellingOf(state, now),
    unknown: state.pending
      .filter((effect) => !running.includes(effect))
      .map(({ opId, effect, step, credential, target, since, by, plan }) => ({
        opId,
        effect,
        step,
        credential,
        target,
        since,
        by,
        plan,
      })),
    head: state.head,
  };
}
