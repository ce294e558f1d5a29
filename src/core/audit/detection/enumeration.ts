// The detection of enumeration: going through names, fast or slowly, known or guessed.
import { MINUTE } from "../../instant.ts";
import { activeIn, type Caller } from "../callers.ts";
import { sums, usualNames } from "../profile.ts";
import { counted, dayWords, figure, minuteWords, percent } from "../words.ts";
import { isOurs } from "./volume.ts";
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

const TEN = 10 * MINUTE;

/** Different things that strangers touched and the key never did before. */
function freshNames(one: Case): { readonly names: number; readonly callers: readonly Caller[] } {
  const known = one.profile.activity.seen.resources;
  const names = new Set<string>();
  const callers = one.callers.filter(({ isForeign, actor }) => {
    const fresh = isForeign ? [...actor.resources.keys()].filter((name) => !known.has(name)) : [];
    for (const name of fresh) names.add(name);
    return fresh.length > 0;
  });
  return { names: names.size, callers };
}

/** Strangers going through what this key never asked for, however slowly. */
function slowEnumeration(rule: Rule, one: Case): readonly Raised[] {
  const { names, callers } = freshNames(one);
  if (names < limit(rule, "names")) return [];
  return [
    {
      rule,
      level: rule.level,
      confidence: "medium",
      title: rule.title,
      subject: "never touched before",
      ...spanOf(callers),
      observed: `${figure(names)} different ones that this key never touched before`,
      expected: `${counted(one.profile.activity.seen.resources.size, "resource")} touched before`,
      threshold: `${figure(limit(rule, "names"))} or more`,
      events: totalOf(callers),
      callers,
      examples: examplesOf(callers),
    },
  ];
}

function enumeration(rule: Rule, one: Case): readonly Raised[] {
  const usual = usualNames(one.profile);
  const least = Math.max(limit(rule, "names"), limit(rule, "factor") * usual);
  const over = [...one.window.names.sizes()].filter(([, size]) => size >= least);
  const [most] = over.toSorted(([, a], [, b]) => b - a);
  if (most === undefined) return slowEnumeration(rule, one);
  const [ten, names] = most;
  const asked = sums(one.window.minutes, TEN, ({ requests }) => requests).get(ten) ?? 0;
  const lost = sums(one.window.minutes, TEN, ({ notFound }) => notFound).get(ten) ?? 0;
  const isGuessing = lost > limit(rule, "missing") * asked;
  const tens = over.map(([at]) => at);
  const strangers = activeIn(freshNames(one).callers, ten * TEN, (ten + 1) * TEN);
  const ours = isOurs(one, strangers);
  return [
    {
      rule,
      level: ours ? "medium" : rule.level,
      confidence: isGuessing || strangers.length > 0 ? "high" : "low",
      title: isGuessing
        ? "Names were guessed, one after the other"
        : `${rule.title}${ours ? ", by callers of our own" : ""}`,
      subject: dayWords(ten * TEN),
      from: Math.min(...tens) * TEN,
      to: (Math.max(...tens) + 1) * TEN,
      observed: `${figure(names)} different ones in ten minutes from ${minuteWords(ten * TEN)}${isGuessing ? `, ${percent(lost / asked)} of the answers 404` : ""}`,
      expected: `at most ${figure(usual)} in ten minutes`,
      threshold: `${figure(least)} or more`,
      events: asked,
      callers: strangers,
      examples: examplesOf(strangers),
    },
  ];
}

export const ENUMERATION: Readonly<Record<string, Evaluate>> = { enumeration };
