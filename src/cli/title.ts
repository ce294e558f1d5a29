// What an incident is called in front of others.
import type { IncidentState } from "../core/incident/state.ts";

/** Its summary; of a restricted one the codename only. */
export function titleOf(state: Pick<IncidentState, "restricted" | "codename" | "summary">): string {
  return state.restricted ? (state.codename ?? "restricted") : state.summary;
}
