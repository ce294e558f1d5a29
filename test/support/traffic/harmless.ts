// What happens to a key without any thief: each of it looks odd to some rule.
import type { AccessEvent } from "../../../src/core/audit/access-event.ts";
import { HOUR, MINUTE } from "../../../src/core/instant.ts";
import type { Dice } from "./dice.ts";
import { cutOf } from "./thief.ts";
import { expectedOf, ordinary, request, type Service } from "./service.ts";

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Changes the events of the window: adds to them, or rewrites some. */
export type Disturbance = (
  dice: Dice,
  service: Service,
  window: Span,
  events: readonly AccessEvent[],
) => AccessEvent[];

function some(dice: Dice, window: Span, hours: number): Span {
  const from =
    window.from + Math.floor(dice.next() * Math.max(1, window.to - window.from - hours * HOUR));
  return { from, to: Math.min(window.to, from + hours * HOUR) };
}

/** A campaign: three times as much for a day. */
function launch(
  dice: Dice,
  service: Service,
  window: Span,
  events: readonly AccessEvent[],
): AccessEvent[] {
  const busy = { ...service, perDay: service.perDay * (2 + dice.next() * 2) };
  return [...events, ...ordinary(dice, busy, window.from, window.to)];
}

/** A re-index of our own: hundreds of files within the hour, from a host and program that are known. */
function batch(
  dice: Dice,
  service: Service,
  window: Span,
  events: readonly AccessEvent[],
): AccessEvent[] {
  const { from } = some(dice, window, 2);
  const count = dice.int(300, 900);
  const job = Array.from({ length: count }, (_, at) =>
    request(dice, service, from + Math.floor((at / count) * HOUR), {
      action: "GET /v1/contexts/{id}",
      resource: `contexts/${String(at)}`,
      bytes: 150_000,
      status: 200,
      outcome: "success",
    }),
  );
  return [...events, ...job];
}

/** A new version of the program, half way through the window. */
function deploy(
  dice: Dice,
  service: Service,
  window: Span,
  events: readonly AccessEvent[],
): AccessEvent[] {
  const at = window.from + dice.next() * (window.to - window.from);
  const agent = service.agent.replace(/\d+$/, "99");
  return events.map((one) => (one.at < at ? one : { ...one, userAgent: agent }));
}

/** A rewrite: another SDK altogether. */
function rewrite(
  dice: Dice,
  _service: Service,
  window: Span,
  events: readonly AccessEvent[],
): AccessEvent[] {
  const at = window.from + dice.next() * (window.to - window.from);
  return events.map((one) => (one.at < at ? one : { ...one, userAgent: "acme-gateway/2.0" }));
}

/** The vendor answers 503 for an hour or two, and clients try again. */
function outage(
  dice: Dice,
  service: Service,
  window: Span,
  events: readonly AccessEvent[],
): AccessEvent[] {
  const span = some(dice, window, dice.int(1, 3));
  const count = dice.poisson(3 * expectedOf(service, span.from, span.to));
  const retries = Array.from({ length: count }, () =>
    request(dice, service, span.from + Math.floor(dice.next() * (span.to - span.from)), {
      status: 503,
      outcome: "error",
      bytes: 120,
    }),
  );
  return [
    ...events.map((one): AccessEvent =>
      one.at >= span.from && one.at < span.to
        ? { ...one, status: 503, outcome: "error", bytes: 120 }
        : one,
    ),
    ...retries,
  ];
}

/** One consumer keeps sending a key that was narrowed: 403 every few seconds. */
function refusedConsumer(
  dice: Dice,
  service: Service,
  window: Span,
  events: readonly AccessEvent[],
): AccessEvent[] {
  const span = some(dice, window, 2);
  const host = dice.pick(service.hosts);
  const refusals: AccessEvent[] = [];
  for (let at = span.from; at < span.to; at += 20_000)
    refusals.push(
      request(dice, service, at, { ip: host.ip, status: 403, outcome: "denied", bytes: 80 }),
    );
  return [...events, ...refusals];
}

/** The office or the cluster leaves by another address: same operator, same program. */
function nat(
  dice: Dice,
  _service: Service,
  window: Span,
  events: readonly AccessEvent[],
): AccessEvent[] {
  const at = window.from + dice.next() * (window.to - window.from);
  const ip = `10${String(dice.int(0, 9))}.201.${String(dice.int(1, 250))}.7`;
  return events.map((one) => (one.at < at ? one : { ...one, ip }));
}

/** More machines for a while, in networks nobody has seen, of the same operator. */
function autoscale(
  dice: Dice,
  _service: Service,
  _window: Span,
  events: readonly AccessEvent[],
): AccessEvent[] {
  const ips = Array.from(
    { length: 6 },
    (_, at) => `10${String(at)}.222.${String(dice.int(1, 250))}.4`,
  );
  return events.map((one) => (dice.next() < 0.5 ? one : { ...one, ip: dice.pick(ips) }));
}

/** A colleague abroad for a day runs the usual program through a hotel's network. */
function journey(
  dice: Dice,
  service: Service,
  window: Span,
  events: readonly AccessEvent[],
): AccessEvent[] {
  const calls = Array.from({ length: dice.int(5, 30) }, () =>
    request(dice, service, window.from + Math.floor(dice.next() * (window.to - window.from)), {
      ip: "198.51.100.23",
      country: "PT",
      asn: "AS64520",
    }),
  );
  return [...events, ...calls];
}

/** A new feature: a call that was never made before. */
function feature(
  dice: Dice,
  _service: Service,
  _window: Span,
  events: readonly AccessEvent[],
): AccessEvent[] {
  return events.map((one) =>
    dice.next() < 0.8
      ? one
      : { ...one, action: "GET /v1/workspaces/{id}", resource: "workspaces/1" },
  );
}

/** A bug asks again and again until the vendor says 429. */
function retryStorm(
  dice: Dice,
  service: Service,
  window: Span,
  events: readonly AccessEvent[],
): AccessEvent[] {
  const span = some(dice, window, 1);
  const storm: AccessEvent[] = [];
  for (let at = span.from; at < span.from + 20 * MINUTE; at += 1_500)
    storm.push(request(dice, service, at, { status: 429, outcome: "error", bytes: 90 }));
  return [...events, ...storm];
}

/** Nobody works: a fifth of the usual. */
function holiday(
  dice: Dice,
  _service: Service,
  _window: Span,
  events: readonly AccessEvent[],
): AccessEvent[] {
  return events.filter(() => dice.next() < 0.2);
}

/** The same colleague takes curl: no log can tell that from a patient thief. */
function journeyByHand(
  dice: Dice,
  service: Service,
  window: Span,
  events: readonly AccessEvent[],
): AccessEvent[] {
  const strangers = journey(dice, service, window, []);
  return [...events, ...strangers.map((one) => ({ ...one, userAgent: "curl/8.5.0" }))];
}

/** A developer of ours looks something up by hand, from the office. */
function byHand(
  dice: Dice,
  service: Service,
  window: Span,
  events: readonly AccessEvent[],
): AccessEvent[] {
  const host = dice.pick(service.hosts);
  const { from } = some(dice, window, 1);
  const calls = Array.from({ length: dice.int(3, 12) }, (_, at) =>
    request(dice, service, from + at * MINUTE, { ip: host.ip, userAgent: "curl/8.5.0" }),
  );
  return [...events, ...calls];
}

/** The key is cut, and one consumer of ours was forgotten. */
function forgottenConsumer(
  dice: Dice,
  service: Service,
  window: Span,
  events: readonly AccessEvent[],
): AccessEvent[] {
  const cut = cutOf(window);
  const tries: AccessEvent[] = [];
  for (let at = cut + MINUTE; at < window.to; at += 10 * MINUTE)
    tries.push(request(dice, service, at, { status: 401, outcome: "denied", bytes: 60 }));
  return [...events.filter(({ at }) => at < cut), ...tries];
}

/** A day like any other. */
function quiet(
  _dice: Dice,
  _service: Service,
  _window: Span,
  events: readonly AccessEvent[],
): AccessEvent[] {
  return [...events];
}

export const HARMLESS: Readonly<Record<string, Disturbance>> = {
  quiet,
  launch,
  batch,
  deploy,
  rewrite,
  outage,
  "refused-consumer": refusedConsumer,
  nat,
  autoscale,
  journey,
  "journey-by-hand": journeyByHand,
  feature,
  "retry-storm": retryStorm,
  holiday,
  "by-hand": byHand,
  "forgotten-consumer": forgottenConsumer,
};
