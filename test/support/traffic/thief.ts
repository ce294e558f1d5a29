// What a thief looks like, and which rules ought to see it: told by how it was made, not by what the rules say.
import type { AccessEvent } from "../../../src/core/audit/access-event.ts";
import { DAY, HOUR, MINUTE } from "../../../src/core/instant.ts";
import type { Dice } from "./dice.ts";
import type { Span } from "./harmless.ts";
import { expectedOf, meanBytes, request, type Host, type Service } from "./service.ts";

export interface Attack {
  readonly events: readonly AccessEvent[];
  /** Rules that ought to fire because of it. */
  readonly traits: ReadonlySet<string>;
}

export type Make = (dice: Dice, service: Service, window: Span) => Attack;

const TOOLS = ["curl/8.4.0", "python-requests/2.31.0", "Go-http-client/1.1", "python-httpx/0.27.0"];
const ABROAD = ["RU", "VN", "BR", "US", "NL", "ID"];

export interface Thief {
  readonly hosts: readonly Host[];
  readonly agent: string;
  readonly traits: readonly string[];
}

interface Manner {
  readonly addresses?: number;
  /** Sends the same user agent as the service. */
  readonly spoofs?: boolean;
  /** From the same country. */
  readonly near?: boolean;
}

export function thief(
  dice: Dice,
  service: Service,
  { addresses = 1, spoofs = false, near = false }: Manner = {},
): Thief {
  const country = near ? "DE" : dice.pick(ABROAD);
  const hosts = Array.from({ length: addresses }, (_, at) => ({
    ip: `185.${String(dice.int(1, 250))}.${String(at)}.${String(dice.int(1, 250))}`,
    country,
    asn: `AS${String(64_600 + (addresses > 4 ? at % 12 : 0))}`,
  }));
  return {
    hosts,
    agent: spoofs ? service.agent : dice.pick(TOOLS),
    traits: [
      "new-ip",
      "new-asn",
      ...(near ? [] : ["new-country"]),
      ...(spoofs ? [] : ["new-user-agent"]),
    ],
  };
}

export function by(
  dice: Dice,
  service: Service,
  { hosts, agent }: Thief,
  at: number,
  of: Partial<AccessEvent>,
): AccessEvent {
  return request(dice, service, at, { ...dice.pick(hosts), userAgent: agent, ...of });
}

/** Begins somewhere in the first half of the window, at a full minute. */
export function begin(dice: Dice, { from, to }: Span): number {
  return Math.floor((from + (dice.next() * (to - from)) / 2) / MINUTE) * MINUTE;
}

/** When the key is cut in those stories in which it is. */
export function cutOf({ from, to }: Span): number {
  return Math.floor((from + 0.6 * (to - from)) / MINUTE) * MINUTE;
}

function sum(events: readonly AccessEvent[], of: (event: AccessEvent) => number | null): number {
  return events.reduce((all, event) => all + (of(event) ?? 0), 0);
}

/** Traits of a day: beside what is usual on it. */
function dayTraits(
  service: Service,
  usual: number,
  day: readonly AccessEvent[],
): readonly string[] {
  const bad = day.filter(({ outcome }) => outcome !== "success").length;
  // An ordinary call of a language model costs 850 tokens of the cheapest model on average.
  const money = service.kind === "llm" ? usual * 850 * 0.000_002 : Infinity;
  return [
    ...(day.length > 1.1 * usual && day.length > 60 ? ["spike-2x"] : []),
    ...(bad / (day.length + usual) > 0.065 && bad >= 20 ? ["error-rate-5"] : []),
    ...(sum(day, ({ cost }) => cost) > 1.1 * money ? ["llm-volume"] : []),
  ];
}

/** Traits of an hour: beside the busiest hour of an ordinary day, and whether the service sleeps then. */
function hourTraits(
  service: Service,
  hour: number,
  events: readonly AccessEvent[],
): readonly string[] {
  const busiest = service.perDay * Math.max(...service.hours);
  const bytes = sum(events, ({ bytes: some }) => some);
  const isBulk = bytes > 10 * 1024 * 1024 && bytes > 6 * busiest * meanBytes(service);
  const sleeps = (service.hours[hour % 24] ?? 0) < 0.008;
  return [
    ...(isBulk ? ["bulk-read"] : []),
    ...(sleeps && events.length >= 15 ? ["off-hours"] : []),
  ];
}

/** Traits that follow from figures of the attack and of the service: beside whom, when, how much. */
function measured(
  service: Service,
  window: Span,
  events: readonly AccessEvent[],
  country: string,
): readonly string[] {
  const days = Map.groupBy(events, ({ at }) => Math.floor(at / DAY));
  const hours = Map.groupBy(events, ({ at }) => Math.floor(at / HOUR));
  // Berlin to Lagos is six hours by air: 5,200 km.
  const besideOne =
    service.hosts.length === 1 &&
    events.some(
      ({ at, ip, outcome }) =>
        outcome === "success" &&
        (ip ?? "").startsWith("185.") &&
        expectedOf(service, at - 2 * HOUR, at + 2 * HOUR) >= 4,
    );
  const besides = events.some(({ at }) => expectedOf(service, at - HOUR, at + HOUR) >= 1);
  return [
    ...[...days].flatMap(([day, list]) => {
      const from = Math.max(window.from, day * DAY);
      const to = Math.min(window.to, (day + 1) * DAY);
      return dayTraits(service, expectedOf(service, from, to), list);
    }),
    ...[...hours].flatMap(([hour, list]) => hourTraits(service, hour, list)),
    ...(besideOne ? ["impossible-travel"] : []),
    ...(country !== "DE" && besides ? ["parallel-countries"] : []),
  ];
}

/** Cut to the window, with every trait. */
export function done(
  service: Service,
  window: Span,
  who: Thief,
  events: readonly AccessEvent[],
  traits: readonly string[],
): Attack {
  const inside = events.filter(({ at }) => at >= window.from && at < window.to);
  const [{ country } = { country: "DE" }] = who.hosts;
  return {
    events: inside,
    traits: new Set([...who.traits, ...traits, ...measured(service, window, inside, country)]),
  };
}

export function steps(
  dice: Dice,
  from: number,
  count: number,
  every: number,
  make: (at: number, index: number) => AccessEvent,
): AccessEvent[] {
  return Array.from({ length: count }, (_, index) =>
    make(from + Math.floor((index + dice.next() * 0.8) * every), index),
  );
}
