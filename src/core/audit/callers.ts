// Who used the key in the window, and whether they are ours.
import { MINUTE } from "../instant.ts";
import type { Activity, Actor } from "./activity.ts";
import { familyOf } from "./agent-family.ts";
import type { AuditContext } from "./context.ts";
import type { Profile } from "./profile.ts";
import type { Use } from "./report.ts";
import { counted, listWords, useWords } from "./words.ts";

/** `unknown` = the log says it, but there is nothing to compare it with; `unsaid` = the log does not say it. */
export type Familiar = "ours" | "seen" | "new" | "unknown" | "unsaid";

export interface Caller {
  readonly actor: Actor;
  /** Of its address: in a network of our own, or in one that used the key before. */
  readonly place: Familiar;
  /** Of its agent, without version. */
  readonly client: Familiar;
  readonly family: string | null;
  /** The incident's own probe. */
  readonly isProbe: boolean;
  /** From nowhere, or with nothing, that is known to use this key. */
  readonly isForeign: boolean;
}

/** Of a key whose addresses change all the time: by operator, else by country; without either nothing can be told. */
function widePlaceOf({ asn, country }: Actor, profile: Profile): Familiar {
  if (asn !== null) return profile.asns.has(asn) ? "seen" : "new";
  return country !== null && !profile.countries.has(country) ? "new" : "unknown";
}

function placeOf(actor: Actor, profile: Profile, context: AuditContext): Familiar {
  const { ip } = actor;
  if (ip === null) return "unsaid";
  if (context.networks.isOwn(ip)) return "ours";
  if (!profile.isEnough) return context.hasOwnNetworks ? "new" : "unknown";
  if (profile.places.has(context.networks.placeOf(ip))) return "seen";
  return profile.isRoaming ? widePlaceOf(actor, profile) : "new";
}

function clientOf(family: string | null, profile: Profile, context: AuditContext): Familiar {
  if (family === null) return "unsaid";
  if (context.knownAgents.some((known) => familyOf(known) === family)) return "ours";
  if (!profile.isEnough || profile.families.size === 0) return "unknown";
  return profile.families.has(family) ? "seen" : "new";
}

function caller(actor: Actor, profile: Profile, context: AuditContext): Caller {
  const family = actor.agent === null ? null : familyOf(actor.agent);
  const place = placeOf(actor, profile, context);
  const client = clientOf(family, profile, context);
  const isProbe =
    context.incident !== null &&
    family === "claro-ir-probe" &&
    (actor.agent ?? "").includes(context.incident);
  const isForeign = !isProbe && (place === "new" || (client === "new" && place !== "ours"));
  return { actor, place, client, family, isProbe, isForeign };
}

/** Everybody who used the key in the window, the busiest first. */
export function callersOf(
  window: Activity,
  profile: Profile,
  context: AuditContext,
): readonly Caller[] {
  return [...window.actors.values()]
    .map((actor) => caller(actor, profile, context))
    .sort((a, b) => b.actor.requests - a.actor.requests || a.actor.first - b.actor.first);
}

/** Sum over the minutes from `from` to `to` (epoch ms, whole minutes). Looks minute by minute only where it is the shorter way. */
export function sumIn(minutes: ReadonlyMap<number, number>, from: number, to: number): number {
  const first = Math.ceil(from / MINUTE);
  const end = Math.ceil(to / MINUTE);
  let sum = 0;
  if (end - first < minutes.size)
    for (let minute = first; minute < end; minute += 1) sum += minutes.get(minute) ?? 0;
  else for (const [minute, count] of minutes) if (minute >= first && minute < end) sum += count;
  return sum;
}

/** Requests of these callers from `from` to `to` (epoch ms, whole minutes). */
export function requestsOf(callers: readonly Caller[], from: number, to: number): number {
  return callers.reduce((sum, { actor }) => sum + sumIn(actor.minutes, from, to), 0);
}

/** Those of the callers who asked for something in the time. */
export function activeIn(callers: readonly Caller[], from: number, to: number): readonly Caller[] {
  return callers.filter(
    ({ actor }) => actor.first < to && actor.last >= from && sumIn(actor.minutes, from, to) > 0,
  );
}

/** How often these callers used the key, and how much of it came to nothing. */
export function useOf(callers: readonly Caller[]): Use {
  const actors = callers.map(({ actor }) => actor);
  return {
    callers: new Set(callers.map(nameOf)).size,
    requests: actors.reduce((sum, { requests }) => sum + requests, 0),
    accepted: actors.reduce(
      (sum, { requests, denied, errors }) => sum + requests - denied - errors,
      0,
    ),
    refused: actors.reduce((sum, { denied }) => sum + denied, 0),
  };
}

/**
 * `300 requests, 280 accepted, 20 refused, from 4 addresses (203.0.113.66, 203.0.113.67, 203.0.113.68 and 1 more) with curl`: people count
 * addresses, not pairs.
 */
export function whoWords(callers: readonly Caller[]): string {
  const names = [...new Set(callers.map(nameOf))];
  const families = [...new Set(callers.flatMap(({ family }) => family ?? []))];
  const isAddresses = callers.every(({ actor }) => actor.ip !== null);
  const from =
    names.length === 1 || !isAddresses
      ? listWords(names)
      : `${counted(names.length, "address", "addresses")} (${listWords(names)})`;
  const by = isAddresses && families.length > 0 ? ` with ${listWords(families)}` : "";
  return `${useWords(useOf(callers))}, from ${from}${by}`;
}

/** How a caller is called: its address, else its principal, else its agent. */
export function nameOf({ actor }: Caller): string {
  return actor.ip ?? actor.principal ?? actor.agent ?? "somebody";
}
