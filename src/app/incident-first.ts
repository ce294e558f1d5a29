// An incident comes before a rotation: while one treats the same key, the rotation does nothing, whoever asks.
import { ClaroIrError } from "../core/error.ts";
import { liveCredentials } from "../core/incident/checklist.ts";
import { kindOf } from "../core/incident/kind.ts";
import type { CredentialState, IncidentState } from "../core/incident/state.ts";
import { incidentIds, readState, type Reader } from "./list.ts";

/** Which of a rotation's keys an incident is about. */
interface Treated {
  readonly incident: IncidentState;
  readonly lane: "old" | "new";
}

function isOldOf(one: CredentialState, rotating: CredentialState, isOpen: boolean): boolean {
  const { old } = rotating;
  if (old.fingerprint !== null && one.burnt.includes(old.fingerprint)) return true;
  if (old.keyId !== null && one.old.keyId === old.keyId && one.provider === rotating.provider)
    return true;
  // A name may be given again once its incident is over.
  return isOpen && one.name === rotating.name && one.provider === rotating.provider;
}

function isNewOf(one: CredentialState, { new: made, provider }: CredentialState): boolean {
  if (made.fingerprint !== null && one.old.fingerprint === made.fingerprint) return true;
  return made.keyId !== null && one.old.keyId === made.keyId && one.provider === provider;
}

function treatedIn(incident: IncidentState, rotating: CredentialState): Treated | undefined {
  const isOpen = incident.state === "open";
  for (const one of liveCredentials(incident)) {
    if (isOldOf(one, rotating, isOpen)) return { incident, lane: "old" };
    if (isNewOf(one, rotating)) return { incident, lane: "new" };
  }
  return undefined;
}

/** The incident that treats a key of a rotation, or treated it as compromised; rehearsals and false alarms aside. */
async function incidentOf(reader: Reader, rotating: CredentialState): Promise<Treated | undefined> {
  for (const id of await incidentIds(reader)) {
    if (kindOf(id) === "rotation") continue;
    const incident = await readState(reader, id);
    if (incident.drill || incident.state === "stood-down") continue;
    const treated = treatedIn(incident, rotating);
    if (treated !== undefined) return treated;
  }
  return undefined;
}

/**
 * Refuse to go on with a rotation whose key an incident treats. Only going back to the old key stays open when it is the new one that
 * leaked. Nothing happens in an incident itself.
 */
export async function refuseBehindIncident(
  reader: Reader,
  rotation: IncidentState,
  credential: CredentialState,
  goesBack: boolean,
): Promise<void> {
  if (kindOf(rotation.id) === "incident") return;
  const treated = await incidentOf(reader, credential);
  if (treated === undefined || (treated.lane === "new" && goesBack)) return;
  const { incident, lane } = treated;
  const which = lane === "old" ? credential.name : (credential.new.name ?? "its new key");
  throw new ClaroIrError(
    "refused",
    "incident-first",
    `${rotation.id} does nothing any more: ${which} is compromised, see ${incident.id}.`,
    {
      hint:
        lane === "old"
          ? `claro-ir next --incident ${incident.id}`
          : `claro-ir run roll-back --incident ${rotation.id} --credential ${credential.id}`,
    },
  );
}
