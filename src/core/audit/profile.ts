// What is normal for one key: figures and habits of its baseline.
import { DAY, HOUR, MINUTE } from "../instant.ts";
import type { Activity } from "./activity.ts";
import { familyOf } from "./agent-family.ts";
import type { Networks } from "./context.ts";
import type { Coverage } from "./coverage.ts";
import type { Figure } from "./minutes.ts";
import { median, quantile } from "./statistics.ts";
import { counted } from "./words.ts";

/** A baseline of fewer days, or of fewer requests, says too little (a week holds each weekday once). */
const LEAST_DAYS = 7;
const LEAST_REQUESTS = 20;
/** From so many days of the same weekday on they are compared with each other alone. */
const LEAST_SAME_WEEKDAY = 4;

export interface Profile {
  /** Epoch ms of the beginnings of its wholly covered days. */
  readonly days: readonly number[];
  readonly isEnough: boolean;
  /** In words, when it is not. */
  readonly why: string | null;
  readonly activity: Activity;
  readonly families: ReadonlySet<string>;
  readonly places: ReadonlySet<string>;
  /** Its addresses change all the time, so that a new one says nothing by itself. */
  readonly isRoaming: boolean;
  readonly countries: ReadonlySet<string>;
  readonly asns: ReadonlySet<string>;
  readonly principals: ReadonlySet<string>;
  /** Share of its requests by hour of the day, UTC. */
  readonly hours: readonly number[];
  /** Requests to be expected a minute by hour of the day, UTC; null when the baseline is too short. */
  readonly usual: readonly number[] | null;
}

/** What the baseline rests on: of the logs' coverage. */
export type Covered = Pick<Coverage, "baselineDays" | "trafficDays" | "namesKeys">;

function whyShort(
  { baselineDays, trafficDays, namesKeys }: Covered,
  requests: number,
): string | null {
  const days = baselineDays.length;
  if (!namesKeys)
    return `the logs cover ${counted(trafficDays, "day")} of the baseline for all callers together, and none for this key, which they do not name`;
  if (days < LEAST_DAYS)
    return `${counted(days, "day")} of the baseline ${days === 1 ? "is" : "are"} covered, ${String(LEAST_DAYS)} are needed`;
  if (requests < LEAST_REQUESTS)
    return `${counted(requests, "request")} in the baseline, ${String(LEAST_REQUESTS)} are needed`;
  return null;
}

/** 95th percentile of the sums of a figure over stretches of `length` ms that hold a request. */
export function usualMost({ activity }: Profile, length: number, what: Figure): number {
  return quantile([...activity.minutes.sums(what, length).values()], 0.95);
}

/** Most different resources usual within ten minutes: 95th percentile. */
export function usualNames({ activity }: Profile): number {
  return quantile([...activity.names.sizes().values()], 0.95);
}

/**
 * What is to be expected of the part of a day from `from` to `to` (ms since its beginning, whole minutes): the median of the
 * same part of the same weekday where there are four of them, else of all days.
 */
export function expectedOf(
  { days, activity }: Profile,
  day: number,
  part: { readonly from: number; readonly to: number },
  what: Figure,
): number {
  const same = days.filter((one) => (one - day) % (7 * DAY) === 0);
  const compared = same.length >= LEAST_SAME_WEEKDAY ? same : days;
  return median(
    compared.map((one) => activity.minutes.sumIn(what, one + part.from, one + part.to)),
  );
}

function byHour(activity: Activity): readonly number[] {
  const hours = Array.from({ length: 24 }, () => 0);
  for (const [bin, requests] of activity.minutes.sums("requests", HOUR))
    hours[bin % 24] = (hours[bin % 24] ?? 0) + requests;
  return hours;
}

function texts(values: Iterable<string | null>): ReadonlySet<string> {
  const all = new Set<string>();
  for (const value of values) if (value !== null) all.add(value);
  return all;
}

/** In the later half of the baseline at least this share of places had not been there in the earlier half. */
const ROAMING_SHARE = 0.3;
/** Of fewer places a share says nothing. */
const ROAMING_LEAST = 10;

function isRoaming(activity: Activity, days: readonly number[], networks: Networks): boolean {
  // More callers than are kept: the list of places is not whole.
  if (activity.overflow.has("actors")) return true;
  const half = days[Math.floor(days.length / 2)] ?? 0;
  const first = new Map<string, number>();
  const later = new Set<string>();
  for (const actor of activity.actors.values()) {
    if (actor.ip === null) continue;
    const place = networks.placeOf(actor.ip);
    first.set(place, Math.min(first.get(place) ?? Infinity, actor.first));
    if (actor.last >= half) later.add(place);
  }
  const fresh = [...later].filter((place) => (first.get(place) ?? 0) >= half);
  return later.size >= ROAMING_LEAST && fresh.length >= ROAMING_SHARE * later.size;
}

/** What is normal, told by what the key did on covered days before the window. */
export function profileOf(activity: Activity, coverage: Covered, networks: Networks): Profile {
  const days = coverage.baselineDays;
  const why = whyShort(coverage, activity.requests);
  const actors = [...activity.actors.values()];
  const hours = byHour(activity);
  return {
    days,
    isEnough: why === null,
    why,
    activity,
    families: texts(actors.map(({ agent }) => (agent === null ? null : familyOf(agent)))),
    places: texts(actors.map(({ ip }) => (ip === null ? null : networks.placeOf(ip)))),
    isRoaming: isRoaming(activity, days, networks),
    countries: texts(actors.map(({ country }) => country)),
    asns: texts(actors.map(({ asn }) => asn)),
    principals: texts(actors.map(({ principal }) => principal)),
    hours: hours.map((requests) => requests / Math.max(1, activity.requests)),
    usual:
      why === null ? hours.map((requests) => requests / (days.length * (HOUR / MINUTE))) : null,
  };
}
