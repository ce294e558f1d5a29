// Which incidents there are, from the read model where it is current, else from the journals.
import type { Runbook } from "../core/runbook/runbook.ts";
import { ClaroIrError } from "../core/error.ts";
import type { IncidentEvent } from "../core/incident/event.ts";
import type { IncidentState } from "../core/incident/state.ts";
import { isIncidentId, kindOf } from "../core/incident/kind.ts";
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

/** Records of all open incidents. */
export async function openIncidents(app: Reader): Promise<readonly IncidentState[]> {
  const states = await Promise.all((await incidentIds(app)).map((id) => readState(app, id)));
  return states.filter((state) => state.state === "open");
}

/** The incident a command is about: the named one (a unique end such as `k7f3` is enough), else the only open one that is no drill, incidents before rotations. Exit 2 otherwise. */
export async function chooseIncident(app: Reader, name: string | undefined): Promise<string> {
  const ids = await incidentIds(app);
  if (name !== undefined) {
    const found = ids.filter((id) => id === name || id.endsWith(`-${name}`));
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    throw new ClaroIrError("usage", "unknown-incident", `There is no incident ${name} here.`, {
      hint: "claro-ir list",
    });
  }
  const all = await openIncidents(app);
  const real = all.filter((state) => !state.drill);
  const incidents = real.filter((state) => kindOf(state.id) === "incident");
  // A rotation is meant only while no incident is open.
  const open = incidents.length > 0 ? incidents : real;
  const [only] = open;
  if (only !== undefined && open.length === 1) return only.id;
  if (open.length === 0) throw noneOpen(all);
  const kind = incidents.length > 0 ? "incidents" : "rotations";
  throw new ClaroIrError(
    "usage",
    "which-incident",
    `${String(open.length)} ${kind} are open: ${named(open)}.`,
    { hint: "name one with --incident <id>" },
  );
}

function named(states: readonly IncidentState[]): string {
  return states.map((state) => state.id).join(", ");
}

/** Rehearsals are never meant by default, but whoever left one is looking for it. */
function noneOpen(drills: readonly IncidentState[]): ClaroIrError {
  const [first] = drills;
  const other = first === undefined ? "" : ` Drills are: ${named(drills)}.`;
  return new ClaroIrError("usage", "which-incident", `No incident is open here.${other}`, {
    hint:
      first === undefined
        ? "claro-ir start (for an ended one: --incident <id>)"
        : `for the drill: --incident ${first.id}; for a real one: claro-ir start`,
  });
}
