// Ending an incident: the record first, then the sealed values it says are gone.
import { ClaroIrError } from "../core/error.ts";
import { belongsToIncident } from "../core/credential/naming.ts";
import { concernsClocks, concernsPeople, openClocks } from "../core/compliance/open-clocks.ts";
import { liveCredentials } from "../core/incident/checklist.ts";
import { refuseMissing } from "../core/incident/decide/world.ts";
import {
  closeIncident,
  refuseEnded,
  refuseOpen,
  reopenIncident,
  standDown,
} from "../core/incident/decide/end.ts";
import type { World } from "../core/incident/decide/world.ts";
import { missingToClose, missingToStandDown } from "../core/incident/ending.ts";
import type { IncidentFact } from "../core/incident/event.ts";
import { OutsideError } from "../ports/outside.ts";
import type { App } from "./context.ts";
import { change, loadIncident, worldOf, type Change } from "./incident.ts";

async function end(
  app: App,
  incident: string,
  decide: (world: World) => readonly IncidentFact[],
): Promise<Change> {
  const made = await change(app, incident, decide);
  await dropSealed(app, incident);
  return made;
}

/** Remove what an ended incident still holds sealed: a process that ended too early may not have come to it. Nothing while it is open. */
export async function dropSealed(app: App, incident: string): Promise<void> {
  const { state } = worldOf(app, await loadIncident(app, incident));
  if (state.state === "open") return;
  for (const op of await app.vault.listSealed(incident)) await app.vault.removeSealed(incident, op);
}

/** Exit 4 where it has ended, with who ended it and when: asked before anything else is looked at. */
async function refuseSecondEnd(app: App, incident: string): Promise<void> {
  const loaded = await loadIncident(app, incident);
  const last = loaded.events.findLast(
    ({ type }) => type === "incident.closed" || type === "incident.stood-down",
  );
  refuseEnded(worldOf(app, loaded).state, last?.by);
}

/** A key as its vendor lists it. */
interface Tagged {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
}

/** Keys at the providers that carry this incident's tag. */
async function tagged(app: App, incident: string): Promise<readonly Tagged[]> {
  const { state } = worldOf(app, await loadIncident(app, incident));
  const found: Tagged[] = [];
  for (const id of new Set(liveCredentials(state).map((one) => one.provider)))
    try {
      const keys = (await (await app.provider(id)).admin.list?.()) ?? [];
      const ours = keys.filter((key) => belongsToIncident(key.name, incident));
      found.push(...ours.map((key) => ({ id: key.id, name: key.name, provider: id })));
    } catch (error) {
      if (!(error instanceof OutsideError) && !(error instanceof ClaroIrError)) throw error;
      app.say(`${id} could not be asked for stray keys: ${error.message}`);
    }
  return found;
}

/** Those that are nobody's replacement: a lost answer that arrived late. None while one is in the making, which may be the one that is listed. */
async function strays(app: App, incident: string): Promise<readonly string[]> {
  const listed = await tagged(app, incident);
  // Read after the list: whoever made a key that is in it has put that on record before.
  const { state } = worldOf(app, await loadIncident(app, incident));
  if (state.pending.some(({ effect }) => effect === "create-key")) return [];
  const live = liveCredentials(state);
  const known = new Set(live.map((one) => one.new.keyId));
  // A key made by hand is on record by its name alone when nobody typed its id.
  const named = new Set(live.flatMap((one) => (one.new.keyId === null ? [one.new.name] : [])));
  return listed
    .filter(({ id, name }) => !known.has(id) && !named.has(name))
    .map(({ id, name, provider }) => `${name} (${id}) at ${provider}`);
}

/** Close; exit 3 with the open items otherwise, or while a key made for this incident belongs to nobody. */
export async function close(app: App, incident: string, because: string): Promise<Change> {
  await refuseSecondEnd(app, incident);
  const stray = await strays(app, incident);
  if (stray.length > 0)
    throw new ClaroIrError(
      "refused",
      "stray-key",
      `A key made for this incident is in nobody's hands: ${stray.join(", ")}.`,
      { hint: "delete it at the vendor, then close again" },
    );
  await refuseOpenClocks(app, incident, "Closing");
  return end(app, incident, (world) => closeIncident(world, app.clean(because)));
}

/** A duty to notify that runs, or that nobody decided although it may apply, keeps an incident open. Exit 3. */
async function refuseOpenClocks(app: App, incident: string, what: string): Promise<void> {
  const { state } = worldOf(app, await loadIncident(app, incident));
  if (!concernsClocks(state)) return;
  const { clocksNow } = await import("./clocks.ts");
  const { rows } = await clocksNow(app, incident, await app.regimes());
  const open = openClocks(rows, concernsPeople(state));
  if (open.length > 0) refuseMissing(`${what} ${incident}`, open);
}

/** Stand down a false alarm; exit 3 while that would leave somebody without a key. */
export async function standDownIncident(
  app: App,
  incident: string,
  because: string,
): Promise<Change> {
  await refuseSecondEnd(app, incident);
  await refuseOpenClocks(app, incident, "Standing down");
  return end(app, incident, (world) => standDown(world, app.clean(because)));
}

/** Open an ended incident again. */
export function reopen(app: App, incident: string, because: string): Promise<Change> {
  return change(app, incident, (world) => reopenIncident(world, app.clean(because)));
}

/** What would stop an ending, one line each. Exit 4 where the incident is what it would become. */
export async function planEnd(
  app: App,
  incident: string,
  ending: "close" | "stand-down" | "reopen",
): Promise<readonly string[]> {
  const { compiled, state } = worldOf(app, await loadIncident(app, incident));
  if (ending === "reopen") {
    refuseOpen(state);
    return [
      `would open ${incident} again, ${state.state} since ${state.closedAt ?? "an unknown time"}`,
    ];
  }
  await refuseSecondEnd(app, incident);
  const missing =
    ending === "close" ? missingToClose(compiled.runbook, state) : missingToStandDown(state);
  if (missing.length === 0) return [`${incident} can be ended: nothing is open`];
  return missing.map((one) => `${one.what}: ${one.why}  (${one.command})`);
}
