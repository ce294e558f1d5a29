// Which incidents there are, from the read model where it is current, else from the journals.
import type { Runbook } from "../core/runbook/runbook.ts";
import { ClaroIrError } from "../core/error.ts";
import { noRights } from "../core/machine-trouble.ts";
import type { IncidentEvent } from "../core/incident/event.ts";
import type { IncidentState } from "../core/incident/state.ts";
import { isIncidentId } from "../core/incident/kind.ts";
import type { App } from "./context.ts";
import { isCurrent } from "./read-entry.ts";

/** Reading needs less than acting: what a read command is given. */
export type Reader = Pick<App, "journal" | "readModel" | "vault" | "loaded">;

/** Ids of all incidents and rotations, oldest first. */
export async function incidentIds(app: Reader): Promise<readonly string[]> {
  const streams = await app.journal.streams();
  return streams.filter(isIncidentId).sort();
}

/** An incident's record: the read model's when its head is the journal's, else folded anew (and put back). */
export async function readState(app: Reader, id: string): Promise<IncidentState> {
  const [stamp, entry] = await Promise.all([app.journal.stamp(id), app.readModel.get(id)]);
  if (stamp === "")
    throw new ClaroIrError("usage", "unknown-incident", `There is no incident ${id} here.`, {
      hint: "claro-ir list",
    });
  if (isCurrent(entry, stamp)) return entry.state as IncidentState;
  const { refold } = await import("./refold.ts");
  return refold(app, id);
}

/** Which runbook an incident follows. */
export type Followed = Pick<IncidentState, "id" | "runbook" | "runbookChanged">;

/** The runbook that an incident follows now. */
export async function pinnedRunbook(app: Pick<Reader, "vault">, of: Followed): Promise<Runbook> {
  const json = await app.vault.getRunbook(of.id, of.runbook.sha256, of.runbookChanged);
  return JSON.parse(json) as Runbook;
}

/** Which one that is, told from the journal before anything is folded. */
export function runbookIn(id: string, events: readonly IncidentEvent[]): Followed {
  const last = events.findLast(
    (event) => event.type === "runbook.changed" || event.type === "incident.declared",
  );
  if (last === undefined) throw new Error(`the journal of ${id} names no runbook`);
  return { id, runbook: last.data.runbook, runbookChanged: last.type === "runbook.changed" };
}

/** An incident that cannot be gone by. */
export interface LeftOut {
  readonly incident: string;
  /** Why, in one sentence. */
  readonly why: string;
  /** False: nothing is known to be wrong with it, but a newer claro-ir wrote it, or its files may not be read. */
  readonly isDamaged: boolean;
}

/** The incidents whose records are whole, and those that are not: a damaged one holds nobody up in another. */
export interface Records {
  readonly states: readonly IncidentState[];
  readonly damaged: readonly LeftOut[];
}

/** Records of all incidents, oldest first. */
export async function readRecords(app: Reader): Promise<Records> {
  const states: IncidentState[] = [];
  const damaged: LeftOut[] = [];
  for (const incident of await incidentIds(app))
    try {
      states.push(await readState(app, incident));
    } catch (error) {
      damaged.push(leftOut(incident, error));
    }
  return { states, damaged };
}

/** What concerns one record alone, whole as it may be. */
const UNREADABLE: readonly string[] = ["newer-journal", "no-rights"];

/** A record that is passed over, by what its reading failed with; any other failure is thrown on. */
export function leftOut(incident: string, error: unknown): LeftOut {
  const told = error instanceof ClaroIrError ? error : noRights(error);
  const isDamaged = told?.kind === "damaged";
  if (told === undefined || !(isDamaged || UNREADABLE.includes(told.code))) throw error;
  return { incident, why: told.message, isDamaged };
}

/** `is damaged`, or `cannot be read`. */
export function leftOutWords({ isDamaged }: LeftOut): string {
  return isDamaged ? "is damaged" : "cannot be read";
}

/** Kind and code of a refusal because of it. */
export function leftOutKind({ isDamaged }: LeftOut): ["damaged" | "usage", string] {
  return isDamaged ? ["damaged", "journal-damaged"] : ["usage", "unreadable-incident"];
}

/** One line for people about a record that is passed over, with what to type. */
export function leftOutLine(one: LeftOut): string {
  const { incident } = one;
  return `${incident} ${leftOutWords(one)} and is left out here; see: claro-ir verify --incident ${incident}`;
}

/** Records of all open incidents; of a damaged one nobody knows whether it is open. */
export async function openIncidents(app: Reader): Promise<Records> {
  const { states, damaged } = await readRecords(app);
  return { states: states.filter((state) => state.state === "open"), damaged };
}
