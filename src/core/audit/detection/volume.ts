// Detections of volume: more requests, more data, more money than this key is used to.
import { DAY, HOUR, MINUTE } from "../../instant.ts";
import type { Figure } from "../minutes.ts";
import { activeIn, requestsOf, type Caller } from "../callers.ts";
import { expectedOf, usualMost } from "../profile.ts";
import { bytesWords, counted, dayWords, figure, minuteWords } from "../words.ts";
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
/** So much of an excess must be theirs before it speaks against callers that are not ours. */
const BLAME_SHARE = 0.5;

/** The callers that are not ours, when they made at least half of an excess of requests. */
function blamed(one: Case, from: number, to: number, excess: number): readonly Caller[] {
  const foreign = activeIn(
    one.callers.filter(({ isForeign }) => isForeign),
    from,
    to,
  );
  return foreign.length > 0 && requestsOf(foreign, from, to) >= BLAME_SHARE * excess ? foreign : [];
}

/** Somebody is known to have done it, and it was nobody strange. */
export function isOurs(one: Case, callers: readonly Caller[]): boolean {
  return (
    callers.length === 0 && one.callers.some(({ place }) => place === "seen" || place === "ours")
  );
}

interface Part {
  readonly day: number;
  readonly from: number;
  readonly to: number;
}

/** The window cut at midnight UTC, to whole minutes; times are ms since the beginning of the day. */
export function daysOf({
  from,
  to,
}: {
  readonly from: number;
  readonly to: number;
}): readonly Part[] {
  const parts: Part[] = [];
  for (let day = Math.floor(from / DAY) * DAY; day < to; day += DAY)
    parts.push({
      day,
      from: Math.max(0, Math.floor((from - day) / MINUTE) * MINUTE),
      to: Math.min(DAY, Math.ceil((to - day) / MINUTE) * MINUTE),
    });
  return parts;
}

function sumOf(one: Case, { day, from, to }: Part, what: Figure): number {
  return one.window.minutes.sumIn(what, day + from, day + to);
}

/** By the days before; without enough of them by the average that the log itself states. */
function usualOf({ profile, window }: Case, part: Part): readonly [number, string] {
  return profile.isEnough
    ? [
        expectedOf(profile, part.day, part, "requests"),
        "the median of the same hours of earlier days",
      ]
    : [window.average, "the average of a day as the log states it"];
}

function spikeOf(rule: Rule, one: Case, part: Part): Raised | null {
  const observed = sumOf(one, part, "requests");
  const [expected, why] = usualOf(one, part);
  const factor = limit(rule, "factor");
  if (!(observed > factor * expected && observed - expected >= limit(rule, "difference")))
    return null;
  const from = part.day + part.from;
  const to = part.day + part.to;
  const callers = blamed(one, from, to, observed - expected);
  const ours = isOurs(one, callers);
  const level = observed > limit(rule, "high") * expected ? "high" : rule.level;
  return {
    rule,
    ...weigh(ours, level, callers.length > 0 ? "high" : "medium"),
    title: ours ? `${rule.title}, by callers of our own` : rule.title,
    subject: dayWords(part.day),
    from,
    to,
    observed: `${counted(observed, "request")} on ${dayWords(part.day)}${expected > 0 ? `, ${figure(observed / expected)} times the usual` : ""}`,
    expected: `${figure(expected)}, ${why}`,
    threshold: `more than ${figure(factor)} times`,
    events: observed,
    callers,
    examples: examplesOf(callers),
  };
}

function spike(rule: Rule, one: Case): readonly Raised[] {
  return daysOf(one.context.windows).flatMap((part) => spikeOf(rule, one, part) ?? []);
}

/** A stretch of time by its number since the epoch, and what was seen in it. */
export type Bin = readonly [number, number];

/** Stretches of `length` in which a figure lies above its usual most times the factor, and not below the least. */
function overIn(
  one: Case,
  length: number,
  what: Figure,
  factor: number,
  least: number,
): { readonly usual: number; readonly bins: readonly Bin[] } {
  const many = [...one.window.minutes.sums(what, length)].filter(
    ([, observed]) => observed >= least,
  );
  if (many.length === 0) return { usual: 0, bins: [] };
  const usual = usualMost(one.profile, length, what);
  return { usual, bins: many.filter(([, observed]) => observed > factor * usual) };
}

/** The one in which most was seen; of equal ones the earliest. */
export function worstOf(bins: readonly Bin[]): Bin | undefined {
  return bins.toSorted(([at, a], [then, b]) => b - a || at - then)[0];
}

/**
 * What a finding is made of: those of each day that strangers explain, so that neither a bigger job of our own nor another thief's day hides
 * them; without any, all of them are one.
 */
export function byDay(
  bins: readonly Bin[],
  length: number,
  strangersIn: (at: number) => readonly Caller[],
): readonly (readonly Bin[])[] {
  if (bins.length === 0) return [];
  const theirs = bins.filter(([at]) => strangersIn(at).length > 0);
  return theirs.length === 0
    ? [bins]
    : [...Map.groupBy(theirs, ([at]) => Math.floor((at * length) / DAY)).values()];
}

function bulk(
  rule: Rule,
  one: Case,
  what: "bytes" | "files",
  words: (value: number) => string,
): readonly Raised[] {
  const counts = what === "bytes" ? "bytes" : "downloads";
  const factor = limit(rule, "factor");
  const { usual, bins } = overIn(one, HOUR, counts, factor, limit(rule, what));
  const foreign = one.callers.filter(({ isForeign }) => isForeign);
  const bytes = new Map(bins.map(([at, observed]) => [at, observed]));
  function strangersIn(at: number): readonly Caller[] {
    const strangers = activeIn(foreign, at * HOUR, (at + 1) * HOUR);
    const theirs = strangers.reduce((sum, { actor }) => sum + actor.bytes, 0);
    // Bytes are known by caller for the whole window only; where they cannot explain the hour, it was not them.
    return what === "files" || theirs >= BLAME_SHARE * (bytes.get(at) ?? 0) ? strangers : [];
  }
  return byDay(bins, HOUR, strangersIn).map((some): Raised => {
    const [at, observed] = worstOf(some) ?? [0, 0];
    const from = at * HOUR;
    const callers = [...new Set(some.flatMap(([hour]) => strangersIn(hour)))];
    const ours = isOurs(one, callers);
    return {
      rule,
      level: ours ? "medium" : rule.level,
      confidence: ours ? "low" : "high",
      title: `${what === "bytes" ? rule.title : "Many more files read than usual"}${ours ? ", by callers of our own" : ""}`,
      subject: `${what} ${dayWords(from)}`,
      from,
      to: from + HOUR,
      observed: `${words(observed)} in the hour from ${minuteWords(from)}${some.length > 1 ? `, and ${counted(some.length - 1, "hour")} more like it` : ""}`,
      expected: `at most ${words(usual)} an hour`,
      threshold: `more than ${figure(factor)} times, and at least ${words(limit(rule, what))}`,
      events: one.window.minutes.sumIn("requests", from, from + HOUR),
      callers,
      examples: examplesOf(callers),
    };
  });
}

function bulkRead(rule: Rule, one: Case): readonly Raised[] {
  const bytes = bulk(rule, one, "bytes", bytesWords);
  return bytes.length > 0 ? bytes : bulk(rule, one, "files", (files) => counted(files, "file"));
}

function rateLimit(rule: Rule, one: Case): readonly Raised[] {
  const deployed = one.facts.deployedAt;
  const hits = [...one.window.minutes.sums("limited", TEN)].filter(
    ([bin, count]) =>
      count > limit(rule, "hits") &&
      (deployed === null || Math.abs(bin * TEN - deployed) > 2 * TEN),
  );
  const [first] = hits.toSorted(([, a], [, b]) => b - a);
  if (first === undefined) return [];
  const from = first[0] * TEN;
  const asked = one.window.minutes.sumIn("requests", from, from + TEN);
  const callers = blamed(one, from, from + TEN, asked);
  const ours = isOurs(one, callers);
  return [
    {
      rule,
      ...weigh(ours, rule.level),
      title: rule.title,
      subject: dayWords(from),
      from,
      to: from + TEN,
      observed: `${counted(first[1], "answer")} 429 in ten minutes from ${minuteWords(from)}`,
      expected: "none",
      threshold: `more than ${figure(limit(rule, "hits"))}`,
      events: hits.reduce((sum, [, count]) => sum + count, 0),
      callers,
      examples: examplesOf(callers),
    },
  ];
}

function spendOf(rule: Rule, one: Case): Raised | null {
  for (const part of daysOf(one.context.windows)) {
    const observed = sumOf(one, part, "cost");
    const expected = expectedOf(one.profile, part.day, part, "cost");
    if (!(expected > 0 && observed > limit(rule, "cost") * expected)) continue;
    const from = part.day + part.from;
    const to = part.day + part.to;
    const callers = blamed(one, from, to, sumOf(one, part, "requests") / 2);
    const ours = isOurs(one, callers);
    return {
      rule,
      ...weigh(ours, rule.level),
      title: "More money spent than usual",
      subject: dayWords(part.day),
      from,
      to,
      observed: `${figure(observed)} US dollars on ${dayWords(part.day)}`,
      expected: `${figure(expected)}, the median of the same hours of earlier days`,
      threshold: `more than ${figure(limit(rule, "cost"))} times`,
      events: sumOf(one, part, "requests"),
      callers,
      examples: examplesOf(callers),
    };
  }
  return null;
}

function llmVolume(rule: Rule, one: Case): readonly Raised[] {
  const spent = spendOf(rule, one);
  if (spent !== null) return [spent];
  const { usual, bins } = overIn(one, HOUR, "units", limit(rule, "factor"), 1);
  const found = worstOf(bins);
  if (found === undefined) return [];
  const [at, observed] = found;
  const from = at * HOUR;
  const callers = blamed(one, from, from + HOUR, 1);
  const ours = isOurs(one, callers);
  return [
    {
      rule,
      ...weigh(ours, rule.level),
      title: rule.title,
      subject: dayWords(from),
      from,
      to: from + HOUR,
      observed: `${figure(observed)} tokens in the hour from ${minuteWords(from)}`,
      expected: `at most ${figure(usual)} an hour`,
      threshold: `more than ${figure(limit(rule, "factor"))} times`,
      events: one.window.minutes.sumIn("requests", from, from + HOUR),
      callers,
      examples: examplesOf(callers),
    },
  ];
}

export const VOLUME: Readonly<Record<string, Evaluate>> = {
  "spike-2x": spike,
  "bulk-read": bulkRead,
  "rate-limit-hits": rateLimit,
  "llm-volume": llmVolume,
};
