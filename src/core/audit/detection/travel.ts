// Two uses so far apart, and so soon after each other, that nobody can have travelled between them.
import { HOUR, MINUTE } from "../../instant.ts";
import type { Caller } from "../callers.ts";
import type { Locate } from "../context.ts";

interface Point {
  readonly lat: number;
  readonly lon: number;
}

export interface Travel {
  readonly pair: readonly Caller[];
  /** Kilometres, and minutes between the two uses. */
  readonly distance: number;
  readonly minutes: number;
}

/** Mean radius in km (IUGG). */
const EARTH = 6371;

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

/** Great-circle distance in km (haversine formula). */
function distanceOf(a: Point, b: Point): number {
  const lat = Math.sin(radians(b.lat - a.lat) / 2) ** 2;
  const lon = Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  return (
    2 *
    EARTH *
    Math.asin(Math.sqrt(lat + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * lon))
  );
}

/** The first pair of successive uses faster than `speed` km/h over more than `distance` km, by different operators; null without one. */
export function travelOf(
  callers: readonly Caller[],
  locate: Locate,
  limits: { readonly speed: number; readonly distance: number; readonly within: number },
): Travel | null {
  const uses = callers
    .flatMap((caller) => {
      const { lat, lon } = (caller.actor.ip === null ? null : locate(caller.actor.ip)) ?? {};
      if (lat === undefined || lon === undefined) return [];
      const point = { lat, lon };
      return [...caller.actor.minutes.keys()]
        .filter((minute) => !caller.actor.refused.has(minute))
        .map((minute) => ({ caller, point, at: minute * MINUTE }));
    })
    .sort((a, b) => a.at - b.at);
  for (const [index, use] of uses.entries()) {
    const before = uses[index - 1];
    if (before === undefined || use.at - before.at > limits.within) continue;
    const sameOperator =
      use.caller.actor.asn !== null && use.caller.actor.asn === before.caller.actor.asn;
    const distance = distanceOf(before.point, use.point);
    // Uses of the same minute may lie almost a minute apart.
    const hours = Math.max(use.at - before.at, MINUTE) / HOUR;
    if (!sameOperator && distance > limits.distance && distance / hours > limits.speed)
      return { pair: [before.caller, use.caller], distance, minutes: hours * 60 };
  }
  return null;
}
