// Decisions of one process that are made at the same time: each on top of the one before, all of them one append.
import { cascade } from "../core/incident/decide/cascade.ts";
import { reopenedBy } from "../core/incident/decide/finding.ts";
import { isSettled } from "../core/incident/checklist.ts";
import { requireHand, type World } from "../core/incident/decide/world.ts";
import type {
  IncidentData,
  IncidentDraft,
  IncidentEvent,
  IncidentFact,
} from "../core/incident/event.ts";
import type { Folded } from "../core/incident/fold.ts";
import { openFindings } from "../core/incident/misuse.ts";
import { findStep } from "../core/runbook/runbook.ts";
import type { App } from "./context.ts";
import { asBatch, drafting, worldOf, type Change, type Loaded, type Occurred } from "./loaded.ts";

/** A decision that waits for its turn. */
export interface Waiting {
  readonly app: App;
  readonly occurred: Occurred | undefined;
  /** Its events that are on record although the whole is not, because another writer came in between. */
  readonly written: Set<string>;
  /** What is left of it then; undefined = decide anew. */
  left: readonly IncidentFact[] | undefined;
  decide(world: World): readonly IncidentFact[];
  resolve(change: Change): void;
  reject(error: unknown): void;
}

/** A step that somebody else has settled in between is not completed once more, nor the review while their findings wait for a word. */
function mayComplete(
  { state, compiled }: World,
  { step: id, credential }: IncidentData["step.completed"],
): boolean {
  const records = credential === null ? state.steps : state.credentials[credential]?.steps;
  const status = records?.[id]?.status;
  if (status !== undefined && isSettled(status)) return false;
  return (
    findStep(compiled.runbook, id)?.effect !== "review-logs" || openFindings(state).length === 0
  );
}

/** Whether both open the same step again. */
function isSame(a: IncidentFact, b: IncidentFact): boolean {
  return (
    a.type === "step.reopened" &&
    b.type === "step.reopened" &&
    a.data.step === b.data.step &&
    a.data.credential === b.data.credential
  );
}

/** Of what is left what still holds: no finding is raised that is known by now, and no act ends whose outcome somebody else has found out. */
function stillOpen(world: World, left: readonly IncidentFact[]): readonly IncidentFact[] {
  const { findings, pending } = world.state;
  return left.flatMap((fact): readonly IncidentFact[] => {
    switch (fact.type) {
      case "step.completed":
        return mayComplete(world, fact.data) ? [fact] : [];
      case "effect.succeeded":
      case "effect.failed":
      case "effect.unknown": {
        const { opId } = fact.data;
        const isNew = left.some((one) => one.type === "effect.intended" && one.data.opId === opId);
        return isNew || pending.some((one) => one.opId === opId) ? [fact] : [];
      }
      case "finding.raised": {
        const fresh = fact.data.findings.filter(({ id }) => !findings.some((one) => one.id === id));
        if (fresh.length === 0) return [];
        // What another has settled in between rests on them too.
        const again = reopenedBy(world, fresh).filter(
          (one) => !left.some((own) => isSame(own, one)),
        );
        return [{ ...fact, data: { ...fact.data, findings: fresh } }, ...again];
      }
      default:
        return [fact];
    }
  });
}

/** Without what a process that was killed has recorded of this very operation: repeated, it adds the rest. */
function notYet(
  { op, processes: { self } }: App,
  events: readonly IncidentEvent[],
  decided: readonly IncidentFact[],
): readonly IncidentFact[] {
  const before = events
    .filter(
      (one) => one.op === op && (one.via.pid !== self.pid || one.via.started !== self.started),
    )
    .map(({ type, data }) => JSON.stringify([type, data]));
  if (before.length === 0) return decided;
  return decided.filter(({ type, data }) => !before.includes(JSON.stringify([type, data])));
}

/** A decision made, ready to be appended. */
export interface Drafted {
  readonly one: Waiting;
  readonly decided: readonly IncidentFact[];
  readonly drafts: readonly IncidentDraft[];
}

/** One decision on the incident as it stands, and on what those before it in the same turn are about to add. Gives the incident after it, too. */
function decideOne(loaded: Loaded, one: Waiting): { made: Drafted; folded: Folded } {
  const { app, occurred } = one;
  const world = worldOf(app, loaded);
  const decided =
    one.left === undefined
      ? notYet(app, loaded.events, one.decide(world))
      : stillOpen(world, one.left);
  requireHand(world.actor, decided);
  const stream = loaded.events[0]?.stream ?? "";
  const { drafts, suppose } = drafting(app, stream, world.now, () => occurred);
  const { folded } = cascade(loaded.compiled, loaded.folded, decided, suppose);
  return { made: { one, decided, drafts: asBatch(drafts) }, folded: folded ?? loaded.folded };
}

interface Decided {
  readonly drafted: readonly Drafted[];
  /** Refused because of facts that are not on record yet: to be asked again when they are. */
  readonly again: readonly Waiting[];
  /** The incident with all that was drafted; its head's hash is that of before. */
  readonly folded: Folded;
}

/** Decide all in turn. Who is refused on what stands on record is told so. */
export function decideAll(loaded: Loaded, group: readonly Waiting[]): Decided {
  const drafted: Drafted[] = [];
  const again: Waiting[] = [];
  let ahead = loaded;
  for (const one of group)
    try {
      const { made, folded } = decideOne(ahead, one);
      drafted.push(made);
      ahead = { ...ahead, folded };
    } catch (error) {
      if (ahead.folded.head.seq === loaded.folded.head.seq) one.reject(error);
      else again.push(one);
    }
  return { drafted, again, folded: ahead.folded };
}

/** Give each its own part of what was recorded. */
export function settle(drafted: readonly Drafted[], before: Loaded, change: Change): void {
  let { events } = change;
  for (const { one, drafts } of drafted) {
    const earlier = before.events.filter((event) => one.written.has(event.id));
    one.resolve({ ...change, events: [...earlier, ...events.slice(0, drafts.length)] });
    events = events.slice(drafts.length);
  }
}

/** Another writer was first, or came in between after `written` of our events: what is there stays, the rest is decided on what the other wrote. */
export function keepWritten(drafted: readonly Drafted[], written: number): void {
  let left = written;
  for (const { one, decided, drafts } of drafted) {
    const own = drafts.slice(0, left);
    left -= own.length;
    for (const { id } of own) one.written.add(id);
    if (own.length > 0) one.left = restOf(decided, own.length);
  }
}

/**
 * What is left of a decision after another writer's events cut its batch in two: the first part is on record, so deciding again would
 * find it done. Undefined where the rest ends the incident: that is judged again on what the other wrote.
 */
function restOf(
  decided: readonly IncidentFact[],
  written: number,
): readonly IncidentFact[] | undefined {
  const rest = decided.slice(written);
  const ends = rest.some(
    ({ type }) => type === "incident.closed" || type === "incident.stood-down",
  );
  return ends ? undefined : rest;
}
