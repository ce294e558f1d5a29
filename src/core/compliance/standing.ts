// Which duties may apply to an incident, and why the others do not. People decide; this only sorts what they have to look at.
import type { Instant } from "../instant.ts";
import { matchOf, type Answers } from "./answers.ts";
import type { Applies, Regime, RegimeTable } from "./regime.ts";

/** What people said of a duty: it applies, it does not, or they do not know and counsel has to be asked. */
export type Word = "yes" | "no" | "unknown";

/**
 * `running`: somebody decided that it applies, or that nobody knows yet. `watch`: it may, and nobody has decided. `not-applicable`: decided,
 * ruled out by an answer, or not in force.
 */
export interface Standing {
  readonly regime: string;
  readonly name: string;
  readonly where: string;
  readonly standing: "running" | "watch" | "not-applicable";
  /** In words, without a full stop. */
  readonly reason: string;
  /** An answer says that it applies: no ending before somebody has decided. */
  readonly isMatched: boolean;
  /** A person decided that it does not apply. */
  readonly isDeclined: boolean;
  /** An answer says that it does not apply; nobody decided that. */
  readonly isRuledOut: boolean;
  /** Somebody said that they do not know: it runs, and counsel has to be asked. */
  readonly asksCounsel: boolean;
}

export interface Known {
  readonly decisions: Readonly<Record<string, Word>>;
  readonly personalData: "yes" | "no" | "not-yet" | null;
  readonly switched: Readonly<Record<string, boolean>>;
  readonly answers: Answers;
  /** Words that the table knows, by list. */
  readonly vocabulary: Vocabulary;
  /** The moment from which it counts, where it is known; else the detection. */
  readonly from: Instant;
}

export type Vocabulary = Readonly<Record<keyof Applies, ReadonlySet<string>>>;

const LISTS = ["regions", "kinds", "we_are", "contracts"] as const;

/** How an answer that rules a duty out is said. */
const RULED_OUT: Readonly<Record<keyof Applies, string>> = {
  regions: "the people concerned and we are elsewhere",
  kinds: "other kinds of data",
  we_are: "we are no such organisation",
  contracts: "no contract asks for it",
};

/** Every word that a row of the table may be answered with. */
export function vocabularyOf({ regimes }: RegimeTable): Vocabulary {
  function words(list: keyof Applies): ReadonlySet<string> {
    return new Set([
      ...regimes.flatMap(({ applies }) => applies?.[list] ?? []),
      ...(EXTRA[list] ?? []),
    ]);
  }
  return {
    regions: words("regions"),
    kinds: words("kinds"),
    we_are: words("we_are"),
    contracts: words("contracts"),
  };
}

/** Words of the questions that no row asks for. */
const EXTRA: Partial<Readonly<Record<keyof Applies, readonly string[]>>> = {
  kinds: ["contact", "credentials", "financial", "health", "special", "government-id"],
  contracts: ["no"],
};

function answered(
  { applies }: Regime,
  { answers, vocabulary }: Known,
): { readonly isMatched: boolean; readonly ruledOut: keyof Applies | undefined } {
  const asked = LISTS.flatMap((list) => {
    const wanted = applies?.[list];
    return wanted === undefined
      ? []
      : [{ list, match: matchOf(wanted, answers[list], vocabulary[list]) }];
  });
  return {
    isMatched: asked.length > 0 && asked.every(({ match }) => match === "yes"),
    ruledOut: asked.find(({ match }) => match === "no")?.list,
  };
}

function notInForce({ id, status, effective }: Regime, known: Known): string | undefined {
  if ((status === "pending" || status === "unverified") && known.switched[id] !== true)
    return `${status}: switch it on with compliance.regimes where you know better`;
  return effective !== undefined && effective > known.from.slice(0, 10)
    ? `in force from ${effective}`
    : undefined;
}

/** The one duty that its own question decides: whether a contract obliges us to tell somebody. */
function isOwed({ applies }: Regime, isMatched: boolean): boolean {
  return isMatched && applies?.contracts !== undefined;
}

/** How a duty stands. A decision of people comes before everything else. */
export function standingOf(regime: Regime, known: Known): Standing {
  const { id, name, where, trigger } = regime;
  const { isMatched, ruledOut } = answered(regime, known);
  function stands(
    standing: Standing["standing"],
    reason: string,
    marks: Partial<Standing> = {},
  ): Standing {
    return {
      regime: id,
      name,
      where,
      standing,
      reason,
      isMatched: false,
      isDeclined: false,
      isRuledOut: false,
      asksCounsel: false,
      ...marks,
    };
  }
  const decided = known.decisions[id];
  if (decided === "yes") return stands("running", "decided: yes");
  if (decided === "unknown")
    return stands("running", "nobody knows whether it applies: ask counsel", {
      asksCounsel: true,
    });
  if (decided === "no") return stands("not-applicable", "decided: no", { isDeclined: true });
  if (known.switched[id] === false)
    return stands("not-applicable", "switched off in the configuration");
  const early = notInForce(regime, known);
  if (early !== undefined) return stands("not-applicable", early);
  if (ruledOut !== undefined)
    return stands("not-applicable", RULED_OUT[ruledOut], { isRuledOut: true });
  if (regime.concerns === "personal-data" && known.personalData === "no")
    return stands("not-applicable", "no data about people is concerned", { isRuledOut: true });
  if (isOwed(regime, isMatched)) return stands("running", "answered: a contract asks for it");
  if (!isMatched && known.switched[id] !== true && !regime.default_on)
    return stands("not-applicable", "nothing known says that it applies");
  return stands("watch", `undecided; it applies to: ${trigger}`, { isMatched });
}
