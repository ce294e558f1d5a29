// The watch of a planned rotation, computed from stored instants alone: when the old key may go, and when the new one is worse than it was.
import { DAY, HOUR, parseDuration, plus, toEpoch, type Instant } from "../instant.ts";
import type { CredentialState, TargetRecord } from "../incident/state.ts";

/** Fact that holds how long the new key is watched after the last deploy. */
export const WATCH_LENGTH = "watchLength";
/** Fact that lists the places that get the new key first. */
export const STAGING_PLACES = "stagingPlaces";

/** The old key must have been unused for this long, and the last deploy be as old, before it may go (safe rotation of the security guide). */
export const QUIET = DAY;
/** Longest watch of the same guide. */
const LONGEST_WATCH = 2 * DAY;
/** From this share on errors count as risen, where they were lower before (the guide's alert level). */
const TOO_MANY = 0.05;
/** Fewer requests than this tell nothing about a rate. */
const ENOUGH = 20;

/** Ids of the places that get the new key first. */
export function stagingPlaces(credential: Pick<CredentialState, "facts">): readonly string[] {
  const listed = credential.facts[STAGING_PLACES]?.value ?? "";
  return listed.split(",").filter((id) => id !== "");
}

function newest(instants: readonly (Instant | null)[]): Instant | null {
  const known = instants.filter((one) => one !== null);
  return known.toSorted((a, b) => toEpoch(a) - toEpoch(b)).at(-1) ?? null;
}

function placedAt(target: TargetRecord): Instant | null {
  return target.writtenAt ?? (target.state === "attested" ? target.at : null);
}

/** When the new key came to its last place; null while it lies nowhere. */
export function deployedAt({ targets }: Pick<CredentialState, "targets">): Instant | null {
  return newest(targets.map(placedAt));
}

/** End of the watch; null before the first deploy. Every deploy begins it anew. */
export function watchUntil(credential: CredentialState): Instant | null {
  const from =
    deployedAt(credential) ?? (credential.targets.length === 0 ? credential.new.createdAt : null);
  const length = parseDuration(credential.facts[WATCH_LENGTH]?.value ?? "") ?? QUIET;
  return from === null ? null : plus(from, Math.max(QUIET, length));
}

/** From when the old key has been quiet long enough; null where no use is known. */
export function quietFrom({ watch, usage }: CredentialState): Instant | null {
  const used = watch?.oldLastUsedAt ?? usage?.lastUsedAt ?? null;
  return used === null ? null : plus(used, QUIET);
}

/** The earliest instant at which the old key may go, as far as is known now; null before the first deploy. */
export function mayGoFrom(credential: CredentialState): Instant | null {
  const until = watchUntil(credential);
  return until === null ? null : newest([until, quietFrom(credential)]);
}

/** Why the error rate counts as risen: above 5 %, or above twice the figure before; undefined while it does not. Rates from 0 to 1. */
export function risen(
  before: number | null,
  now: { readonly requests: number | null; readonly errorRate: number | null },
): string | undefined {
  const { requests, errorRate } = now;
  if (errorRate === null || (requests !== null && requests < ENOUGH)) return undefined;
  const was = before ?? 0;
  if (errorRate > TOO_MANY && errorRate > was)
    return `errors of the new key are at ${percent(errorRate)}, before ${percent(before)}`;
  if (was > 0 && errorRate > 2 * was)
    return `errors of the new key are at ${percent(errorRate)}, more than twice the ${percent(was)} before`;
  return undefined;
}

/** `0.052` as `5.2 %`. */
export function percent(rate: number | null): string {
  return rate === null ? "unknown" : `${String(Math.round(rate * 1000) / 10)} %`;
}

/** Whether the watch may end by itself: long enough, nothing worse, and the old key seen to be quiet. */
export function isWatchOver(credential: CredentialState, now: Instant): boolean {
  const { watch } = credential;
  const from = mayGoFrom(credential);
  if (from === null || watch === null || !watch.oldUseKnown) return false;
  return watch.problems.length === 0 && toEpoch(now) >= toEpoch(from);
}

/** How a rotation stands, as the fact that runbooks ask for; null before anybody has looked. */
export function rotationHealth(credential: CredentialState): string | null {
  const { rollback, watch } = credential;
  if (rollback !== null) return credential.new.state === "none" ? "rolled-back" : "rolling-back";
  if (watch === null) return null;
  return watch.problems.length > 0 ? "failing" : "healthy";
}

/** `2026-11-25 21:40Z` */
export function minuteOf(instant: Instant): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)}Z`;
}

/** A watch as people give it: 24 to 48 hours, in ms; undefined for any other. */
export function watchLength(text: string): number | undefined {
  const ms = parseDuration(text);
  return ms === undefined || ms < 24 * HOUR || ms > LONGEST_WATCH ? undefined : ms;
}
