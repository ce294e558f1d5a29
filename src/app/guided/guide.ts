// What the guided session's parts share: the app, the person, and proofs that run beside them.
import type { World } from "../../core/incident/decide/world.ts";
import type { Prompter } from "../../ports/prompter.ts";
import type { App } from "../context.ts";
import { loadIncident, worldOf } from "../incident.ts";

export interface Guide {
  readonly app: App;
  readonly incident: string;
  readonly ask: Prompter;
  /** A line for the person, above whatever is asked next. */
  show(line: string): void;
  /** Work that goes on while the person does something else; its lines appear as a strip. */
  beside(name: string, work: (app: App) => Promise<readonly string[]>): void;
}

/** The app with an operation id of its own: each thing a person does in a session is one command. */
export function asCommand(guide: Guide): App {
  return { ...guide.app, op: guide.app.random.uuid() };
}

/** The incident as it stands. */
export async function worldNow(guide: Guide): Promise<World> {
  return worldOf(guide.app, await loadIncident(guide.app, guide.incident));
}

/** A reason, asked until one is given or the person goes back (empty). */
export async function askReason(guide: Guide, question: string): Promise<string | undefined> {
  const reason = await guide.ask.text(`${question} (Enter = back)`);
  return reason === "" ? undefined : reason;
}
