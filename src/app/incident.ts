// Reading an incident and adding to it: load, decide, append, and again when somebody else was first.
import { ClaroIrError } from "../core/error.ts";
import { cascade } from "../core/incident/decide/cascade.ts";
import type { World } from "../core/incident/decide/world.ts";
import type { IncidentEvent, IncidentFact } from "../core/incident/event.ts";
import { compile, fold, foldOnto, toState, type Folded } from "../core/incident/fold.ts";
import { toInstant, type Instant } from "../core/instant.ts";
import type { Head } from "../core/journal/event.ts";
import type { Runbook } from "../core/runbook/runbook.ts";
import type { App } from "./context.ts";
import { pinnedRunbook, runbookIn } from "./list.ts";
import { asBatch, drafting, type Change, type Loaded, type Occurred } from "./loaded.ts";
import { entryOf } from "./read-entry.ts";
import { decideAll, keepWritten, settle, type Waiting } from "./turn.ts";

export { worldOf } from "./loaded.ts";
export type { Change, Loaded, Occurred } from "./loaded.ts";

/** How often a decision is made again because another writer was first. */
const MAX_CONFLICTS = 200;

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
  const loaded = await foldedFrom(app, id, cached, typed, head);
  app.loaded.set(id, loaded);
  return loaded;
}

/** What others added is folded onto what this process has; all of it anew where the journal is not the same one any more, or follows another runbook. */
async function foldedFrom(
  app: App,
  id: string,
  cached: Loaded | undefined,
  events: readonly IncidentEvent[],
  head: Head,
): Promise<Loaded> {
  const followed = runbookIn(id, events);
  if (
    cached === undefined ||
    runbookIn(id, cached.events).runbook.sha256 !== followed.runbook.sha256
  ) {
    const compiled = compile(await pinnedRunbook(app, followed));
    return { compiled, folded: fold(compiled, events, head), events };
  }
  const { compiled, folded } = cached;
  const isLonger = events[folded.head.seq]?.prev === folded.head.hash;
  const ahead = isLonger
    ? foldOnto(compiled, folded, events.slice(folded.head.seq), head)
    : fold(compiled, events, head);
  return { compiled, folded: ahead, events };
}

async function publish(app: App, id: string, loaded: Loaded): Promise<Change["state"]> {
  app.loaded.set(id, loaded);
  const state = toState(loaded.folded);
  await app.readModel.put(id, await entryOf(app.journal, id, state));
  return state;
}

/** The incident with what was just written; folded anew where another runbook takes over. */
async function after(
  app: App,
  id: string,
  before: Loaded,
  folded: Folded,
  added: readonly IncidentEvent[],
): Promise<Loaded> {
  if (added.every((event) => event.type !== "runbook.changed"))
    return { compiled: before.compiled, folded, events: [...before.events, ...added] };
  return loadIncident(app, id);
}

/** Decide and append a whole group: one acknowledgement for all. Decides again when another writer was first. */
async function appendTogether(app: App, id: string, group: readonly Waiting[]): Promise<void> {
  let waiting = group;
  for (let conflicts = 0; conflicts < MAX_CONFLICTS;) {
    const loaded = await loadIncident(app, id);
    const { drafted, again, folded } = decideAll(loaded, waiting);
    const drafts = drafted.flatMap((one) => one.drafts);
    const { head } = loaded.folded;
    if (drafts.length === 0) {
      settle(drafted, loaded, { events: [], state: toState(loaded.folded), head });
      return;
    }
    const result = await app.journal.append(id, head.seq, drafts);
    if (result.ok) {
      const events = result.events as readonly IncidentEvent[];
      const ahead = { ...folded, head: result.head };
      const state = await publish(app, id, await after(app, id, loaded, ahead, events));
      settle(drafted, loaded, { events, state, head: result.head });
      if (again.length === 0) return;
      waiting = again;
    } else {
      keepWritten(drafted, result.written);
      waiting = [...drafted.map(({ one }) => one), ...again];
      conflicts += 1;
    }
  }
  throw new ClaroIrError("conflict", "busy", `${id} is being written too fast by others.`, {
    hint: "Run the command again",
  });
}

/** Serve what waits for this incident, in groups: whoever asks while one group is being written belongs to the next. */
async function serve(app: App, id: string, queue: Waiting[]): Promise<void> {
  // Whoever asks in the same moment belongs to the first.
  await Promise.resolve();
  while (queue.length > 0) {
    const group = queue.splice(0);
    try {
      await appendTogether(app, id, group);
    } catch (error) {
      app.unsafe.add(id);
      // Who has its answer already is not reached by this.
      for (const one of group) one.reject(error);
    }
  }
  app.waiting.delete(id);
}

/**
 * Decide on the newest state and append what follows, with the steps it completes. Decides again when another writer was first, so the
 * winner of a race is always one. `decide` throws to refuse. An empty decision appends nothing. What this process decides at the same
 * time is appended together, each decision on top of the one before: fifty places cost the disk what one does.
 */
export function change(
  app: App,
  id: string,
  decide: (world: World) => readonly IncidentFact[],
  occurred?: Occurred,
): Promise<Change> {
  const { promise, resolve, reject } = Promise.withResolvers<Change>();
  const written = new Set<string>();
  const one: Waiting = { app, occurred, written, left: undefined, decide, resolve, reject };
  const queue = app.waiting.get(id);
  if (queue !== undefined) queue.push(one);
  else {
    const opened = [one];
    app.waiting.set(id, opened);
    void serve(app, id, opened);
  }
  return promise;
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

/** Create an incident's journal with its first events. It was declared when the program was called for it, whenever the first answer came. */
export async function createIncident(
  app: App,
  id: string,
  runbook: Runbook,
  facts: readonly IncidentFact[],
  declaredAt: Instant,
): Promise<Change> {
  const compiled = compile(runbook);
  const declared: Occurred = { at: declaredAt, precision: "second" };
  const { drafts, suppose } = drafting(app, id, toInstant(app.clock.now()), ({ type }) =>
    type === "incident.declared" ? declared : undefined,
  );
  const { folded } = cascade(compiled, undefined, facts, suppose);
  if (folded === undefined) throw new Error("an incident begins with a fact");
  const result = await app.journal.append(id, 0, asBatch(drafts));
  if (!result.ok)
    throw new ClaroIrError("conflict", "id-taken", `${id} exists already.`, {
      hint: "Run the command again",
    });
  const events = result.events as readonly IncidentEvent[];
  const state = await publish(app, id, {
    compiled,
    folded: { ...folded, head: result.head },
    events,
  });
  return { events, state, head: result.head };
}
