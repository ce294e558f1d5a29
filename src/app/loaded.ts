// An incident as a process has it in memory, the world that decisions are made in, and facts as the events they become.
import { toInstant, type Instant, type Precision } from "../core/instant.ts";
import type { World } from "../core/incident/decide/world.ts";
import type { IncidentDraft, IncidentEvent, IncidentFact } from "../core/incident/event.ts";
import { timeIn } from "../core/incident/rehearsed-time.ts";
import { toState, type Compiled, type Folded } from "../core/incident/fold.ts";
import type { IncidentState } from "../core/incident/state.ts";
import type { Head } from "../core/journal/event.ts";
import type { App } from "./context.ts";

/** An incident as this process last saw it. */
export interface Loaded {
  readonly compiled: Compiled;
  readonly folded: Folded;
  readonly events: readonly IncidentEvent[];
}

/** What a command recorded. */
export interface Change {
  readonly events: readonly IncidentEvent[];
  readonly state: IncidentState;
  readonly head: Head;
}

/** When it happened, where a person says it was earlier than now. */
export interface Occurred {
  readonly at: Instant;
  readonly precision: Precision;
}

/** What time it is in this incident. */
function nowIn(app: App, { events }: Loaded): Instant {
  const [first] = events;
  const isDrill = first?.type === "incident.declared" && first.data.drill;
  return timeIn(isDrill, events.at(-1)?.at, toInstant(app.clock.now()));
}

/** The world that decisions are made in. */
export function worldOf(app: App, loaded: Loaded): World {
  const { seq } = loaded.folded.head;
  const stream = loaded.events[0]?.stream ?? "";
  const now = nowIn(app, loaded);
  return {
    suppose: (fact) => drafting(app, stream, now, () => undefined).suppose(fact, seq + 1),
    compiled: loaded.compiled,
    folded: loaded.folded,
    state: toState(loaded.folded),
    now,
    actor: app.actor,
  };
}

/** A fact as the event to record, now and by this command. */
function draft(
  app: App,
  at: Instant,
  fact: IncidentFact,
  occurred: Occurred | undefined,
): IncidentDraft {
  return {
    id: app.random.uuid(),
    ...fact,
    at,
    occurredAt: occurred?.at ?? at,
    precision: occurred?.precision ?? "second",
    by: app.actor.id,
    via: app.processes.self,
    op: app.op,
  };
}

/** What the cascade looks ahead with is what will be recorded: every fact that is supposed is drafted, once, in turn. */
export function drafting(
  app: App,
  stream: string,
  at: Instant,
  occurred: (fact: IncidentFact) => Occurred | undefined,
): {
  readonly drafts: readonly IncidentDraft[];
  suppose(fact: IncidentFact, seq: number): IncidentEvent;
} {
  const drafts: IncidentDraft[] = [];
  function suppose(fact: IncidentFact, seq: number): IncidentEvent {
    const drafted = draft(app, at, fact, occurred(fact));
    drafts.push(drafted);
    return { ...drafted, v: 1, stream, seq, prev: null };
  }
  return { drafts, suppose };
}

/** Each draft with how many of its batch follow it, so that a batch that was cut can be told from a whole one. */
export function asBatch(drafts: readonly IncidentDraft[]): readonly IncidentDraft[] {
  return drafts.map((one, index) => {
    const left = drafts.length - 1 - index;
    return left === 0 ? one : { ...one, left };
  });
}
