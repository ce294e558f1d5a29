// The answers that tell which duties may apply: where people live and we are, what data, what we are, what contracts say.
import { factValue } from "../incident/facts.ts";
import type { IncidentState } from "../incident/state.ts";
import type { Applies } from "./regime.ts";

/** What is known for each list of a row; null = not answered, so it rules nothing out. */
export type Answers = Readonly<Record<keyof Applies, readonly string[] | null>>;

/** `EU, us ca; Japan` as words of the table: small letters, dashes, one a place. */
export function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[,;\n]/)
    .map((word) => word.trim().replaceAll(/[\s_]+/g, "-"))
    .filter((word) => word !== "");
}

/** Regions that are no country's code. */
const REGIONS: Readonly<Record<string, string>> = {
  eu: "European Union / EEA",
  "us-ca": "California (United States)",
  "us-ny": "New York (United States)",
  "us-tx": "Texas (United States)",
};

/** The regions of an answer by their names; a word that is no region's code stays as it is. */
export function regionNames(text: string): readonly string[] {
  const countries = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  return wordsOf(text).map(
    (word) =>
      REGIONS[word] ??
      (/^[a-z]{2}$/.test(word) ? countries.of(word.toUpperCase()) : undefined) ??
      word,
  );
}

function listed(state: IncidentState, name: string): readonly string[] | null {
  const value = factValue(state, name);
  return value === undefined ? null : wordsOf(value);
}

/** Laws follow people or companies: only both together rule a region out. */
function regionsOf(state: IncidentState): readonly string[] | null {
  const people = listed(state, "regions");
  const own = listed(state, "establishedIn");
  if (people === null && own === null) return null;
  const known = [...(people ?? []), ...(own ?? [])];
  return people === null || own === null ? [...known, UNKNOWN] : known;
}

/** A word that no row knows: something may still be missing. */
const UNKNOWN = "unknown";

/** What the record says. */
export function answersOf(state: IncidentState): Answers {
  const owed = factValue(state, "contractsOwed");
  return {
    regions: regionsOf(state),
    kinds: listed(state, "dataKinds"),
    we_are: listed(state, "organisation"),
    contracts: owed === undefined ? null : [owed],
  };
}

/** `us` and `us-ca` may mean the same people; `eu` and `uk` do not. */
function overlaps(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}-`) || b.startsWith(`${a}-`);
}

/** Words that say a list has been answered with nothing of it. */
const NOTHING: readonly string[] = ["none", "no", "other"];

/**
 * Whether a list of a row is answered: `yes` when one of its words was said, `no` when everything said is another word of the table,
 * `open` when nothing was said, or something that the table does not know.
 */
export function matchOf(
  wanted: readonly string[],
  said: readonly string[] | null,
  vocabulary: ReadonlySet<string>,
): "yes" | "no" | "open" {
  if (said === null) return "open";
  if (said.some((word) => wanted.some((one) => overlaps(word, one)))) return "yes";
  const isKnown = said.every(
    (word) => NOTHING.includes(word) || [...vocabulary].some((one) => overlaps(word, one)),
  );
  return isKnown && said.length > 0 ? "no" : "open";
}
