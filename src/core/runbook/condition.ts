// When a step applies: the closed set of conditions, evaluated and put into words.
import type { Condition } from "./runbook.ts";

/** Whether a condition holds. `lookup` gives the value of a fact, undefined when it is not known: then `fact … is` is false. */
export function holds(condition: Condition, lookup: (fact: string) => string | undefined): boolean {
  if ("all" in condition) return condition.all.every((each) => holds(each, lookup));
  if ("any" in condition) return condition.any.some((each) => holds(each, lookup));
  if ("not" in condition) return !holds(condition.not, lookup);
  if ("known" in condition) return lookup(condition.known) !== undefined;
  const value = lookup(condition.fact);
  return value !== undefined && condition.is.includes(value);
}

/** A condition in words for people, e.g. `strategy is contain-first and standby key live is not yes`. */
export function describe(condition: Condition): string {
  if ("all" in condition) return condition.all.map(inner).join(" and ");
  if ("any" in condition) return condition.any.map(inner).join(" or ");
  if ("not" in condition) return denied(condition.not);
  if ("known" in condition) return `${factWords(condition.known)} is known`;
  return `${factWords(condition.fact)} is ${choice(condition.is)}`;
}

function denied(condition: Condition): string {
  if ("known" in condition) return `${factWords(condition.known)} is not known`;
  if ("fact" in condition) return `${factWords(condition.fact)} is not ${choice(condition.is)}`;
  return `not (${describe(condition)})`;
}

function inner(condition: Condition): string {
  return "all" in condition || "any" in condition
    ? `(${describe(condition)})`
    : describe(condition);
}

function choice(values: readonly string[]): string {
  return values.length === 1 ? (values[0] ?? "") : `one of ${values.join(", ")}`;
}

/** `evidenceLevel` as `evidence level`. */
export function factWords(fact: string): string {
  return fact.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Every mention of a fact in a condition, with the path to it and, for `fact … is`, the values compared. */
export function mentions(
  condition: Condition,
  path: readonly (string | number)[] = [],
): readonly Mention[] {
  if ("all" in condition)
    return condition.all.flatMap((each, index) => mentions(each, [...path, "all", index]));
  if ("any" in condition)
    return condition.any.flatMap((each, index) => mentions(each, [...path, "any", index]));
  if ("not" in condition) return mentions(condition.not, [...path, "not"]);
  if ("known" in condition)
    return [{ fact: condition.known, path: [...path, "known"], values: [], valuesPath: path }];
  return [
    {
      fact: condition.fact,
      path: [...path, "fact"],
      values: condition.is,
      valuesPath: [...path, "is"],
    },
  ];
}

interface Mention {
  readonly fact: string;
  readonly path: readonly (string | number)[];
  readonly values: readonly string[];
  readonly valuesPath: readonly (string | number)[];
}
