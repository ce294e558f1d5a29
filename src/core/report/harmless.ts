// A suspicion that turned out to be nothing: no key is to be contained, and no report may read as if one was missing.
import { isHarmless } from "../incident/misuse.ts";
import type { IncidentState } from "../incident/state.ts";
import { dateTime } from "./input.ts";

/** That nothing was cut, and since when it was called harmless; null for every other incident. */
export function harmlessWords(state: IncidentState): string | null {
  if (!isHarmless(state)) return null;
  const said = state.decisions.findLast(({ kind }) => kind === "verdict");
  const when = said === undefined ? "" : ` ${dateTime(said.at)}`;
  return `judged harmless${when}: nothing was cut, the key stays`;
}
