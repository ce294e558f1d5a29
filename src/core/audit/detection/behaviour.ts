// Detections of behaviour: calls, hours and errors that are not this key's way.
import { HOUR, MINUTE } from "../../instant.ts";
import { activeIn, sumIn, type Caller } from "../callers.ts";
import { usualMost } from "../profile.ts";
import { counted, dayWords, figure, listWords, minuteWords, percent } from "../words.ts";
import { daysOf, isOurs } from "./volume.ts";
import {
  examplesOf,
  limit,
  weigh,
  type Case,
  type Evaluate,
  type Raised,
  type Rule,
} from "./rule.ts";

const TEN = 10 * MINUTE;

/** Errors of whole minutes; answers 404 do not count where `notFound` is 0. */
function refused(rule: Rule, { window: { minutes } }: Case, from: number, to: number): number {
  const missing = limit(rule, "notFound") === 0 ? minutes.sumIn("notFound", from, to) : 0;
  return minutes.sumIn("denied", from, to) + minutes.sumIn("errors", from, to) - missing;
}

/** The end of the last whole minute before the cut: afterwards refusals are what we wanted. */
function untilCut({ facts }: Case): number {
  return Math.floor((facts.containedAt ?? Infinity) / MINUTE) * MINUTE;
}

function newEndpoint(rule: Rule, one: Case): readonly Raised[] {
  const known = one.profile.activity.seen.actions;
  const fresh = [...one.window.seen.actions]
    .filter(([action]) => !known.has(action))
    .sort(([a, x], [b, y]) => x.first - y.first || (a < b ? -1 : 1));
  if (fresh.length === 0) return [];
  const users = one.callers.filter(
    ({ actor, isProbe }) => !isProbe && fresh.some(([action]) => actor.actions.has(action)),
  );
  const strangers = users.filter(({ isForeign }) => isForeign);
  const ours = strangers.length === 0 && isOurs(one, []);
  const [, seen] = fresh.reduce((a, b) => (b[1].first < a[1].first ? b : a));
  return [
    {
      rule,
      ...weigh(ours, rule.level),
      title: ours ? `${rule.title}, by callers of our own` : rule.title,
      subject: fresh.length === 1 ? (fresh[0]?.[0] ?? null) : `${figure(fresh.length)} calls`,
      about: fresh.map(([action]) => action),
      from: seen.first,
      to: Math.max(...fresh.map(([, { last }]) => last)) + 1,
      observed: listWords(fresh.map(([action]) => action)),
      expected: `${counted(known.size, "kind")} of calls seen before`,
      threshold: "any",
      events: fresh.reduce((sum, [, { count }]) => sum + count, 0),
      callers: strangers,
      examples: examplesOf(strangers.length > 0 ? strangers : users),
    },
  ];
}

/** Hours of the window (since the epoch) with use although the key sleeps at that time of the day, and more of it than is usual then. */
function wakefulHours(rule: Rule, one: Case): ReadonlyMap<number, number> {
  const { hours, days, activity } = one.profile;
  const perDay = activity.requests / days.length;
  return new Map(
    [...one.window.minutes.sums("requests", HOUR)].filter(([hour, requests]) => {
      const share = hours[hour % 24] ?? 0;
      const usual = share * perDay;
      return share < limit(rule, "share") && requests > limit(rule, "factor") * usual;
    }),
  );
}

function offHours(rule: Rule, one: Case): readonly Raised[] {
  const awake = wakefulHours(rule, one);
  const hours = [...awake.keys()].sort((a, b) => a - b);
  const events = [...awake.values()].reduce((sum, requests) => sum + requests, 0);
  if (!(events > limit(rule, "requests"))) return [];
  const strangers = one.callers.filter(
    ({ isForeign, actor }) =>
      isForeign &&
      [...actor.minutes.keys()].some((minute) => awake.has(Math.floor((minute * MINUTE) / HOUR))),
  );
  const from = Math.min(...hours) * HOUR;
  return [
    {
      rule,
      level: rule.level,
      confidence: strangers.length > 0 ? "medium" : "low",
      title: rule.title,
      subject: dayWords(from),
      from,
      to: (Math.max(...hours) + 1) * HOUR,
      observed: `${counted(events, "request")} in ${counted(hours.length, "hour")}, the first from ${minuteWords(from)}`,
      expected: `less than ${percent(limit(rule, "share"))} of a day's requests in such an hour`,
      threshold: `more than ${figure(limit(rule, "requests"))}, and ${figure(limit(rule, "factor"))} times the usual`,
      events,
      callers: strangers,
      examples: examplesOf(strangers),
    },
  ];
}

interface ErrorDay {
  readonly day: number;
  readonly from: number;
  readonly to: number;
  readonly all: number;
  readonly bad: number;
}

/** The day with the highest share of errors, of those with enough requests and above the threshold. */
function worstDay(rule: Rule, one: Case): ErrorDay | null {
  const days = daysOf(one.context.windows).map((part): ErrorDay => {
    const { day } = part;
    const from = day + part.from;
    const to = day + part.to;
    const end = Math.min(to, untilCut(one));
    const all = one.window.minutes.sumIn("requests", from, end);
    return { day, from, to, all, bad: refused(rule, one, from, end) };
  });
  const [worst] = days
    .filter(({ all, bad }) => all > limit(rule, "requests") && bad > limit(rule, "share") * all)
    .sort((a, b) => b.bad / b.all - a.bad / a.all);
  return worst ?? null;
}

function errorRate(rule: Rule, one: Case): readonly Raised[] {
  const worst = worstDay(rule, one);
  if (worst === null) return [];
  const { day, from, to, all, bad } = worst;
  const share = bad / all;
  const { requests, outcomes } = one.profile.activity;
  const usual = one.profile.isEnough ? (outcomes.denied + outcomes.error) / requests : null;
  const callers = refusedMost(one, from, to, bad);
  const ours = isOurs(one, callers);
  return [
    {
      rule,
      ...weigh(ours, share > limit(rule, "high") ? "high" : rule.level),
      title: ours ? `${rule.title}, of callers of our own` : rule.title,
      subject: dayWords(day),
      from,
      to,
      observed: `${percent(share)} on ${dayWords(day)}: ${figure(bad)} of ${counted(all, "request")}`,
      expected: usual === null ? "5 % at most" : `${percent(usual)} before`,
      threshold: `more than ${percent(limit(rule, "share"))}`,
      events: bad,
      callers,
      examples: examplesOf(callers),
    },
  ];
}

/** The callers that are not ours, when at least half of the refusals were theirs. */
function refusedMost(one: Case, from: number, to: number, all: number): readonly Caller[] {
  const strangers = one.callers.filter(({ isForeign }) => isForeign);
  let theirs = 0;
  const involved = strangers.filter(({ actor }) => {
    const own = sumIn(actor.refused, from, to);
    theirs += own;
    return own > 0;
  });
  return theirs >= all / 2 ? involved : [];
}

function authBurst(rule: Rule, one: Case): readonly Raised[] {
  const many = [...one.window.minutes.sums("denied", TEN, untilCut(one))].filter(
    ([, denied]) => denied > limit(rule, "denied"),
  );
  if (many.length === 0) return [];
  const usual = one.profile.isEnough ? usualMost(one.profile, TEN, "denied") : 0;
  const bins = many.filter(([, denied]) => denied >= limit(rule, "factor") * usual);
  const [most] = bins.toSorted(([, a], [, b]) => b - a);
  if (most === undefined) return [];
  const from = most[0] * TEN;
  const callers = refusedMost(one, from, from + TEN, most[1]);
  const ours = isOurs(one, callers);
  return [
    {
      rule,
      ...weigh(ours, rule.level),
      title: rule.title,
      subject: dayWords(from),
      from,
      to: from + TEN,
      observed: `${counted(most[1], "answer")} 401 or 403 from ${minuteWords(from)}`,
      expected: `at most ${figure(usual)} in ten minutes`,
      threshold: `more than ${figure(limit(rule, "denied"))}, and ${figure(limit(rule, "factor"))} times the usual`,
      events: bins.reduce((sum, [, denied]) => sum + denied, 0),
      callers,
      examples: examplesOf(callers),
    },
  ];
}

function newModel(rule: Rule, one: Case): readonly Raised[] {
  const known = one.profile.activity.seen.models;
  const fresh = [...one.window.seen.models].filter(([model]) => !known.has(model));
  if (fresh.length === 0 || known.size === 0) return [];
  const first = Math.min(...fresh.map(([, seen]) => seen.first));
  const last = Math.max(...fresh.map(([, seen]) => seen.last));
  const strangers = activeIn(
    one.callers.filter(({ isForeign }) => isForeign),
    first,
    last + 1,
  );
  const ours = isOurs(one, strangers);
  return [
    {
      rule,
      ...weigh(ours, rule.level),
      title: rule.title,
      subject: listWords(fresh.map(([model]) => model)),
      about: fresh.map(([model]) => model),
      from: first,
      to: last + 1,
      observed: listWords(fresh.map(([model, { count }]) => `${model}: ${counted(count, "call")}`)),
      expected: listWords([...known.keys()]),
      threshold: "any",
      events: fresh.reduce((sum, [, { count }]) => sum + count, 0),
      callers: strangers,
      examples: examplesOf(strangers),
    },
  ];
}

export const BEHAVIOUR: Readonly<Record<string, Evaluate>> = {
  "new-endpoint": newEndpoint,
  "off-hours": offHours,
  "error-rate-5": errorRate,
  "auth-failure-burst": authBurst,
  "llm-new-model": newModel,
};
