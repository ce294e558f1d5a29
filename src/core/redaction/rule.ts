// What a rule for secrets is, and the short form in which most of them are written.

/**
 * A shape of secret. `pattern` is sticky and is tried only where one of the needles stands; it matches in linear time: nothing repeats
 * inside a repetition, and what may fail late is bounded. It crosses no line end, because streams are cut there (a private key alone does).
 */
export interface SecretRule {
  readonly id: string;
  readonly title: string;
  /** What a match begins with, in lower case, three characters or more: found in any case, and the pattern decides. */
  readonly needles: readonly string[];
  /** Its group 1, where there is one, is context that stays. */
  readonly pattern: RegExp;
  /** What stands directly before the needle and belongs to the secret; bounded to 64 characters. */
  readonly before?: RegExp;
  /** The needle may stand inside a word. */
  readonly inWord?: boolean;
  /** Its prefix is an ordinary word too, so that the rest must look random. */
  readonly loose?: boolean;
  /** An identifier that people may type and pass on; removed from exports all the same. */
  readonly identifier?: boolean;
  /** Knows the value only by what stands beside it. */
  readonly context?: boolean;
  /** Examples, in pieces so that no scanner takes them for a leak. A rule made by `token` is its own example. */
  readonly hits: readonly (readonly string[])[];
  readonly misses: readonly string[];
}

/** Letters and figures; with `_`; with `-` too. */
export const WORD = "A-Za-z0-9";
export const NAME = "A-Za-z0-9_";
export const URLSAFE = "A-Za-z0-9_-";
export const HEX = "0-9a-f";

/** `prefixes` (separated by spaces), then at least `min` of `chars` (as inside a character class). */
export function token(
  id: string,
  title: string,
  prefixes: string,
  chars: string,
  min: number,
  more: Partial<SecretRule> = {},
): SecretRule {
  const all = prefixes.split(" ");
  let made: RegExp | undefined;
  function pattern(): RegExp {
    const either = all.map((prefix) => prefix.replaceAll(/[.$/+*]/g, String.raw`\$&`)).join("|");
    return new RegExp(`(?:${either})[${chars}]{${String(min)},}`, "y");
  }
  return {
    id,
    title,
    needles: all.map((prefix) => prefix.toLowerCase()),
    // Most are never needed, and a hundred of them would be felt at every start.
    get pattern() {
      return (made ??= pattern());
    },
    hits: [],
    misses: all,
    ...more,
  };
}
