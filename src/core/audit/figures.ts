// The figures of a report: what was counted, as plain lists.
import { MINUTE, toInstant, type Instant } from "../instant.ts";
import type { Activity, Actor } from "./activity.ts";
import type { Counted, Figures, Span } from "./report.ts";
import type { Seen } from "./values.ts";

const MOST_LISTED = 20;

/** Epoch ms, where there is one: not of the first or last of nothing. */
export function instantOf(at: number): Instant | null {
  return Number.isFinite(at) ? toInstant(at) : null;
}

/** What is said once is counted over all actors that say it. */
export function valuesOf(
  activity: Activity,
  of: (actor: Actor) => string | null,
): ReadonlyMap<string, Seen> {
  const values = new Map<string, { count: number; first: number; last: number }>();
  for (const actor of activity.actors.values()) {
    const value = of(actor);
    if (value === null) continue;
    const seen = values.get(value);
    if (seen === undefined)
      values.set(value, { count: actor.requests, first: actor.first, last: actor.last });
    else {
      seen.count += actor.requests;
      seen.first = Math.min(seen.first, actor.first);
      seen.last = Math.max(seen.last, actor.last);
    }
  }
  return values;
}

type Value = readonly [string, Seen];

function isBefore([a, one]: Value, [b, other]: Value): boolean {
  return one.count === other.count ? a < b : one.count > other.count;
}

/** The `most` most frequent ones, in order: there may be thousands, of which few are shown. */
function topOf(values: Iterable<Value>, most: number): readonly Value[] {
  const top: Value[] = [];
  for (const value of values) {
    const last = top[most - 1];
    if (last !== undefined && isBefore(last, value)) continue;
    const at = top.findIndex((one) => isBefore(value, one));
    top.splice(at === -1 ? top.length : at, 0, value);
    if (top.length > most) top.pop();
  }
  return top;
}

/** The most frequent values first, as a report has them. */
export function listed(
  values: Iterable<Value>,
  isKnown: (value: string) => boolean,
  most = MOST_LISTED,
): readonly Counted[] {
  return topOf(values, most).map(([value, { count, first, last }]) => ({
    value,
    count,
    first: toInstant(first),
    last: toInstant(last),
    isKnown: isKnown(value),
  }));
}

export interface Known {
  address(value: string): boolean;
  country(value: string): boolean;
  agent(value: string): boolean;
  action(value: string): boolean;
  resource(value: string): boolean;
}

function peakOf({ minutes }: Activity): Figures["peakPerMinute"] {
  const peak = minutes.peak("requests");
  return peak === null ? null : { at: toInstant(peak.at * MINUTE), requests: peak.most };
}

/** Figures of one activity. */
export function figuresOf(activity: Activity, span: Span, known: Known): Figures {
  const addresses = valuesOf(activity, ({ ip }) => ip);
  const countries = valuesOf(activity, ({ country }) => country);
  const agents = valuesOf(activity, ({ agent }) => agent);
  const { actions, resources } = activity.seen;
  const { requests, outcomes } = activity;
  const refused = outcomes.denied + outcomes.error;
  return {
    span,
    requests,
    first: instantOf(activity.first),
    last: instantOf(activity.last),
    lastSuccess: instantOf(activity.lastSuccess),
    lastRefused: instantOf(activity.lastRefused),
    success: outcomes.success,
    denied: outcomes.denied,
    errors: outcomes.error,
    errorRate: requests === 0 ? null : refused / requests,
    bytes: activity.bytes === 0 ? null : activity.bytes,
    units: activity.units === 0 ? null : activity.units,
    cost: activity.cost === 0 ? null : activity.cost,
    addresses: listed(addresses, known.address),
    countries: listed(countries, known.country),
    agents: listed(agents, known.agent),
    actions: listed(actions, known.action),
    resources: listed(resources, known.resource),
    statuses: [...activity.statuses]
      .sort(([a, x], [b, y]) => y - x || a - b)
      .map(([status, count]) => ({ status: String(status), count })),
    distinct: {
      addresses: addresses.size,
      countries: countries.size,
      agents: agents.size,
      actions: actions.size,
      resources: resources.size,
    },
    peakPerMinute: peakOf(activity),
  };
}
