// Detections of place: addresses, networks and countries from which this key was never used.
import { HOUR, MINUTE } from "../../instant.ts";
import { valuesOf } from "../figures.ts";
import type { Caller } from "../callers.ts";
import { hasMark } from "../marks.ts";
import { bytesWords, counted, figure, listWords, minuteWords } from "../words.ts";
import { travelOf } from "./travel.ts";
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

/** More networks than this in one story are told as one. */
const MOST_STORIES = 3;

interface Story {
  readonly subject: string;
  readonly about: readonly string[];
  readonly callers: readonly Caller[];
}

/** Callers by what they share; many groups become one, so that a botnet is one finding. */
function stories(
  callers: readonly Caller[],
  of: (caller: Caller) => string | null,
  many: string,
): readonly Story[] {
  const groups = Map.groupBy(callers, (caller) => of(caller) ?? "");
  if (groups.size > MOST_STORIES)
    return [{ subject: `${figure(groups.size)} ${many}`, about: [...groups.keys()], callers }];
  return [...groups].map(([subject, members]) => ({ subject, about: [subject], callers: members }));
}

function addresses(callers: readonly Caller[]): readonly string[] {
  return [...new Set(callers.flatMap(({ actor }) => actor.ip ?? []))];
}

function successes(callers: readonly Caller[]): number {
  return callers.reduce((sum, { actor }) => sum + actor.requests - actor.denied - actor.errors, 0);
}

function raised(rule: Rule, story: Story, of: Partial<Raised>): Raised {
  const { callers, subject, about } = story;
  return {
    rule,
    level: successes(callers) === 0 && rule.level === "high" ? "medium" : rule.level,
    confidence: "medium",
    title: rule.title,
    subject,
    about,
    ...spanOf(callers),
    observed: "",
    expected: "none",
    threshold: "any",
    events: totalOf(callers),
    callers,
    examples: examplesOf(callers),
    ...of,
  };
}

function newAddress(rule: Rule, one: Case): readonly Raised[] {
  const strangers = one.callers.filter(({ place, isProbe }) => place === "new" && !isProbe);
  const { placeOf } = one.context.networks;
  function network({ actor }: Caller): string {
    return actor.asn ?? placeOf(actor.ip ?? "");
  }
  const known = valuesOf(one.profile.activity, ({ ip }) => ip).size;
  return stories(strangers, network, "networks").flatMap((story) => {
    if (totalOf(story.callers) <= limit(rule, "requests")) return [];
    const bytes = story.callers.reduce((sum, { actor }) => sum + actor.bytes, 0);
    const ips = addresses(story.callers);
    // A known operator's other address is a changed machine more often than a thief.
    const isNear = story.callers.every(({ actor }) => one.profile.asns.has(actor.asn ?? ""));
    const took = bytes > limit(rule, "bytes") && !isNear;
    return [
      raised(rule, story, {
        level: took ? "medium" : "low",
        confidence: one.profile.isEnough ? "medium" : "low",
        title: ips.length === 1 ? "Used from an address never seen before" : rule.title,
        observed: `${counted(ips.length, "address", "addresses")}: ${listWords(ips)}; ${counted(totalOf(story.callers), "request")}${bytes > 0 ? `, ${bytesWords(bytes)}` : ""}`,
        expected: one.profile.isEnough
          ? `the networks of ${counted(known, "address", "addresses")} seen before`
          : "our own networks; the baseline is too short for more",
        threshold: `more than ${figure(limit(rule, "requests"))} requests`,
      }),
    ];
  });
}

function newValue(
  rule: Rule,
  one: Case,
  of: (caller: Caller) => string | null,
  known: ReadonlySet<string>,
  many: string,
): readonly Raised[] {
  const strangers = one.callers.filter((caller) => {
    const value = of(caller);
    return value !== null && !known.has(value) && caller.place !== "ours" && !caller.isProbe;
  });
  return stories(strangers, of, many).map((story) =>
    raised(rule, story, {
      observed: `${story.subject}: ${counted(totalOf(story.callers), "request")} from ${counted(addresses(story.callers).length, "address", "addresses")}`,
      expected: listWords([...known].sort()) || "none known",
    }),
  );
}

/** The first minute of a stranger within `minutes` of one of the ascending others; null without one. */
function meets({ actor }: Caller, others: readonly number[], minutes: number): number | null {
  const met = [...actor.minutes.keys()].filter((minute) =>
    hasMark(others, { from: minute - minutes, to: minute + minutes + 1 }),
  );
  return met.length === 0 ? null : Math.min(...met);
}

function parallel(rule: Rule, one: Case): readonly Raised[] {
  const { countries } = one.profile;
  const placed = one.callers.filter(({ actor, isProbe }) => actor.country !== null && !isProbe);
  const home = placed.filter(({ actor }) => countries.has(actor.country ?? ""));
  const away = placed.filter(
    ({ actor, place }) => !countries.has(actor.country ?? "") && place !== "ours",
  );
  const atHome = new Set(home.flatMap(({ actor }) => [...actor.minutes.keys()]));
  const minutes = [...atHome].sort((a, b) => a - b);
  for (const stranger of away) {
    const at = meets(stranger, minutes, limit(rule, "minutes"));
    if (at === null) continue;
    const there = [...new Set(away.map(({ actor }) => actor.country ?? ""))].sort();
    const here = [...new Set(home.map(({ actor }) => actor.country ?? ""))].sort();
    return [
      raised(
        rule,
        { subject: listWords(there), about: there, callers: away },
        {
          observed: `${listWords(there)} beside ${listWords(here)} around ${minuteWords(at * MINUTE)}`,
          expected: "one of them at a time",
          threshold: `within ${figure(limit(rule, "minutes"))} minutes`,
        },
      ),
    ];
  }
  return [];
}

function travel(rule: Rule, one: Case): readonly Raised[] {
  const { locate } = one.context;
  if (locate === null || !one.facts.isSingleLocation) return [];
  const found = travelOf(one.callers, locate, {
    speed: limit(rule, "speed"),
    distance: limit(rule, "distance"),
    within: limit(rule, "hours") * HOUR,
  });
  if (found === null) return [];
  const strangers = found.pair.filter(({ isForeign }) => isForeign);
  const callers = strangers.length > 0 ? strangers : found.pair;
  return [
    raised(
      rule,
      { subject: addresses(found.pair).join(" and "), about: addresses(found.pair), callers },
      {
        observed: `${figure(found.distance)} km apart within ${figure(found.minutes)} min`,
        expected: "one place",
        threshold: `more than ${figure(limit(rule, "speed"))} km/h`,
      },
    ),
  ];
}

export const PLACE: Readonly<Record<string, Evaluate>> = {
  "new-ip": newAddress,
  "new-asn": (rule, one) =>
    newValue(rule, one, ({ actor }) => actor.asn, one.profile.asns, "networks"),
  "new-country": (rule, one) =>
    newValue(rule, one, ({ actor }) => actor.country, one.profile.countries, "countries"),
  "parallel-countries": parallel,
  "impossible-travel": travel,
};
