// The score of a rehearsal, from its record alone: when each milestone was reached, which waits cost the most, what was missed.
import { checklist, isSettled, liveCredentials } from "../incident/checklist.ts";
import type { IncidentEvent } from "../incident/event.ts";
import { containedAt, restoredAt } from "../incident/status.ts";
import type { CredentialState, IncidentState } from "../incident/state.ts";
import { between, DAY, durationWords, SECOND, toEpoch, type Instant } from "../instant.ts";
import { count } from "./sentence/sentences.ts";
import type { Runbook } from "../runbook/runbook.ts";

/** Facts under which a rehearsal keeps what it was, so that it is scored alike whoever takes it up again. */
export const SCENARIO_FACT = "drillScenario";
export const SEED_FACT = "drillSeed";
/** `person`, or `itself` on virtual time. */
export const PLAYED_FACT = "drillPlayed";

export const MILESTONES = [
  "declared",
  "evidence",
  "cut",
  "dead",
  "created",
  "deployed",
  "in use",
  "told",
] as const;
export type MilestoneId = (typeof MILESTONES)[number];

/** Milliseconds after the declaration (`declared`: after it was noticed); null when it was not reached. Of several keys the last counts. */
export interface Milestone {
  readonly id: MilestoneId;
  readonly after: number | null;
}

/** Time between two milestones that followed each other. */
export interface Wait {
  readonly start: MilestoneId;
  readonly end: MilestoneId;
  readonly ms: number;
  /** What happened meanwhile, in words. */
  readonly meanwhile: string;
}

/** What a rehearsal came to. Instants of the record only, so that the same seed, played by itself, gives the same score. */
export interface Score {
  readonly scenario: string | null;
  readonly seed: number | null;
  readonly strategy: string;
  /** Milliseconds after the declaration; null when it was not reached. */
  readonly containedAfter: number | null;
  readonly restoredAfter: number | null;
  readonly closedAfter: number | null;
  readonly stepsDone: number;
  readonly stepsLeft: number;
  /** Verdict on a suspicion, and when it fell; null where there was none. */
  readonly verdict: { readonly value: string; readonly after: number } | null;
  readonly milestones: readonly Milestone[];
  /** The three longest between the declaration and the last milestone, longest first. */
  readonly waits: readonly Wait[];
  /** What a person would have been late for, or left out. */
  readonly misses: readonly string[];
}

/** Shorter gaps cost nobody anything. */
const SHORTEST_WAIT = 10 * SECOND;
const MOST_WAITS = 3;

function latest(instants: readonly (Instant | null)[]): Instant | null {
  const known = instants.filter((one) => one !== null);
  if (known.length === 0 || known.length < instants.length) return null;
  return known.toSorted((a, b) => toEpoch(b) - toEpoch(a))[0] ?? null;
}

/** When the new key had reached the last place that was not waived. */
function deployedAt({ targets }: CredentialState): Instant | null {
  const places = targets.filter((target) => target.state !== "waived");
  return latest(places.map((place) => place.writtenAt ?? place.at));
}

function reached(
  state: IncidentState,
  events: readonly IncidentEvent[],
): Readonly<Record<MilestoneId, Instant | null>> {
  const keys = liveCredentials(state);
  const evidence = events.find((event) => event.type === "evidence.added");
  const told = state.steps["alert-security-team"];
  return {
    declared: state.declaredAt,
    evidence: evidence?.occurredAt ?? null,
    cut: latest(keys.map((one) => one.old.blockedAt)),
    dead: containedAt(state),
    created: latest(keys.map((one) => one.new.createdAt)),
    deployed: latest(keys.map(deployedAt)),
    "in use": restoredAt(state),
    told: told?.status === "done" ? told.occurredAt : null,
  };
}

const SETTLING = ["step.completed", "step.skipped", "step.waived"];

/** What was done between two instants, both ends excluded. */
function meanwhile(events: readonly IncidentEvent[], from: Instant, to: Instant): string {
  const inside = events.filter(
    (event) => between(from, event.occurredAt) > 0 && between(event.occurredAt, to) > 0,
  );
  const probes = inside.filter((event) => event.type === "key.probed").length;
  const steps = inside.filter((event) => SETTLING.includes(event.type)).length;
  const failed = inside.filter((event) => /\.(failed|unknown|alarmed)$/.test(event.type)).length;
  const words = [
    ...(probes > 0 ? [count(probes, "probe")] : []),
    ...(failed > 0 ? [count(failed, "failure")] : []),
    ...(steps > 0 ? [count(steps, "other step")] : []),
  ];
  return words.length === 0 ? "nothing was done" : words.join(", ");
}

function waitsOf(
  at: Readonly<Record<MilestoneId, Instant | null>>,
  events: readonly IncidentEvent[],
): readonly Wait[] {
  const inOrder = MILESTONES.flatMap((id) => {
    const instant = at[id];
    return instant === null ? [] : [{ id, instant }];
  }).toSorted((a, b) => toEpoch(a.instant) - toEpoch(b.instant));
  return inOrder
    .flatMap((to, index) => {
      const from = inOrder[index - 1];
      if (from === undefined) return [];
      const ms = between(from.instant, to.instant);
      const words = meanwhile(events, from.instant, to.instant);
      return ms < SHORTEST_WAIT ? [] : [{ start: from.id, end: to.id, ms, meanwhile: words }];
    })
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, MOST_WAITS);
}

function misses(runbook: Runbook, state: IncidentState): readonly string[] {
  const items = checklist(runbook, state).filter((item) => item.step.tier === "core");
  const late = runbook.phases.flatMap((phase) => {
    const own = items.filter((item) => item.step.phase === phase.id && item.record !== null);
    const last = own.map((item) => between(state.declaredAt, item.record?.occurredAt ?? ""));
    const over = Math.max(0, ...last) - phase.until;
    return over > 0 ? [`${phase.title}: core steps ${durationWords(over)} late`] : [];
  });
  const open = items
    .filter((item) => !isSettled(item.state))
    .map((item) => `${item.step.id} left ${item.state}`);
  const closed = state.closedAt === null ? 0 : between(state.declaredAt, state.closedAt);
  return [...late, ...open, ...(closed > 7 * DAY ? ["closed after 7 days"] : [])];
}

/** The score of a rehearsal as it stands; one that was left half-way scores what it has. */
export function scoreOf(
  runbook: Runbook,
  state: IncidentState,
  events: readonly IncidentEvent[],
): Score {
  function after(at: Instant | null): number | null {
    return at === null ? null : between(state.declaredAt, at);
  }
  const at = reached(state, events);
  const items = checklist(runbook, state);
  const seed = state.facts[SEED_FACT]?.value;
  const { verdict } = state.facts;
  return {
    scenario: state.facts[SCENARIO_FACT]?.value ?? null,
    seed: seed === undefined ? null : Number(seed),
    strategy: Object.values(state.credentials)[0]?.strategy ?? "none",
    containedAfter: after(at.dead),
    restoredAfter: after(at["in use"]),
    closedAfter: after(state.closedAt),
    stepsDone: items.filter((item) => item.state === "done").length,
    stepsLeft: items.filter((item) => !isSettled(item.state)).length,
    verdict:
      verdict === undefined
        ? null
        : { value: verdict.value, after: between(state.declaredAt, verdict.at) },
    milestones: MILESTONES.map((id) => ({
      id,
      after: id === "declared" ? between(state.detectedAt, state.declaredAt) : after(at[id]),
    })),
    waits: waitsOf(at, events),
    misses: misses(runbook, state),
  };
}
