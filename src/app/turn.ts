// Decisions of one process that are made at the same time: each on top of the one before, all of them one append.
import { withCascade } from "../core/incident/decide/cascade.ts";
import type { World } from "../core/incident/decide/world.ts";
import type { IncidentDraft, IncidentEvent, IncidentFact } from "../core/incident/event.ts";
import { evolve, type Folded } from "../core/incident/fold.ts";
import type { App } from "./context.ts";
import { draft, supposed, worldOf, type Change, type Loaded, type Occurred } from "./loaded.ts";

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

/** A decision made, ready to be appended. */
export interface Drafted {
  readonly one: Waiting;
  readonly decided: readonly IncidentFact[];
  readonly drafts: readonly IncidentDraft[];
}

/** One decision on the incident as it stands, and on what those before it in the same turn are about to add. */
function decideOne(loaded: Loaded, one: Waiting): Drafted {
  const { app, occurred } = one;
  const world = worldOf(app, loaded);
  const stream = loaded.events[0]?.stream ?? "";
  const decided = one.left ?? one.decide(world);
  const suppose = supposed(app, stream, occurred);
  const facts = withCascade(loaded.compiled, loaded.folded, decided, suppose);
  return { one, decided, drafts: facts.map((fact) => draft(app, fact, occurred)) };
}

interface Decided {
  readonly drafted: readonly Drafted[];
  /** Refused because of facts that are not on record yet: to be asked again when they are. */
  readonly again: readonly Waiting[];
}

/** Decide all in turn. Who is refused on what stands on record is told so. */
export function decideAll(loaded: Loaded, group: readonly Waiting[]): Decided {
  const drafted: Drafted[] = [];
  const again: Waiting[] = [];
  let ahead = loaded;
  for (const one of group)
    try {
      const made = decideOne(ahead, one);
      drafted.push(made);
      ahead = { ...ahead, folded: foldDrafts(ahead, made.drafts) };
    } catch (error) {
      if (ahead.folded.head.seq === loaded.folded.head.seq) one.reject(error);
      else again.push(one);
    }
  return { drafted, again };
}

function foldDrafts(loaded: Loaded, drafts: readonly IncidentDraft[]): Folded {
  const stream = loaded.events[0]?.stream ?? "";
  let { folded } = loaded;
  for (const one of drafts) {
    const event: IncidentEvent = { ...one, v: 1, stream, seq: folded.head.seq + 1, prev: null };
    folded = evolve(loaded.compiled, folded, event);
  }
  return folded;
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
