// Makes an event of what a log's fields say: one function for every format, given a getter for each field.
import type { AccessEvent } from "../../../core/audit/access-event.ts";
import { barePath, isId, pageOf, routeOf } from "../../../core/audit/route.ts";
import { remembered } from "./remembered.ts";
import type { Times } from "./time.ts";
import { callerOf } from "./forwarded.ts";
import { asnOf, countOf, countryOf, outcomeOf, statusOf, textOf } from "./value.ts";

/** Fields that a log, or a person by option, can name. `path` becomes action and resource; `requests` and `lastsMs` make a bucket. */
export const FIELDS = {
  at: "when",
  receivedAt: "when it was received, where the log has both",
  key: "what names the key",
  alias: "what else names it in the same line",
  principal: "who acted",
  ip: "address it came from",
  country: "country of the address, two letters",
  asn: "network of the address",
  userAgent: "program that called",
  method: "HTTP method",
  path: "path or address called",
  action: "operation, where the log names it",
  resource: "what was touched",
  status: "HTTP status",
  outcome: "how it ended, where the log says so",
  errorCode: "why it failed",
  bytes: "bytes sent back",
  units: "tokens or other units",
  cost: "US dollars",
  model: "model called",
  id: "the log's own id of the event",
  requests: "how many requests the line stands for",
  lastsMs: "how long it stands for, in ms",
} as const;

export type Field = keyof typeof FIELDS;

export const FIELD_NAMES = Object.keys(FIELDS) as readonly Field[];

/** Where a record has a field. */
export type Get<T> = (record: T) => unknown;

export type Getters<T> = Readonly<Partial<Record<Field, Get<T>>>>;

/** Reads a record; the reason as text when it is no event. */
export type ReadEvent<T> = (record: T) => AccessEvent | string;

/** A route; the action is of the method it was last called with, so that an endpoint is mostly one and the same text. */
interface Route {
  readonly route: string;
  method: string | null;
  action: string;
}

/** What a path says was touched, and by which route. */
interface Called {
  readonly resource: string;
  readonly route: Route;
}

function routed(path: string): Route {
  const route = routeOf(path);
  return { route, method: null, action: route };
}

/** Reads paths. Of thousands of ids at one place only the place is looked at again. */
function router(): (path: string) => Called {
  const whole = remembered(routed);
  const below = remembered((place) => routed(`${place}{id}`));
  return remembered((path) => {
    const bare = barePath(path);
    const place = bare.lastIndexOf("/") + 1;
    const route = isId(bare.slice(place)) ? below(bare.slice(0, place)) : whole(bare);
    return { resource: `${bare}${pageOf(path)}`, route };
  });
}

/** Text of one field, always the same one where it comes again: it is then found faster wherever it is counted. */
function texts(): (value: unknown) => string | null {
  const known = remembered((text) => text);
  return (value) => {
    const text = textOf(value);
    return text === null ? null : known(text);
  };
}

/** `GET /v1/prompts/{id}`; without a method the route alone. */
function actionOf(route: Route, method: string | null): string {
  if (route.method !== method) {
    route.method = method;
    route.action = method === null ? route.route : `${method} ${route.route}`;
  }
  return route.action;
}

function nothing(): undefined {
  return undefined;
}

/** A reader of records whose fields the getters know. */
export function eventReader<T>(given: Getters<T>, times: Times): ReadEvent<T> {
  // One getter for each field, so that every event is made the same way (and has one hidden class).
  const get = Object.fromEntries(
    FIELD_NAMES.map((field) => [field, given[field] ?? nothing]),
  ) as Record<Field, Get<T>>;
  const callerNamed = remembered(callerOf);
  const calledBy = router();
  const country = remembered(countryOf);
  // Each field remembers its own: most of them say the same as in the line before.
  const known = {
    key: texts(),
    alias: texts(),
    principal: texts(),
    userAgent: texts(),
    method: texts(),
    action: texts(),
  };
  const isAlso = given.alias !== undefined;
  return (record) => {
    const at = times.read(get.at(record));
    if (typeof at === "string") return `its time ${at}`;
    times.compare(at, get.receivedAt(record));
    const status = statusOf(get.status(record));
    const errorCode = textOf(get.errorCode(record));
    const method = known.method(get.method(record));
    const path = textOf(get.path(record));
    const called = path === null ? null : calledBy(path);
    const ip = get.ip(record);
    const where = get.country(record);
    const requests = countOf(get.requests(record));
    return {
      at,
      key: known.key(get.key(record)),
      alias: isAlso ? known.alias(get.alias(record)) : undefined,
      principal: known.principal(get.principal(record)),
      ip: typeof ip === "string" ? callerNamed(ip) : null,
      country: typeof where === "string" ? country(where) : null,
      asn: asnOf(get.asn(record)),
      userAgent: known.userAgent(get.userAgent(record)),
      method,
      action:
        known.action(get.action(record)) ??
        (called === null ? null : actionOf(called.route, method)),
      resource: textOf(get.resource(record)) ?? called?.resource ?? null,
      status,
      outcome: outcomeOf(get.outcome(record), status, errorCode),
      errorCode,
      bytes: countOf(get.bytes(record)),
      units: countOf(get.units(record)),
      cost: countOf(get.cost(record)),
      model: textOf(get.model(record)),
      id: textOf(get.id(record)),
      change: null,
      bucket: requests === null ? null : { requests, lastsMs: countOf(get.lastsMs(record)) ?? 0 },
    };
  };
}
