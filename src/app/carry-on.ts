// An incident declared for a key that is being rotated: it takes the rotation's new key over as its replacement, and the rotation ends.
import { liveCredentials } from "../core/incident/checklist.ts";
import { kindOf } from "../core/incident/kind.ts";
import type { IncidentFact } from "../core/incident/event.ts";
import type { CredentialState, IncidentState } from "../core/incident/state.ts";
import type { App } from "./context.ts";
import { completeOnce } from "./effect/complete.ts";
import { change, loadIncident, record, worldOf, type Change } from "./incident.ts";
import { openIncidents } from "./list.ts";

interface Rotation {
  readonly state: IncidentState;
  readonly credential: CredentialState;
}

function isSame(rotating: CredentialState, one: CredentialState): boolean {
  const { fingerprint, keyId } = one.old;
  if (fingerprint !== null && fingerprint === rotating.old.fingerprint) return true;
  if (keyId !== null && keyId === rotating.old.keyId && one.provider === rotating.provider)
    return true;
  return one.name === rotating.name && one.provider === rotating.provider;
}

async function rotationsOf(app: App, one: CredentialState): Promise<readonly Rotation[]> {
  // A damaged one is said where the incident is declared: it holds nobody up.
  return (await openIncidents(app)).states
    .filter((state) => kindOf(state.id) === "rotation")
    .flatMap((state) => liveCredentials(state).map((credential) => ({ state, credential })))
    .filter(({ credential }) => isSame(credential, one));
}

/** Copy a sealed value as it lies: whoever could open it there can open it here. */
async function copySealed(app: App, from: string, to: string, op: string): Promise<boolean> {
  const ciphertext = await app.vault.getSealed(from, op);
  if (ciphertext === undefined) return false;
  await app.vault.putSealed(to, op, ciphertext);
  return true;
}

/** The old value, where the incident does not hold it yet. */
async function oldFacts(
  app: App,
  incident: string,
  one: CredentialState,
  { state, credential }: Rotation,
): Promise<readonly IncidentFact[]> {
  const { sealed, fingerprint, last4 } = credential.old;
  if (one.old.sealed !== null || sealed === null || fingerprint === null) return [];
  if (!(await copySealed(app, state.id, incident, sealed))) return [];
  const from = `rotation ${state.id}`;
  return [
    {
      type: "credential.value-held",
      data: { credential: one.id, fingerprint, last4: last4 ?? "", sealed, from },
    },
  ];
}

async function newFacts(
  app: App,
  incident: string,
  one: CredentialState,
  { state, credential }: Rotation,
): Promise<readonly IncidentFact[]> {
  const { opId, keyId, name, last4, fingerprint, sealed } = credential.new;
  if (one.new.state !== "none" || sealed === null || fingerprint === null) return [];
  if (!(await copySealed(app, state.id, incident, sealed.opId))) return [];
  return [
    {
      type: "key.created",
      data: {
        credential: one.id,
        opId: opId ?? sealed.opId,
        keyId,
        name: name ?? credential.name,
        last4: last4 ?? "",
        fingerprint,
      },
    },
    { type: "key.sealed", data: { credential: one.id, ...sealed } },
  ];
}

/** The rotation is over; its record says which incident took its place. Its own rules do not hold it up. */
async function endRotation(app: App, rotation: string, incident: string): Promise<void> {
  const because = `${incident} was declared for the same key and goes on with what was made here`;
  await change(app, rotation, (world) =>
    world.state.state === "open" ? [{ type: "incident.stood-down", data: { because } }] : [],
  );
}

async function carryOver(
  app: App,
  incident: string,
  one: CredentialState,
  rotation: Rotation,
): Promise<Change> {
  const made = await newFacts(app, incident, one, rotation);
  const facts = [...(await oldFacts(app, incident, one, rotation)), ...made];
  if (facts.length > 0) await record(app, incident, facts);
  const steps = made.length > 0 ? ["create-replacement-key", "store-replacement-key"] : [];
  for (const step of steps)
    await change(app, incident, (world) => completeOnce(world, step, one.id));
  await endRotation(app, rotation.state.id, incident);
  app.say(
    made.length > 0
      ? `${one.name} was being rotated in ${rotation.state.id}: its new key ..${rotation.credential.new.last4 ?? "????"} serves as the replacement; that rotation has ended`
      : `${one.name} was being rotated in ${rotation.state.id}; that rotation has ended`,
  );
  // What the incident now says of itself, every fact above included.
  return change(app, incident, () => []);
}

/**
 * Take over from the rotations of an incident's keys. The incident is durable before: a crash in between leaves the rotation open, and
 * every step of it refused. Gives the incident as it is then; undefined when nothing was rotated.
 */
export async function carryOn(app: App, incident: string): Promise<Change | undefined> {
  const { state } = worldOf(app, await loadIncident(app, incident));
  if (state.drill) return undefined;
  let made: Change | undefined;
  for (const one of liveCredentials(state))
    for (const rotation of await rotationsOf(app, one))
      made = await carryOver(app, incident, one, rotation);
  return made;
}
