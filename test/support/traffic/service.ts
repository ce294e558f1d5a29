// Services with keys of their own: what they call, from where, and at which hours, week after week.
import type { AccessEvent } from "../../../src/core/audit/access-event.ts";
import { DAY, HOUR } from "../../../src/core/instant.ts";
import type { Dice } from "./dice.ts";
import { event, outcomeOf } from "./event.ts";

export interface Host {
  readonly ip: string;
  readonly country: string;
  readonly asn: string;
}

export interface Call {
  readonly action: string;
  /** How many different things it is asked for; 0 = none is named. */
  readonly things: number;
  readonly bytes: number;
  readonly weight: number;
}

export interface Service {
  readonly kind: "web" | "llm" | "batch";
  readonly agent: string;
  readonly hosts: readonly Host[];
  readonly calls: readonly Call[];
  /** Requests on an ordinary weekday; share of it on a day of the weekend. */
  readonly perDay: number;
  readonly weekend: number;
  /** Weight of each hour, UTC; their sum is 1. */
  readonly hours: readonly number[];
  /** Share of errors on an ordinary day. */
  readonly errors: number;
  readonly models: readonly string[];
}

const CALLS: Readonly<Record<Service["kind"], readonly Call[]>> = {
  web: [
    { action: "POST /v1/prompts/get", things: 12, bytes: 6_000, weight: 80 },
    { action: "GET /v1/prompts", things: 0, bytes: 20_000, weight: 15 },
    { action: "GET /v1/contexts/{id}", things: 8, bytes: 90_000, weight: 5 },
  ],
  llm: [
    { action: "POST /v1/chat/completions", things: 0, bytes: 3_000, weight: 90 },
    { action: "POST /v1/embeddings", things: 0, bytes: 9_000, weight: 10 },
  ],
  batch: [
    { action: "GET /v1/prompts", things: 0, bytes: 20_000, weight: 10 },
    { action: "GET /v1/contexts/{id}", things: 60, bytes: 200_000, weight: 90 },
  ],
};

function shape(dice: Dice, kind: Service["kind"]): readonly number[] {
  const start = kind === "batch" ? dice.int(0, 4) : dice.int(6, 9);
  const hours = Array.from({ length: 24 }, (_, hour) => {
    if (kind === "batch") return hour === start ? 1 : hour === start + 1 ? 0.3 : 0;
    const into = (hour - start + 24) % 24;
    return into < 11 ? 1 + 0.5 * Math.sin((into / 11) * Math.PI) : into < 14 ? 0.4 : 0.05;
  });
  const sum = hours.reduce((all, hour) => all + hour, 0);
  return hours.map((hour) => hour / sum);
}

/** Functions in a cloud: each call leaves by another of thousands of addresses. */
function cloudHosts(dice: Dice): readonly Host[] {
  return Array.from({ length: 20_000 }, () => ({
    ip: `13.${String(dice.int(1, 60))}.${String(dice.int(1, 250))}.${String(dice.int(1, 250))}`,
    country: "DE",
    asn: "AS64510",
  }));
}

/** A service with habits of its own, on machines or as functions in a cloud. */
export function service(dice: Dice, kind: Service["kind"], isServerless = false): Service {
  const net = `10${String(dice.int(0, 9))}.${String(dice.int(1, 200))}.${String(dice.int(1, 200))}`;
  return {
    kind,
    agent: kind === "llm" ? "openai-python/1.58.1" : `baytos-claro/0.0.${String(dice.int(1, 9))}`,
    hosts: isServerless
      ? cloudHosts(dice)
      : Array.from({ length: dice.int(1, 4) }, (_, at) => ({
          ip: `${net}.${String(10 + at)}`,
          country: "DE",
          asn: "AS64510",
        })),
    calls: CALLS[kind],
    perDay: kind === "batch" ? dice.int(150, 400) : dice.int(300, 900),
    weekend: kind === "batch" ? 1 : 0.3 + 0.5 * dice.next(),
    hours: shape(dice, kind),
    errors: 0.002 + 0.015 * dice.next(),
    models: kind === "llm" ? ["gpt-4o-mini"] : [],
  };
}

/** One request as the service makes it. */
export function request(
  dice: Dice,
  from: Service,
  at: number,
  of: Partial<AccessEvent> = {},
): AccessEvent {
  const total = from.calls.reduce((sum, { weight }) => sum + weight, 0);
  let rest = dice.next() * total;
  const call = from.calls.find(({ weight }) => (rest -= weight) < 0) ?? dice.pick(from.calls);
  const host = dice.pick(from.hosts);
  const status = dice.next() < from.errors ? dice.pick([404, 429, 500, 503, 400]) : 200;
  const units = from.kind === "llm" ? dice.int(200, 1_500) : null;
  return event(at, {
    ip: host.ip,
    country: host.country,
    asn: host.asn,
    userAgent: from.agent,
    action: call.action,
    resource:
      call.things === 0
        ? null
        : `${call.action.split("/")[2] ?? ""}/${String(dice.int(1, call.things))}`,
    status,
    outcome: outcomeOf(status),
    bytes: status === 200 ? dice.int(Math.ceil(call.bytes / 2), call.bytes * 2) : 120,
    units,
    cost: units === null ? null : units * 0.000_002,
    model: units === null ? null : dice.pick(from.models),
    ...of,
  });
}

/** Bytes of an ordinary call, on average (`request` draws between half and twice as much). */
export function meanBytes({ calls }: Service): number {
  const weights = calls.reduce((sum, { weight }) => sum + weight, 0);
  return (1.25 * calls.reduce((sum, { weight, bytes }) => sum + weight * bytes, 0)) / weights;
}

/** What is to be expected of the service between two instants. */
export function expectedOf(from: Service, start: number, end: number): number {
  let sum = 0;
  for (let hour = Math.floor(start / HOUR); hour * HOUR < end; hour += 1) {
    const part = (Math.min(end, (hour + 1) * HOUR) - Math.max(start, hour * HOUR)) / HOUR;
    const weekday = Math.floor(((hour * HOUR) / DAY + 4) % 7);
    const share = weekday === 0 || weekday === 6 ? from.weekend : 1;
    sum += part * share * from.perDay * (from.hours[hour % 24] ?? 0);
  }
  return sum;
}

/** Ordinary traffic from `start` to `end`, in no order; days differ by some 10 % as they do. */
export function ordinary(dice: Dice, from: Service, start: number, end: number): AccessEvent[] {
  const events: AccessEvent[] = [];
  let mood = 1;
  for (let hour = Math.ceil(start / HOUR); (hour + 1) * HOUR <= end; hour += 1) {
    if (hour % 24 === 0) mood = 0.9 + 0.2 * dice.next();
    const count = dice.poisson(mood * expectedOf(from, hour * HOUR, (hour + 1) * HOUR));
    for (let one = 0; one < count; one += 1)
      events.push(request(dice, from, hour * HOUR + Math.floor(dice.next() * HOUR)));
  }
  return events;
}
