// What one key did over a span of time: figures that can be added event by event, and merged between workers in any order.
import type { AccessEvent, Change, Outcome, Where } from "./access-event.ts";
import { MOST_CHANGES, MOST_VALUES, hash } from "./count.ts";
import { Actors } from "./actors.ts";
import { countActor } from "./count-actor.ts";
import { Minutes } from "./minutes.ts";
import { Names } from "./names.ts";
import { Values } from "./values.ts";

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

/** One event, small enough to be kept as an example. */
export interface Example {
  readonly at: number;
  readonly where: Where;
  readonly action: string | null;
  readonly resource: string | null;
  readonly status: number | null;
  readonly outcome: Outcome;
}

/** One address with one agent acting for one principal: the smallest "who" that a log tells apart. */
export interface Actor {
  readonly ip: string | null;
  readonly agent: string | null;
  readonly principal: string | null;
  country: string | null;
  asn: string | null;
  requests: number;
  denied: number;
  errors: number;
  bytes: number;
  units: number;
  first: number;
  last: number;
  /** Of those that succeeded, and of those that were refused or failed; Infinity and -Infinity while there is none. */
  firstSuccess: number;
  lastSuccess: number;
  lastRefused: number;
  /** Requests, and of them refused ones, by minute since the epoch. */
  minutes: Map<number, number>;
  refused: Map<number, number>;
  actions: Values;
  /** What it got, and what it was refused or failed to get: each request counts in one of them. */
  resources: Values;
  missed: Values;
  /** The earliest events, in order. */
  examples: Example[];
}

export interface Changed {
  readonly at: number;
  readonly by: string | null;
  readonly change: Change;
  readonly where: Where;
  readonly action: string | null;
  readonly ip: string | null;
  readonly agent: string | null;
  /** Refused ones were only tried. */
  readonly outcome: Outcome;
}

/** What is counted for all actors together; addresses, agents and the like are those of the actors. */
export type Dimension = "actions" | "resources" | "models";

export type Limit = Dimension | "actors" | "entries" | "changes";

export interface Activity {
  /** Who did what and when is kept for each actor: not needed of a baseline, where it would only cost time and memory. */
  readonly isDetailed: boolean;
  requests: number;
  /** Epoch ms; Infinity and -Infinity while there is none. */
  first: number;
  last: number;
  /** Of those that succeeded, and of those that were refused or failed. */
  lastSuccess: number;
  lastRefused: number;
  outcomes: Record<Outcome, number>;
  statuses: Map<number, number>;
  bytes: number;
  units: number;
  cost: number;
  /** Requests of a usual day as the logs themselves state it; 0 = they do not. */
  average: number;
  minutes: Minutes;
  names: Names;
  seen: Record<Dimension, Values>;
  actors: Actors;
  /** Entries in the maps of all actors. */
  entries: number;
  /** Kinds that reached the limit. */
  overflow: Set<Limit>;
  changes: Changed[];
}

/** Nothing counted yet; for a baseline with `isDetailed` false. */
export function newActivity(isDetailed = true): Activity {
  return {
    isDetailed,
    requests: 0,
    first: Infinity,
    last: -Infinity,
    lastSuccess: -Infinity,
    lastRefused: -Infinity,
    outcomes: { success: 0, denied: 0, error: 0 },
    statuses: new Map(),
    bytes: 0,
    units: 0,
    cost: 0,
    average: 0,
    minutes: new Minutes(),
    names: new Names(),
    seen: { actions: new Values(), resources: new Values(), models: new Values() },
    actors: new Actors(),
    entries: 0,
    overflow: new Set(),
    changes: [],
  };
}

function seeAll({ seen, overflow }: Activity, event: AccessEvent, requests: number): void {
  const { at, action, resource, model } = event;
  if (action !== null && !seen.actions.see(action, requests, at, at, MOST_VALUES))
    overflow.add("actions");
  if (resource !== null && !seen.resources.see(resource, requests, at, at, MOST_VALUES))
    overflow.add("resources");
  if (model !== null && !seen.models.see(model, requests, at, at, MOST_VALUES))
    overflow.add("models");
}

/** What a line stands for that says nothing else. */
const ONE: NonNullable<AccessEvent["bucket"]> = { requests: 1, lastsMs: 0 };

/** Count one event. `where` may be used again by the caller: it is copied. */
export function record(activity: Activity, event: AccessEvent, where: Where): void {
  const { at, outcome, status, resource } = event;
  const { requests, average = 0 } = event.bucket ?? ONE;
  activity.requests += requests;
  if (at < activity.first) activity.first = at;
  if (at > activity.last) activity.last = at;
  if (outcome === "success") activity.lastSuccess = Math.max(activity.lastSuccess, at);
  else activity.lastRefused = Math.max(activity.lastRefused, at);
  activity.outcomes[outcome] += requests;
  if (status !== null)
    activity.statuses.set(status, (activity.statuses.get(status) ?? 0) + requests);
  activity.bytes += event.bytes ?? 0;
  activity.units += event.units ?? 0;
  activity.cost += event.cost ?? 0;
  activity.average = Math.max(activity.average, average);
  activity.minutes.count(event, requests, where);
  seeAll(activity, event, requests);
  if (resource !== null) activity.names.add(Math.floor(at / 600_000), hash(resource));
  countActor(activity, event, requests, where);
  if (event.change !== null) addChange(activity, changed(event, event.change, where));
}

function changed(event: AccessEvent, change: Change, { source, line }: Where): Changed {
  return {
    at: event.at,
    by: event.key ?? event.principal,
    change,
    where: { source, line },
    action: event.action,
    ip: event.ip,
    agent: event.userAgent,
    outcome: event.outcome,
  };
}

/** Keep a change while there is room. */
export function addChange(activity: Activity, change: Changed): void {
  if (activity.changes.length >= MOST_CHANGES) activity.overflow.add("changes");
  else activity.changes.push(change);
}
