// Reading and adding to the key register.
import { ClaroIrError } from "../core/error.ts";
import {
  foldRegister,
  type RegisterData,
  type RegisterEntry,
  type RegisterEvent,
} from "../core/credential/register.ts";
import { toInstant } from "../core/instant.ts";
import type { EventDraft } from "../core/journal/event.ts";
import type { App } from "./context.ts";
import { recordedIn, type Recorded } from "./recorded.ts";

const STREAM = "register";
const MAX_ATTEMPTS = 50;

export type RegisterFact = {
  [Type in keyof RegisterData]: { readonly type: Type; readonly data: RegisterData[Type] };
}[keyof RegisterData];

/** All entries, in order of arrival. */
export async function readRegister(app: App): Promise<readonly RegisterEntry[]> {
  const { events } = await app.journal.read(STREAM);
  return [...foldRegister(events as readonly RegisterEvent[]).values()];
}

function draft(app: App, fact: RegisterFact): EventDraft {
  const at = toInstant(app.clock.now());
  return {
    id: app.random.uuid(),
    ...fact,
    at,
    occurredAt: at,
    precision: "second",
    by: app.actor.id,
    via: app.processes.self,
    op: app.op,
  };
}

/** Whether this command's operation was recorded before: then it is not done again. */
export async function wasRecorded(app: App): Promise<boolean> {
  const { events } = await app.journal.read(STREAM);
  return events.some((event) => event.op === app.op);
}

/** What this command has recorded on the register, now or when it was run before. */
export async function registerAnswer(app: App): Promise<Recorded> {
  const { events, head } = await app.journal.read(STREAM);
  // Written, perhaps, by a process that ended before it was safe.
  if (head.seq > 0) await app.journal.confirm(STREAM);
  return recordedIn(app, events, head.hash);
}

/** Decide on the newest register and append; decides again when another writer was first. */
export async function changeRegister(
  app: App,
  decide: (entries: readonly RegisterEntry[]) => readonly RegisterFact[],
): Promise<readonly RegisterEntry[]> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const { events, head } = await app.journal.read(STREAM);
    const facts = decide([...foldRegister(events as readonly RegisterEvent[]).values()]);
    if (facts.length === 0) break;
    const drafts = facts.map((fact) => draft(app, fact));
    const result = await app.journal.append(STREAM, head.seq, drafts);
    if (result.ok) break;
    if (attempt === MAX_ATTEMPTS - 1)
      throw new ClaroIrError("conflict", "busy", "The register is being written by others.", {
        hint: "Run the command again",
      });
  }
  return readRegister(app);
}
