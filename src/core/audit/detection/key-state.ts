// Detections of behaviour that need more than the traffic: a key that sleeps, is tried out, or is dead.
import { DAY, MINUTE } from "../../instant.ts";
import { actorKey } from "../actors.ts";
import { nameOf, type Caller } from "../callers.ts";
import { counted, figure, listWords, minuteWords } from "../words.ts";
import {
  examplesOf,
  limit,
  spanOf,
  totalOf,
  type Case,
  type Evaluate,
  type Raised,
  type Rule,
} from "./rule.ts";

/** Why the key should not be in use at all; null when it may be. */
function asleep(rule: Rule, one: Case): string | null {
  const { status, lastUsedAt } = one.facts;
  if (status === "inactive" || status === "retiring" || status === "lost")
    return `it is ${status} in the register`;
  const least = limit(rule, "days");
  if (lastUsedAt !== null && one.window.first - lastUsedAt >= least * DAY)
    return `last used ${figure(Math.floor((one.window.first - lastUsedAt) / DAY))} days before`;
  const { days, activity } = one.profile;
  return activity.requests === 0 && days.length >= least
    ? `no use in ${figure(days.length)} covered days before`
    : null;
}

function inactive(rule: Rule, one: Case): readonly Raised[] {
  const why = one.window.requests === 0 ? null : asleep(rule, one);
  if (why === null) return [];
  const callers = one.callers.filter(({ isProbe, place }) => !isProbe && place !== "ours");
  return [
    {
      rule,
      level: rule.level,
      confidence: callers.length > 0 ? "high" : "medium",
      title: rule.title,
      subject: null,
      from: one.window.first,
      to: one.window.last + 1,
      observed: `${counted(one.window.requests, "request")}, the first at ${minuteWords(one.window.first)}`,
      expected: `none: ${why}`,
      threshold: `any, or after ${figure(limit(rule, "days"))} days of rest`,
      events: one.window.requests,
      callers,
      examples: examplesOf(callers),
    },
  ];
}

/** Calls that cost nothing and tell whose key it is, or that it works: list of models, identity, account. */
const CHECK =
  /\/v1\/models\b|getcalleridentity|\/user\/?$|\/me\/?$|\/account\/?$|\/balance\/?$|tokens\/verify|whoami|limit=1\b|listfoundationmodels|getmodelinvocationlogging/i;

/** It began with a call that only asks whether the key works, or with broken ones, and then went to work. */
function triedOut({ actor }: Caller, checks: number): boolean {
  const [first, second] = actor.examples;
  if (first === undefined || actor.requests <= checks) return false;
  const asks = CHECK.test(first.action ?? "") || CHECK.test(first.resource ?? "");
  const isBroken = [first, second].every(
    (example) => example?.status === 400 || example?.status === 404,
  );
  return asks || (isBroken && actor.errors < actor.requests / 2);
}

function keyCheck(rule: Rule, one: Case): readonly Raised[] {
  const callers = one.callers.filter(
    (caller) => caller.isForeign && triedOut(caller, limit(rule, "checks")),
  );
  if (callers.length === 0) return [];
  const [first] = examplesOf(callers, 1);
  return [
    {
      rule,
      level: rule.level,
      confidence: "medium",
      title: rule.title,
      subject: listWords([...new Set(callers.map(nameOf))]),
      about: callers.map(({ actor }) => actorKey(actor)),
      ...spanOf(callers),
      observed: `first ${first?.action ?? "a broken call"}, then ${counted(totalOf(callers) - 1, "request")}`,
      expected: "a consumer that begins with its work",
      threshold: `more than ${figure(limit(rule, "checks"))} requests after it`,
      events: totalOf(callers),
      callers,
      examples: examplesOf(callers),
    },
  ];
}

/** Minutes of a caller, and requests in them, from an instant on. */
function after(minutes: ReadonlyMap<number, number>, from: number): ReadonlyMap<number, number> {
  return new Map([...minutes].filter(([minute]) => minute * MINUTE >= from));
}

function sum(minutes: ReadonlyMap<number, number>): number {
  return [...minutes.values()].reduce((all, count) => all + count, 0);
}

function attempt(rule: Rule, one: Case): readonly Raised[] {
  const cut = one.facts.containedAt;
  if (cut === null) return [];
  const tries = one.callers
    .filter(({ isProbe }) => !isProbe)
    .map((caller) => ({ caller, minutes: after(caller.actor.refused, cut) }))
    .filter(({ minutes }) => minutes.size > 0);
  return [true, false].flatMap((foreign) => {
    const some = tries.filter(({ caller }) => caller.isForeign === foreign);
    const events = some.reduce((all, { minutes }) => all + sum(minutes), 0);
    if (!(events > limit(rule, "requests"))) return [];
    const callers = some.map(({ caller }) => caller);
    const at = some.flatMap(({ minutes }) => [...minutes.keys()]);
    return [
      {
        rule,
        level: foreign ? rule.level : "low",
        confidence: foreign ? "high" : "medium",
        title: foreign ? rule.title : "A consumer of our own still sends the dead key",
        subject: foreign ? "not ours" : "ours",
        from: Math.min(...at) * MINUTE,
        to: (Math.max(...at) + 1) * MINUTE,
        observed: `${counted(events, "refused request")} after the cut, from ${listWords([...new Set(callers.map(nameOf))])}`,
        expected: "none",
        threshold: "any",
        events,
        callers: foreign ? callers : [],
        examples: examplesOf(callers),
      } satisfies Raised,
    ];
  });
}

function accepted(rule: Rule, one: Case): readonly Raised[] {
  const cut = one.facts.containedAt;
  if (cut === null) return [];
  const from = cut + limit(rule, "minutes") * MINUTE;
  const uses = [...one.window.minutes].filter(
    ([at, { requests, denied, errors }]) => at * MINUTE >= from && requests > denied + errors,
  );
  if (uses.length === 0) return [];
  const callers = one.callers.filter(({ actor, isProbe }) => {
    const all = after(actor.minutes, from);
    return !isProbe && [...all].some(([minute, count]) => count > (actor.refused.get(minute) ?? 0));
  });
  const events = uses.reduce(
    (all, [, minute]) => all + minute.requests - minute.denied - minute.errors,
    0,
  );
  const at = uses.map(([minute]) => minute * MINUTE);
  return [
    {
      rule,
      level: rule.level,
      confidence: "high",
      title: rule.title,
      subject: null,
      from: Math.min(...at),
      to: Math.max(...at) + MINUTE,
      observed: `${counted(events, "request")} let in after the cut at ${minuteWords(cut)}`,
      expected: "none",
      threshold: `any, ${figure(limit(rule, "minutes"))} minutes after the cut`,
      events,
      callers: callers.filter(({ isForeign }) => isForeign),
      examples: examplesOf(callers),
    },
  ];
}

export const KEY_STATE: Readonly<Record<string, Evaluate>> = {
  "inactive-key-used": inactive,
  "llm-key-check": keyCheck,
  "old-key-attempt": attempt,
  "old-key-accepted": accepted,
};
