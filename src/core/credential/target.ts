// Where a replacement stands, place by place, and what that makes of the new lane.
import type { CredentialState, NewLane, TargetRecord, TargetState } from "../incident/state.ts";

const SETTLED: readonly TargetState[] = ["in-use", "attested", "waived"];
const WRITTEN: readonly TargetState[] = ["written", "reloaded", "in-use", "attested", "waived"];

/** Whether a place needs nothing more: its consumer uses the new key, a person vouches for it, or it was waived. */
export function isPlaceSettled(target: TargetRecord): boolean {
  return SETTLED.includes(target.state);
}

/** Whether the operator said that no place holds this key. */
export function noPlaces(credential: Pick<CredentialState, "facts" | "targets">): boolean {
  return credential.targets.length === 0 && credential.facts["noPlaces"]?.value === "yes";
}

/** Whether the new key lies there, or nobody waits for it to. */
export function isPlaceWritten(target: TargetRecord): boolean {
  return WRITTEN.includes(target.state);
}

/** Every known place is settled; with none known the operator must have said so. */
export function everyPlaceSettled(credential: Pick<CredentialState, "facts" | "targets">): boolean {
  if (credential.targets.length === 0) return noPlaces(credential);
  return credential.targets.every(isPlaceSettled);
}

function everyPlaceWritten(credential: Pick<CredentialState, "facts" | "targets">): boolean {
  if (credential.targets.length === 0) return noPlaces(credential);
  return credential.targets.every(isPlaceWritten);
}

/** Position of the new lane that follows from its places, once a key is sealed. */
export function deployedLane(
  credential: Pick<CredentialState, "facts" | "targets" | "new">,
): NewLane["state"] {
  const { verdict } = credential.new;
  if (everyPlaceSettled(credential) && verdict === "ALIVE") return "in-use";
  return everyPlaceWritten(credential) ? "deployed" : "sealed";
}
