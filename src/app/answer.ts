// What a mutating command prints once its events are safe, and how a repeated command finds its first answer.
import type { IncidentEvent } from "../core/incident/event.ts";
import type { App } from "./context.ts";
import { loadIncident } from "./incident.ts";

export interface Answer {
  readonly incident: string;
  /** Number of the last event this command recorded (the head when it recorded none). */
  readonly seq: number;
  /** SHA-256 of that event. */
  readonly head: string;
  readonly opId: string;
  readonly durable: true;
  readonly events: readonly string[];
}

/** The answer to what has just been recorded by this command, over all its changes. */
export async function answerOf(app: App, incident: string): Promise<Answer> {
  const loaded = await loadIncident(app, incident);
  return answerFrom(app, incident, loaded.events, loaded.folded.head.hash);
}

function answerFrom(
  app: App,
  incident: string,
  events: readonly IncidentEvent[],
  headHash: string,
): Answer {
  const own = events.filter((event) => event.op === app.op);
  const last = own.at(-1) ?? events.at(-1);
  const after = events.find((event) => event.seq === (last?.seq ?? 0) + 1);
  return {
    incident,
    seq: last?.seq ?? 0,
    head: after?.prev ?? headHash,
    opId: app.op,
    durable: true,
    events: own.map((event) => event.type),
  };
}

/** The first answer of this operation id, when it has been run before; undefined otherwise. */
export async function firstAnswer(app: App, incident: string): Promise<Answer | undefined> {
  const loaded = await loadIncident(app, incident);
  if (!loaded.events.some((event) => event.op === app.op)) return undefined;
  return answerFrom(app, incident, loaded.events, loaded.folded.head.hash);
}
