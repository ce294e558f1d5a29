// Another runbook for an open incident: pinned beside the first one, on record, and what is done stays done.
import { runbookFacts, verdictFacts, verdictOf } from "../core/incident/decide/verdict.ts";
import { refuse, type World } from "../core/incident/decide/world.ts";
import { kindOf } from "../core/incident/kind.ts";
import type { IncidentData, IncidentFact } from "../core/incident/event.ts";
import type { App } from "./context.ts";
import { change, loadIncident, worldOf, type Change } from "./incident.ts";

/** Runbook of what a suspicion becomes. */
const COMPROMISED = "compromised-key";

type RunbookRef = IncidentData["incident.declared"]["runbook"];

/** Store a runbook in the incident before anything on record names it. */
async function pin(app: App, incident: string, idOrFile: string): Promise<RunbookRef> {
  const { runbook, yaml, json, sha256 } = await app.loadRunbook(idOrFile);
  await app.vault.putRunbook(incident, yaml, json, sha256);
  return { id: runbook.id, version: runbook.version, sha256 };
}

async function record(
  app: App,
  incident: string,
  decide: (world: World) => readonly IncidentFact[],
): Promise<Change> {
  const made = await change(app, incident, decide);
  // Steps of the new runbook that the answers on record settle: nothing is asked twice.
  const rest = await change(app, incident, () => []);
  return { ...rest, events: [...made.events, ...rest.events] };
}

/** A rotation never becomes an incident, nor the other way round: the one is opened beside the other. */
async function refuseOtherKind(app: App, incident: string, idOrFile: string): Promise<void> {
  const { runbook } = await app.loadRunbook(idOrFile);
  const kind = kindOf(incident);
  if (runbook.kind === kind) return;
  refuse(
    "other-kind",
    `${runbook.id} is for ${runbook.kind === "rotation" ? "a rotation" : "an incident"}, and ${incident} is ${kind === "rotation" ? "a rotation" : "an incident"}.`,
    kind === "rotation" ? "claro-ir start --key <name>" : "claro-ir keys rotate <name>",
  );
}

/** From now on the incident follows this runbook. Nothing happens when it does already. */
export async function followRunbook(
  app: App,
  incident: string,
  idOrFile: string,
  because: string,
): Promise<Change> {
  await refuseOtherKind(app, incident, idOrFile);
  const next = await pin(app, incident, idOrFile);
  return record(app, incident, (world) => runbookFacts(world, next, because));
}

/** What a verdict would record; nothing is stored. */
export async function planVerdict(
  app: App,
  incident: string,
  value: string,
  because: string,
): Promise<readonly IncidentFact[]> {
  const { runbook, sha256 } = await app.loadRunbook(COMPROMISED);
  const next = { id: runbook.id, version: runbook.version, sha256 };
  return verdictFacts(
    worldOf(app, await loadIncident(app, incident)),
    verdictOf(value),
    because,
    next,
  );
}

/** The verdict on a suspicion. Confirmed and unclear make the same incident one of a compromised key. */
export async function decideVerdict(
  app: App,
  incident: string,
  value: string,
  because: string,
): Promise<Change> {
  // Refused before anything is stored.
  await planVerdict(app, incident, value, because);
  const next = await pin(app, incident, COMPROMISED);
  return record(app, incident, (world) => verdictFacts(world, verdictOf(value), because, next));
}
