// A replacement that nobody can deploy any more: ending an incident discards the sealed values, and it may be opened again.
import type { CredentialState } from "../incident/state.ts";

/** Sealed once, discarded since, and not in every place yet: only another replacement helps. */
export function isValueGone({ state, sealed }: CredentialState["new"]): boolean {
  return (state === "sealed" || state === "deployed") && sealed === null;
}
