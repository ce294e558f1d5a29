// The watch after the cut: who still tries the dead key, ours or somebody else's, and when the window is clean.
import type { Activity, Actor } from "../audit/activity.ts";
import type { Knock } from "../incident/audit-event.ts";
import type { CredentialState } from "../incident/state.ts";
import { DAY, HOUR, MINUTE, between, plus, toEpoch, toInstant, type Instant } from "../instant.ts";

/** How long a dead key is watched where nobody says otherwise: "and again after 24 hours" (AWS IRP-CredCompromise watches 30 minutes at least). */
export const WATCH_LENGTH = DAY;
/** None of ours may have tried the dead key for so long: a nightly job tries once a day. */
const OWN_QUIET = DAY;
/** A copy of "this key is valid" may be served for so long after its death; later it was accepted. */
const CACHE = 5 * MINUTE;
/** Logs that end longer than this before the end of the window do not show it. */
const REACH = HOUR;
/** Most knocks kept of each kind. */
const MOST_KNOCKS = 50;

export interface Familiarity {
  /** Of our own networks, or with an agent of ours. */
  isOurs(actor: Pick<Actor, "ip" | "agent">): boolean;
  /** Our own look whether it is dead. */
  isProbe(actor: Pick<Actor, "ip" | "agent">): boolean;
}

export interface Observed {
  readonly ours: readonly Knock[];
  readonly theirs: readonly Knock[];
  /** Knocks that were left out of both. */
  readonly more: number;
  /** All requests with it, and of them our own consumers'. */
  readonly requests: number;
  readonly ownRequests: number;
  readonly accepted: number;
}

/** The key's life after the cut as far as it may be watched: null while it is not cut. */
export function watchedFrom({ old }: Pick<CredentialState, "old">): Instant | null {
  return old.state === "alive" ? null : (old.firstDeadAt ?? old.blockedAt);
}

/** Uses that were let in, in minutes that lie wholly behind `from` (epoch ms). */
function acceptedSince({ minutes, refused }: Actor, from: number): number {
  let sum = 0;
  for (const [minute, requests] of minutes)
    if (minute * MINUTE >= from) sum += requests - (refused.get(minute) ?? 0);
  return sum;
}

function knock(actor: Actor): Knock {
  return {
    ip: actor.ip,
    agent: actor.agent,
    count: actor.requests,
    accepted: actor.requests - actor.denied - actor.errors,
    first: toInstant(actor.first),
    last: toInstant(actor.last),
  };
}

function requestsOf(actors: readonly Actor[]): number {
  return actors.reduce((sum, { requests }) => sum + requests, 0);
}

/** Sort out who knocked. `deadAt` = when the key answered "dead" first. */
export function observe(activity: Activity, deadAt: Instant, familiar: Familiarity): Observed {
  const actors = [...activity.actors.values()]
    .filter((actor) => !familiar.isProbe(actor))
    .sort((a, b) => b.requests - a.requests || a.first - b.first);
  const ours = actors.filter((actor) => familiar.isOurs(actor));
  const theirs = actors.filter((actor) => !familiar.isOurs(actor));
  const late = toEpoch(deadAt) + CACHE;
  return {
    ours: ours.slice(0, MOST_KNOCKS).map(knock),
    theirs: theirs.slice(0, MOST_KNOCKS).map(knock),
    more: Math.max(0, ours.length - MOST_KNOCKS) + Math.max(0, theirs.length - MOST_KNOCKS),
    requests: requestsOf(actors),
    ownRequests: requestsOf(ours),
    accepted: actors.reduce((sum, actor) => sum + acceptedSince(actor, late), 0),
  };
}

function latest(instants: readonly Instant[]): Instant | undefined {
  return instants.toSorted((a, b) => toEpoch(a) - toEpoch(b)).at(-1);
}

/** When the window may be clean at the earliest: its end, and a day after one of ours tried last. Null while the key is not dead. */
export function cleanFrom(credential: Pick<CredentialState, "old" | "lookout">): Instant | null {
  const { old, lookout } = credential;
  if (old.state !== "dead" || old.firstDeadAt === null) return null;
  const ends = lookout?.until ?? plus(old.firstDeadAt, WATCH_LENGTH);
  const own = lookout?.lastOwn ?? null;
  return latest(own === null ? [ends] : [ends, plus(own, OWN_QUIET)]) ?? ends;
}

/** When the windows of all these keys may be clean at the earliest; null while none is dead. */
export function windowEnd(
  credentials: readonly Pick<CredentialState, "old" | "lookout">[],
): Instant | null {
  return latest(credentials.map(cleanFrom).filter((end) => end !== null)) ?? null;
}

/** What keeps the window from being clean, one line each; empty = it is clean. */
export function missingToClean(credential: CredentialState): readonly string[] {
  const { id, lookout } = credential;
  const from = cleanFrom(credential);
  if (from === null) return [`${id} is not proved dead`];
  const last = lookout?.last ?? null;
  if (last === null) return [`${id}: nobody has looked since the cut`];
  if (last.accepted > 0)
    return [`${id} was accepted ${String(last.accepted)} times after its death`];
  if (between(last.to, from) > 0)
    return [`${id} is watched until ${from.slice(0, 16).replace("T", " ")}Z`];
  if (last.seenTo === null || between(last.seenTo, from) > REACH)
    return [`${id}: the logs end before ${from.slice(0, 16).replace("T", " ")}Z`];
  return [];
}
