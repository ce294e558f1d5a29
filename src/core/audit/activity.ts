// What one key did over a span of time: figures that can be added event by event, and merged between workers in any order.
import {
  MOST_CHANGES,
  MOST_ENTRIES,
  MOST_NAMES,
  MOST_VALUES,
  hash,
  isEarlier,
  see,
  shareOf,
  sharesOf,
} from "./count.ts";
import { countActor } from "./count-actor.ts";
import { MINUTE } from "../instant.ts";
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
  cost: number;
  /** Answers 404. */
  notFound: number;
  /** Answers 429. */
  limited: number;
  /** Successful reads of a file or an object. */
  downloads: number;
  /** The earliest one: when (epoch ms), and where it was read. */
  first: number;
  where: Where;
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
  actions: Map<string, Seen>;
  resources: Map<string, Seen>;
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

export type Limit = Dimension | "actors" | "entries" | "names" | "changes";

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
  statuses: Map<string, number>;
  bytes: number;
  units: number;
  cost: number;
  /** By minute since the epoch. */
  minutes: Map<number, Minute>;
  /** Hashes of the different resources touched, by ten minutes since the epoch. */
  names: Map<number, Set<number>>;
  seen: Record<Dimension, Map<string, Seen>>;
  actors: Map<string, Actor>;
  /** Entries in the maps of all actors, and in all sets of names. */
  entries: { actors: number; names: number };
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
    minutes: new Map(),
    names: new Map(),
    seen: { actions: new Map(), resources: new Map(), models: new Map() },
    actors: new Map(),
    entries: { actors: 0, names: 0 },
    overflow: new Set(),
    changes: [],
  };
}

function seeAll({ seen, overflow }: Activity, event: AccessEvent, one: Readonly<Seen>): void {
  const { action, resource, model } = event;
  if (action !== null && !see(seen.actions, action, one, MOST_VALUES)) overflow.add("actions");
  if (resource !== null && !see(seen.resources, resource, one, MOST_VALUES))
    overflow.add("resources");
  if (model !== null && !see(seen.models, model, one, MOST_VALUES)) overflow.add("models");
}

/** Reading a file or an object, by the words that APIs use for it; not what is only said of one (its tags, who may read it). */
const DOWNLOAD =
  /download|getobject(?!acl|tagging|attributes|retention|legalhold|lockconfiguration)|\/(?:files?|contexts?|objects?|exports?)\b/i;

function minuteOf({ minutes }: Activity, time: number, where: Where): Minute {
  const at = Math.floor(time / MINUTE);
  const known = minutes.get(at);
  if (known === undefined) {
    const fresh = newMinute(time, where);
    minutes.set(at, fresh);
    return fresh;
  }
  if (isEarlier(time, where, known.first, known.where)) {
    known.first = time;
    known.where = { source: where.source, line: where.line };
  }
  return known;
}

function countMinutes(activity: Activity, event: AccessEvent, { count, where }: Seen): void {
  const { outcome, status, action } = event;
  const isDownload = outcome === "success" && action !== null && DOWNLOAD.test(action);
  for (const share of sharesOf(event)) {
    const minute = minuteOf(activity, event.at + share.after, where);
    const requests = shareOf(count, share);
    minute.requests += requests;
    if (outcome === "denied") minute.denied += requests;
    if (outcome === "error") minute.errors += requests;
    if (status === 404) minute.notFound += requests;
    if (status === 429) minute.limited += requests;
    minute.bytes += shareOf(event.bytes ?? 0, share);
    minute.units += shareOf(event.units ?? 0, share);
    // Money has no whole numbers.
    minute.cost += (event.cost ?? 0) / share.of;
    if (isDownload) minute.downloads += requests;
  }
}

/** A minute without requests. */
export function newMinute(first: number, { source, line }: Where): Minute {
  return {
    requests: 0,
    denied: 0,
    errors: 0,
    bytes: 0,
    units: 0,
    cost: 0,
    notFound: 0,
    limited: 0,
    downloads: 0,
    first,
    where: { source, line },
  };
}

/** Remember that a resource was touched in these ten minutes. */
export function countName(activity: Activity, ten: number, name: number): void {
  let names = activity.names.get(ten);
  if (names === undefined) {
    names = new Set();
    activity.names.set(ten, names);
  }
  if (names.has(name)) return;
  if (names.size >= MOST_NAMES || activity.entries.names >= MOST_ENTRIES) {
    activity.overflow.add("names");
    return;
  }
  names.add(name);
  activity.entries.names += 1;
}

/** Count one event. `where` may be used again by the caller: it is copied. */
export function record(activity: Activity, event: AccessEvent, where: Where): void {
  const { at, outcome, status, resource } = event;
  const requests = event.bucket?.requests ?? 1;
  const one: Seen = { count: requests, first: at, last: at, where };
  activity.requests += requests;
  if (at < activity.first) activity.first = at;
  if (at > activity.last) activity.last = at;
  if (outcome === "success") activity.lastSuccess = Math.max(activity.lastSuccess, at);
  else activity.lastRefused = Math.max(activity.lastRefused, at);
  activity.outcomes[outcome] += requests;
  if (status !== null) {
    const text = String(status);
    activity.statuses.set(text, (activity.statuses.get(text) ?? 0) + requests);
  }
  activity.bytes += event.bytes ?? 0;
  activity.units += event.units ?? 0;
  activity.cost += event.cost ?? 0;
  countMinutes(activity, event, one);
  seeAll(activity, event, one);
  if (resource !== null) countName(activity, Math.floor(at / 600_000), hash(resource));
  countActor(activity, event, one);
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
