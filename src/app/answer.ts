// What a mutating command prints once its events are safe, and how a repeated command finds its first answer.
import { ClaroIrError } from "../core/error.ts";
import type { IncidentEvent } from "../core/incident/event.ts";
import type { IncidentState } from "../core/incident/state.ts";
import type { App } from "./context.ts";
import { loadIncident, worldOf } from "./incident.ts";
import { incidentIds, leftOut } from "./list.ts";
import { isOwn, recordedIn, type Recorded } from "./recorded.ts";

export interface Answer extends Recorded {
  readonly incident: string;
}

/** The answer to what has just been recorded by this command, over all its changes. */
export async function answerOf(app: App, incident: string): Promise<Answer> {
  const { events, folded } = await loadIncident(app, incident);
  const { pid, started } = app.processes.self;
  // What this process appended is safe; what it only found there may be from one that ended too early.
  const isAppended = events.some(
    ({ op, via }) => op === app.op && via.pid === pid && via.started === started,
  );
  if (!isAppended || app.unsafe.has(incident)) await app.journal.confirm(incident);
  return { incident, ...recordedIn(app, events, folded.head.hash) };
}

/** The last batch lacks its end, and nobody is at it any more. */
function isCut(app: App, own: readonly IncidentEvent[]): boolean {
  const last = own.at(-1);
  return last?.left !== undefined && app.processes.isAlive(last.via) !== "alive";
}

/** A cut looks whether the key is alive before it is meant; looking once more harms nobody, and is what `probe` typed again means. */
function hasOnlyLooked(own: readonly IncidentEvent[]): boolean {
  return own.every(({ type }) => type === "key.probed");
}

/**
 * The first answer of this operation id, when it has been run before; undefined otherwise, and also when its process ended in the
 * middle of recording, or after it had only looked: then the rest is still to be done. Throws `unknown` while the outcome of an act
 * that it began is unknown, `remote` when looking has shown that the act did not take effect.
 */
export async function firstAnswer(app: App, incident: string): Promise<Answer | undefined> {
  const loaded = await loadIncident(app, incident);
  const own = loaded.events.filter(isOwn(app));
  if (own.length === 0) return undefined;
  refuseUnfinished(worldOf(app, loaded).state, loaded.events, own);
  if (isCut(app, own) || hasOnlyLooked(own)) return undefined;
  await app.journal.confirm(incident);
  return { incident, ...recordedIn(app, loaded.events, loaded.folded.head.hash) };
}

/** A process that ended in the middle of an act leaves an operation that is not done, whatever it has recorded. */
function refuseUnfinished(
  { pending }: IncidentState,
  events: readonly IncidentEvent[],
  own: readonly IncidentEvent[],
): void {
  for (const begun of own) {
    if (begun.type !== "effect.intended") continue;
    const { opId, plan } = begun.data;
    if (pending.some((effect) => effect.opId === opId))
      throw new ClaroIrError(
        "unknown",
        "outcome-unknown",
        `${plan}: this operation was begun, and its outcome is unknown.`,
        { hint: "claro-ir reconcile" },
      );
    const failed = events.find(
      (event) =>
        event.type === "effect.failed" &&
        event.data.opId === opId &&
        event.data.settledBy === "looking",
    );
    if (failed?.type === "effect.failed")
      throw new ClaroIrError(
        "remote",
        "outside-failed",
        `${plan}: this operation broke off and did not take effect (${failed.data.detail}).`,
        { hint: "claro-ir next" },
      );
  }
}

/** One that cannot be read says nothing of what was run on it; whoever goes on without it is told of it there. */
async function holdsOwn(app: App, id: string): Promise<boolean> {
  try {
    const { events } = await loadIncident(app, id);
    return events.some(isOwn(app));
  } catch (error) {
    leftOut(id, error);
    return false;
  }
}

/** The incident or rotation that this operation id was run on before, if any. */
export async function ranOn(app: App): Promise<string | undefined> {
  for (const id of await incidentIds(app)) if (await holdsOwn(app, id)) return id;
  return undefined;
}
