// What one command has put on a journal: of an incident, or of the register.
import type { JournalEvent } from "../core/journal/event.ts";
import type { App } from "./context.ts";

/** What a command has put on a journal, safe. */
export interface Recorded {
  /** Number of the last event this command recorded (the head when it recorded none). */
  readonly seq: number;
  /** SHA-256 of that event. */
  readonly head: string;
  readonly opId: string;
  readonly durable: true;
  readonly events: readonly string[];
}

/** Whether an event is of this operation, by whatever process it was recorded. */
export function isOwn(app: App): (event: Pick<JournalEvent, "op">) => boolean {
  return (event) => event.op === app.op;
}

/** What of a journal this command has recorded. */
export function recordedIn(app: App, events: readonly JournalEvent[], headHash: string): Recorded {
  const own = events.filter(isOwn(app));
  const last = own.at(-1) ?? events.at(-1);
  const after = events.find((event) => event.seq === (last?.seq ?? 0) + 1);
  return {
    seq: last?.seq ?? 0,
    head: after?.prev ?? headHash,
    opId: app.op,
    durable: true,
    events: own.map((event) => event.type),
  };
}
