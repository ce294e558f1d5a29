// Reading an incident and adding to it: load, decide, append, and again when somebody else was first.
import { ClaroIrError } from "../core/error.ts";
import { toInstant, type Instant, type Precision } from "../core/instant.ts";
import { withCascade } from "../core/incident/decide/cascade.ts";
import type { World } from "../core/incident/decide/world.ts";
import type { IncidentDraft, IncidentEvent, IncidentFact } from "../core/incident/event.ts";
import {
  compile,
  evolve,
  fold,
  toState,
  type Compiled,
  type Folded,
} from "../core/incident/fold.ts";
import type { IncidentState } from "../core/incident/state.ts";
import type { Head } from "../core/journal/event.ts";
import type { Runbook } from "../core/runbook/runbook.ts";
import type { App } from "./context.ts";
import { pinnedRunbook, runbookIn } from "./list.ts";
import { entryOf } from "./read-entry.ts";

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

/** How often a decision is made again because another writer was first. */
const MAX_ATTEMPTS = 200;

/** Read and fold an incident; a copy in memory is used while its head is still the journal's. Exit 2 when there is none of that id. */
export async function loadIncident(app: App, id: string): Promise<Loaded> {
  const cached = app.loaded.get(id);
  if (cached !== undefined) {
    const head = await app.journal.head(id);
    if (head.seq === cached.folded.head.seq && head.hash === cached.folded.head.hash) return cached;
  }
  const { events, head } = await app.journal.read(id);
  if (events.length === 0)
    throw new ClaroIrError("usage", "unknown-incident", `There is no incident ${id} here.`, {
      hint: "claro-ir list",
    });
  const typed = events as readonly IncidentEvent[];
  const followed = runbookIn(id, typed);
  const isKnown =
    cached !== undefined && runbookIn(id, cached.events).runbook.sha256 === followed.runbook.sha256;
  const compiled = isKnown ? cached.compiled : compile(await pinnedRunbook(app, followed));
  const loaded: Loaded = { compiled, folded: fold(compiled, typed, head), events: typed };
  app.loaded.set(id, loaded);
  return loaded;
}

/** The world that decisions are made in. */
export function worldOf(app: App, loaded: Loaded): World {
  const { seq } = loaded.folded.head;
  const stream = loaded.events[0]?.stream ?? "";
  const suppose = supposed(app, stream, undefined);
  return {
    suppose: (fact) => suppose(fact, seq + 1),
    compiled: loaded.compiled,
    folded: loaded.folded,
    state: toState(loaded.folded),
    now: toInstant(app.clock.now()),
    actor: app.actor,
  };
}

function draft(app: App, fact: IncidentFact, occurred: Occurred | undefined): IncidentDraft {
  const at = toInstant(app.clock.now());
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

/** A fact as an event that might be recorded: what the cascade looks ahead with. */
function supposed(app: App, stream: string, occurred: Occurred | undefined) {
  return (fact: IncidentFact, seq: number): IncidentEvent => ({
    ...draft(app, fact, occurred),
    v: 1,
    stream,
    seq,
    prev: null,
  });
}

async function publish(app: App, id: string, loaded: Loaded): Promise<Change["state"]> {
  app.loaded.set(id, loaded);
  const state = toState(loaded.folded);
  await app.readModel.put(id, await entryOf(app.journal, id, state));
  return state;
}

function extend(
  compiled: Compiled,
  before: Loaded | undefined,
  added: readonly IncidentEvent[],
  head: Head,
): Loaded {
  let folded = before?.folded;
  for (const event of added) folded = evolve(compiled, folded, event);
  if (folded === undefined) throw new Error("nothing was appended");
  return { compiled, folded: { ...folded, head }, events: [...(before?.events ?? []), ...added] };
}

/** The incident with what was just written; folded anew where another runbook takes over. */
async function after(
  app: App,
  id: string,
  before: Loaded,
  added: readonly IncidentEvent[],
  head: Head,
): Promise<Loaded> {
  if (added.every((event) => event.type !== "runbook.changed"))
    return extend(before.compiled, before, added, head);
  app.loaded.delete(id);
  return loadIncident(app, id);
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

/**
 * Decide on the newest state and append what follows, with the steps it completes. Decides again when another writer was first, so the
 * winner of a race is always one. `decide` throws to refuse. An empty decision appends nothing.
 */
export async function change(
  app: App,
  id: string,
  decide: (world: World) => readonly IncidentFact[],
  occurred?: Occurred,
): Promise<Change> {
  const written = new Set<string>();
  let left: readonly IncidentFact[] | undefined;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const loaded = await loadIncident(app, id);
    const decided = left ?? decide(worldOf(app, loaded));
    const facts = withCascade(loaded.compiled, loaded.folded, decided, supposed(app, id, occurred));
    const earlier = loaded.events.filter((event) => written.has(event.id));
    if (facts.length === 0)
      return { events: earlier, state: toState(loaded.folded), head: loaded.folded.head };
    const drafts = facts.map((fact) => draft(app, fact, occurred));
    const result = await app.journal.append(id, loaded.folded.head.seq, drafts);
    if (result.ok) {
      const events = result.events as readonly IncidentEvent[];
      const state = await publish(app, id, await after(app, id, loaded, events, result.head));
      return { events: [...earlier, ...events], state, head: result.head };
    }
    app.loaded.delete(id);
    if (result.written === 0) continue;
    for (const { id: event } of drafts.slice(0, result.written)) written.add(event);
    left = restOf(decided, result.written);
  }
  throw new ClaroIrError("conflict", "busy", `${id} is being written too fast by others.`, {
    hint: "Run the command again",
  });
}

/** Append facts that have happened: never refused, whatever the state. */
export function record(
  app: App,
  id: string,
  facts: readonly IncidentFact[],
  occurred?: Occurred,
): Promise<Change> {
  return change(app, id, () => facts, occurred);
}

/** Create an incident's journal with its first events. */
export async function createIncident(
  app: App,
  id: string,
  runbook: Runbook,
  facts: readonly IncidentFact[],
): Promise<Change> {
  const compiled = compile(runbook);
  const all = withCascade(compiled, undefined, facts, supposed(app, id, undefined));
  const drafts = all.map((fact) => draft(app, fact, undefined));
  const result = await app.journal.append(id, 0, drafts);
  if (!result.ok)
    throw new ClaroIrError("conflict", "id-taken", `${id} exists already.`, {
      hint: "Run the command again",
    });
  const events = result.events as readonly IncidentEvent[];
  const state = await publish(app, id, extend(compiled, undefined, events, result.head));
  return { events, state, head: result.head };
}
