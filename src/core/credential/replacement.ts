// Whether a replacement is one: ending an incident discards the sealed values, it may be opened again, and vendors delete keys.
import type { CredentialState } from "../incident/state.ts";

/** Sealed once, discarded since, and not in every place yet: somebody finds the value in a place, or another key is made. */
export function isValueGone({ state, sealed }: CredentialState["new"]): boolean {
  return (state === "sealed" || state === "deployed") && sealed === null;
}

/** Where a replacement stands, as it is told: one that was sealed, and whose value is discarded, is sealed no more. */
export function standingOf({
  state,
  sealed,
}: CredentialState["new"]): CredentialState["new"]["state"] | "discarded" {
  return state === "sealed" && sealed === null ? "discarded" : state;
}

/** None is there, its vendor rejects it (the wrong key was deleted), or nobody can deploy it: one may be made. */
export function mayBeMade(made: CredentialState["new"]): boolean {
  return made.state === "none" || made.verdict === "DEAD" || isValueGone(made);
}
