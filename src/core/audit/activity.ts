// What one key did over a span of time: figures that can be added event by event, and merged between workers in any order.
import type { AccessEvent, Change, Outcome, Where } from "./access-event.ts";

/** A key and everything that names it in a log. */
export interface KeyNames {
  /** c1, or what was typed. */
  readonly key: string;
  readonly names: readonly string[];
}

/** Epoch ms; ends are not included. The baseline ends where the window begins. */
export interface Windows {
  readonly baselineFrom: number;
  readonly from: number;
  readonly to: number;
}

export interface Seen {
  count: number;
  first: number;
  last: number;
  /** Of the earliest one. */
  where: Where;
}

export interface Minute {
  requests: number;
  denied: number;
  errors: number;
  bytes: number;
  units: number;
}

/** Most different values kept of each kind: beyond it only the count of events goes on, and `overflow` says so. */
const MOST_VALUES = 20_000;

export type Dimension =
  | "ips"
  | "countries"
  | "asns"
  | "agents"
  | "actions"
  | "resources"
  | "models"
  | "principals"
  /** Who asked and how it ended, as one value (`callerOf`): who was let in, and who was not. */
  | "callers";

export interface Activity {
  requests: number;
  /** Epoch ms; Infinity and -Infinity while there is none. */
  first: number;
  last: number;
  outcomes: Record<Outcome, number>;
  statuses: Map<string, number>;
  bytes: number;
  units: number;
  cost: number;
  /** By minute since the epoch. */
  minutes: Map<number, Minute>;
  seen: Record<Dimension, Map<string, Seen>>;
  /** Kinds that reached the limit. */
  overflow: Set<Dimension>;
  changes: {
    readonly at: number;
    readonly by: string | null;
    readonly change: Change;
    readonly where: Where;
  }[];
}

export function newActivity(): Activity {
  return {
    requests: 0,
    first: Infinity,
    last: -Infinity,
    outcomes: { success: 0, denied: 0, error: 0 },
    statuses: new Map(),
    bytes: 0,
    units: 0,
    cost: 0,
    minutes: new Map(),
    seen: {
      ips: new Map(),
      countries: new Map(),
      asns: new Map(),
      agents: new Map(),
      actions: new Map(),
      resources: new Map(),
      models: new Map(),
      principals: new Map(),
      callers: new Map(),
    },
    overflow: new Set(),
    changes: [],
  };
}

/** Outcome, address and agent as one value; `callerIn` takes it apart. No address holds a blank. */
export function callerOf({ outcome, ip, userAgent }: AccessEvent): string {
  return `${outcome} ${ip ?? "-"} ${userAgent ?? ""}`;
}

export interface Caller {
  readonly outcome: Outcome;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** What `callerOf` put together. */
export function callerIn(value: string): Caller {
  const [outcome = "", ip = "-"] = value.split(" ", 2);
  const userAgent = value.slice(outcome.length + ip.length + 2);
  return {
    outcome: outcome as Outcome,
    ip: ip === "-" ? null : ip,
    userAgent: userAgent === "" ? null : userAgent,
  };
}

/** Which field of an event each kind of value comes from. */
const FIELDS: readonly (readonly [Dimension, (event: AccessEvent) => string | null])[] = [
  ["ips", (event) => event.ip],
  ["countries", (event) => event.country],
  ["asns", (event) => event.asn],
  ["agents", (event) => event.userAgent],
  ["actions", (event) => event.action],
  ["resources", (event) => event.resource],
  ["models", (event) => event.model],
  ["principals", (event) => event.principal],
  ["callers", callerOf],
];

function see(activity: Activity, dimension: Dimension, value: string, one: Seen): void {
  const values = activity.seen[dimension];
  const seen = values.get(value);
  if (seen === undefined) {
    if (values.size >= MOST_VALUES) activity.overflow.add(dimension);
    else values.set(value, { ...one });
    return;
  }
  seen.count += one.count;
  if (one.first < seen.first) {
    seen.first = one.first;
    seen.where = one.where;
  }
  if (one.last > seen.last) seen.last = one.last;
}

function countMinute(activity: Activity, event: AccessEvent, requests: number): void {
  const at = Math.floor(event.at / 60_000);
  let minute = activity.minutes.get(at);
  if (minute === undefined) {
    minute = { requests: 0, denied: 0, errors: 0, bytes: 0, units: 0 };
    activity.minutes.set(at, minute);
  }
  minute.requests += requests;
  if (event.outcome === "denied") minute.denied += requests;
  if (event.outcome === "error") minute.errors += requests;
  minute.bytes += event.bytes ?? 0;
  minute.units += event.units ?? 0;
}

function countStatus(activity: Activity, status: number, requests: number): void {
  const text = String(status);
  activity.statuses.set(text, (activity.statuses.get(text) ?? 0) + requests);
}

/** Count one event. */
export function record(activity: Activity, event: AccessEvent, where: Where): void {
  const { at, change, key, principal, status } = event;
  const requests = event.bucket?.requests ?? 1;
  activity.requests += requests;
  if (at < activity.first) activity.first = at;
  if (at > activity.last) activity.last = at;
  activity.outcomes[event.outcome] += requests;
  if (status !== null) countStatus(activity, status, requests);
  activity.bytes += event.bytes ?? 0;
  activity.units += event.units ?? 0;
  activity.cost += event.cost ?? 0;
  countMinute(activity, event, requests);
  for (const [dimension, of] of FIELDS) {
    const value = of(event);
    if (value !== null)
      see(activity, dimension, value, { count: requests, first: at, last: at, where });
  }
  if (change !== null) activity.changes.push({ at, by: key ?? principal, change, where });
}
