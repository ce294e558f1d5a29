// What the guided session's parts share: the app, the person, and work that runs beside them.
import type { World } from "../../core/incident/decide/world.ts";
import { ClaroIrError } from "../../core/error.ts";
import type { Focus } from "../../core/session/open-items.ts";
import { countdown } from "../../core/session/line.ts";
import { plus } from "../../core/instant.ts";
import type { Prompter } from "../../ports/prompter.ts";
import type { App } from "../context.ts";
import { loadIncident, worldOf } from "../incident.ts";
import type { Besides } from "./besides.ts";

export interface Guide {
  readonly app: App;
  readonly incident: string;
  readonly ask: Prompter;
  readonly besides: Besides;
  /** A rehearsal, whose time can be moved on. */
  readonly canSkip: boolean;
}

/** The app with an operation id of its own: each thing a person does in a session is one command. */
export function asCommand(guide: Guide): App {
  return { ...guide.app, op: guide.app.random.uuid() };
}

/** The incident as it stands. */
export async function worldNow(guide: Guide): Promise<World> {
  return worldOf(guide.app, await loadIncident(guide.app, guide.incident));
}

/** What a screen about this key (null = the whole incident) has to leave out. */
export function focusOn(guide: Guide, credential: string | null): Focus {
  return { running: guide.besides.running(), credential };
}

/** Time left in the phase, in words. */
export function dueWords({ compiled, state, now }: World): string {
  const phase = compiled.runbook.phases.find((one) => one.id === state.phase);
  return countdown(plus(state.declaredAt, phase?.until ?? 0), now);
}

/** Several lines for the person. */
export function sayAll(guide: Guide, lines: readonly string[]): void {
  for (const text of lines) guide.ask.say(text);
}

/** A reason, asked until one is given or the person goes back (empty). */
export async function askReason(guide: Guide, question: string): Promise<string | undefined> {
  const reason = await guide.ask.text(`${question} (Enter = back)`);
  return reason === "" ? undefined : reason;
}

/** Run a part of the session; what a person can answer is said in words and the session goes on. False when it was refused. */
export async function orSay(guide: Guide, part: () => Promise<void>): Promise<boolean> {
  try {
    await part();
    return true;
  } catch (error) {
    if (!(error instanceof ClaroIrError) || error.kind === "interrupted") throw error;
    guide.ask.say(error.message, error.kind === "unknown" ? "red" : "yellow");
    if (error.hint !== undefined) guide.ask.say(`next: ${error.hint}`);
    return false;
  }
}
