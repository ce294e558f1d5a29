// What a journal is about: a compromised key, or the planned rotation of one. Its id says so, wherever it is read aloud.
import type { Instant } from "../instant.ts";

export type Kind = "incident" | "rotation";

const PREFIX: Readonly<Record<Kind, string>> = { incident: "INC", rotation: "ROT" };

/** Kind of the journal of that id. */
export function kindOf(id: string): Kind {
  return id.startsWith(`${PREFIX.rotation}-`) ? "rotation" : "incident";
}

/** Whether a journal's name is that of an incident or a rotation. */
export function isIncidentId(stream: string): boolean {
  return Object.values(PREFIX).some((prefix) => stream.startsWith(`${prefix}-`));
}

/** A new id: kind, day, and letters that can be said aloud. */
export function newId(kind: Kind, now: Instant, letters: string): string {
  return `${PREFIX[kind]}-${now.slice(0, 10).replaceAll("-", "")}-${letters}`;
}
