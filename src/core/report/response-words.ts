// What the response's picture shows, in words: for who cannot see it, and where no picture can stand.
import { liveCredentials } from "../incident/checklist.ts";
import type { CredentialState, IncidentState } from "../incident/state.ts";
import type { Instant } from "../instant.ts";
import { dateTime, momentWords, spell, type ReportInput } from "./input.ts";
import { phaseMetrics } from "./phase-metrics.ts";
import { deadSince, factValue, inUseSince, isAtTheLatest } from "./terms.ts";

/** A fact's instant; a day stays a day. */
function shown(stated: string): string {
  return momentWords(stated, stated.length === 10 ? "day" : "second");
}

/** From when a key could be seen: its own fact, else the incident's. */
export function exposedFrom(credential: CredentialState, state: IncidentState): string | null {
  return factValue(credential.facts, "exposedFrom") ?? factValue(state.facts, "exposedFrom");
}

/** From when until when the old key worked in other hands. */
export function exposureWords(
  state: IncidentState,
  exposed: string | null,
  dead: Instant | null,
): string {
  const since = exposed === null ? "an unknown time" : shown(exposed);
  const bound = exposed !== null && isAtTheLatest(state, exposed) ? " at the latest" : "";
  return `could be used by others since ${since}${bound}, ${dead === null ? "not proved dead" : `dead since ${dateTime(dead)}`}`;
}

/** The picture as sentences: each phase, then each key. */
export function responseWords(input: ReportInput): string {
  const { state, runbook } = input;
  const metrics = phaseMetrics(state, runbook);
  const phases = runbook.phases.map(({ title, until }, index) => {
    const { ms = null, note = null } = metrics[index] ?? {};
    const limit = `of ${spell(until)}`;
    return ms === null
      ? `${title}: not done (${limit})`
      : `${title}: ${spell(ms)} ${limit}, ${note ?? ""}`;
  });
  const keys = liveCredentials(state).map((one) => {
    const cut = one.old.blockedAt;
    const used = inUseSince(one);
    return [
      `${one.id}: the old key ${exposureWords(state, exposedFrom(one, state), deadSince(one))}`,
      ...(cut === null ? [] : [`cut ${dateTime(cut)}`]),
      used === null
        ? "the new key is not in use everywhere"
        : `the new key is in use everywhere since ${dateTime(used)}`,
    ].join(", ");
  });
  return `${[...phases, ...keys].join(". ")}.`;
}
