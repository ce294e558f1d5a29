// The detection of enumeration: going through names, fast or slowly, known or guessed.
import { MINUTE } from "../../instant.ts";
import { activeIn, type Caller } from "../callers.ts";
import { usualNames } from "../profile.ts";
import { clipped, counted, dayWords, figure, minuteWords, percent } from "../words.ts";
import { byDay, isOurs, worstOf } from "./volume.ts";
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

/** All that somebody asked for, whether they got it or not: who goes through names is refused many of them. */
function askedFor({ actor }: Caller): readonly string[] {
  return [...new Set([...actor.resources.keys(), ...actor.missed.keys()])];
}

/** Different things that strangers touched and the key never did before. */
function freshNames(one: Case): {
  readonly names: ReadonlySet<string>;
  readonly callers: readonly Caller[];
} {
  const known = one.profile.activity.seen.resources;
  const names = new Set<string>();
  const callers = one.callers.filter((caller) => {
    const fresh = caller.isForeign ? askedFor(caller).filter((name) => !known.has(name)) : [];
    for (const name of fresh) names.add(name);
    return fresh.length > 0;
  });
  return { names, callers };
}

/** Strangers going through what this key never asked for, however slowly. */
function slowEnumeration(rule: Rule, one: Case): readonly Raised[] {
  const { names, callers } = freshNames(one);
  if (names.size < limit(rule, "names")) return [];
  return [
    {
      rule,
      level: rule.level,
      confidence: "medium",
      title: rule.title,
      subject: "never touched before",
      ...spanOf(callers),
      observed: `${counted(names.size, "different one")} that this key never touched before`,
      expected: `${counted(one.profile.activity.seen.resources.size, "resource")} touched before`,
      threshold: `${figure(limit(rule, "names"))} or more`,
      events: totalOf(callers),
      callers,
      examples: examplesOf(callers),
    },
  ];
}

/** The things that differ in their last number alone, and these numbers in their order. */
interface Row {
  readonly pattern: string;
  readonly numbers: readonly number[];
}

/** Pages of a list (`/v1/prompts?page=#`), and things called by numbers (`/v1/prompts/#`). */
function rowsOf(names: Iterable<string>): readonly Row[] {
  const rows = new Map<string, Set<number>>();
  for (const name of names) {
    const found = /^(.*?)(\d{1,12})(\D*)$/s.exec(name);
    if (found === null) continue;
    const [, before = "", number = "", behind = ""] = found;
    const pattern = `${before}#${behind}`;
    const numbers = rows.get(pattern) ?? new Set();
    rows.set(pattern, numbers.add(Number(number)));
  }
  return [...rows].map(([pattern, numbers]) => ({
    pattern,
    numbers: [...numbers].sort((a, b) => a - b),
  }));
}

function isOfPages({ pattern }: Row): boolean {
  return pattern.includes("?");
}

/** How many of the numbers from the first to the last were asked for, 0 to 1. Pages may be named by offsets: their step is the smallest. */
function wholeness(row: Row): number {
  const { numbers } = row;
  const [first = 0] = numbers;
  const last = numbers.at(-1) ?? first;
  const steps = numbers.slice(1).map((number, at) => number - (numbers[at] ?? 0));
  const step = isOfPages(row) ? Math.min(...steps) : 1;
  return numbers.length < 2 ? 0 : numbers.length / ((last - first) / step + 1);
}

/** Strangers who left out hardly a page or number of a row. */
function inOrder(rule: Rule, one: Case): readonly Raised[] {
  const { names, callers } = freshNames(one);
  const [longest] = rowsOf(names)
    .filter((row) => row.numbers.length >= limit(rule, isOfPages(row) ? "pages" : "names"))
    .filter((row) => wholeness(row) >= limit(rule, "order"))
    .sort((a, b) => b.numbers.length - a.numbers.length);
  if (longest === undefined) return [];
  const { pattern, numbers } = longest;
  const involved = callers.filter((caller) =>
    rowsOf(askedFor(caller)).some((row) => row.pattern === pattern),
  );
  return [
    {
      rule,
      level: rule.level,
      confidence: "high",
      title: "Pages or numbers gone through in order",
      subject: pattern,
      ...spanOf(involved),
      observed: `${counted(numbers.length, "different one")} of ${clipped(pattern)} from ${String(numbers[0])} to ${String(numbers.at(-1))}, ${percent(wholeness(longest))} of all between`,
      expected: `${counted(one.profile.activity.seen.resources.size, "resource")} touched before`,
      threshold: `${percent(limit(rule, "order"))} or more, of at least ${figure(limit(rule, isOfPages(longest) ? "pages" : "names"))}`,
      events: totalOf(involved),
      callers: involved,
      examples: examplesOf(involved),
    },
  ];
}

/** However slowly: in order, else many. */
function slowly(rule: Rule, one: Case): readonly Raised[] {
  const ordered = inOrder(rule, one);
  return ordered.length > 0 ? ordered : slowEnumeration(rule, one);
}

/** Many different things within ten minutes, of each day that strangers had a part in. */
function quickly(rule: Rule, one: Case): readonly Raised[] {
  const usual = usualNames(one.profile);
  const least = Math.max(limit(rule, "names"), limit(rule, "factor") * usual);
  const over = [...one.window.names.sizes()].filter(([, size]) => size >= least);
  const { callers } = over.length === 0 ? { callers: [] } : freshNames(one);
  function strangersIn(ten: number): readonly Caller[] {
    return activeIn(callers, ten * TEN, (ten + 1) * TEN);
  }
  return byDay(over, TEN, strangersIn).map((some): Raised => {
    const [ten, names] = worstOf(some) ?? [0, 0];
    const asked = one.window.minutes.sumIn("requests", ten * TEN, (ten + 1) * TEN);
    const lost = one.window.minutes.sumIn("notFound", ten * TEN, (ten + 1) * TEN);
    const isGuessing = lost > limit(rule, "missing") * asked;
    const tens = some.map(([at]) => at);
    const strangers = [...new Set(tens.flatMap(strangersIn))];
    const ours = isOurs(one, strangers);
    return {
      rule,
      level: ours ? "medium" : rule.level,
      confidence: isGuessing || strangers.length > 0 ? "high" : "low",
      title: isGuessing
        ? "Names were guessed, one after the other"
        : `${rule.title}${ours ? ", by callers of our own" : ""}`,
      subject: dayWords(ten * TEN),
      from: Math.min(...tens) * TEN,
      to: (Math.max(...tens) + 1) * TEN,
      observed: `${counted(names, "different one")} in ten minutes from ${minuteWords(ten * TEN)}${isGuessing ? `, ${percent(lost / asked)} of the answers 404` : ""}`,
      expected: `at most ${figure(usual)} in ten minutes`,
      threshold: `${figure(least)} or more`,
      events: asked,
      callers: strangers,
      examples: examplesOf(strangers),
    };
  });
}

function enumeration(rule: Rule, one: Case): readonly Raised[] {
  const quick = quickly(rule, one);
  return quick.length > 0 ? quick : slowly(rule, one);
}

export const ENUMERATION: Readonly<Record<string, Evaluate>> = { enumeration };
