// How sure we are that a key was misused: findings that agree with each other about the same callers.
import { isTool } from "./agent-family.ts";
import type { Caller } from "./callers.ts";
import { nameOf, whoWords } from "./callers.ts";
import type { Raised } from "./detection/rule.ts";
import { compareLevels } from "./level.ts";
import type { Finding, Gap, Level, Misuse } from "./report.ts";
import { toEpoch } from "../instant.ts";
import { counted, lengthWords, listWords, spanWords } from "./words.ts";

/** A finding and what it was made of. */
export interface Judged {
  readonly finding: Finding;
  readonly raised: Raised;
}

export interface Verdict {
  readonly misuse: Misuse;
  readonly because: readonly string[];
  /** Callers that it rests on. */
  readonly abusers: readonly Caller[];
  /** Findings that it rests on where no caller can be named. */
  readonly grounds: readonly Raised[];
}

export interface Grounds {
  readonly judged: readonly Judged[];
  readonly requests: number;
  readonly from: number;
  readonly to: number;
  readonly gaps: readonly Gap[];
  /** What the key was looked for by. */
  readonly names: readonly string[];
  /** Shorter pauses of the logs do not show, in ms. */
  readonly shortestGap: number;
  /** The logs tell this key from others. */
  readonly namesKeys: boolean;
  /** Some line of some log could be read. */
  readonly isAnythingRead: boolean;
  /** What the logs call other keys, where none of their lines names this one. */
  readonly otherKeys: readonly string[];
  /** Why the baseline is too short; null when it is not. */
  readonly shortBaseline: string | null;
}

interface Weight {
  readonly caller: Caller;
  readonly against: readonly Judged[];
}

function isAtLeast(level: Level, least: Level): boolean {
  return compareLevels(level, least) <= 0;
}

/** Families with a finding of at least the level: signs that do not depend on each other. */
function families({ against }: Weight, least: Level): number {
  const strong = against.filter(({ finding }) => isAtLeast(finding.level, least));
  return new Set(strong.map(({ finding }) => finding.family)).size;
}

function succeeded({ actor }: Caller): boolean {
  return actor.requests > actor.denied + actor.errors;
}

function hasLevel({ against }: Weight, least: Level): boolean {
  return against.some(({ finding }) => isAtLeast(finding.level, least));
}

function byCaller(judged: readonly Judged[]): readonly Weight[] {
  const weights = new Map<Caller, Judged[]>();
  for (const one of judged)
    for (const caller of one.raised.callers) {
      const against = weights.get(caller) ?? [];
      against.push(one);
      weights.set(caller, against);
    }
  return [...weights].map(([caller, against]) => ({ caller, against }));
}

/** Three independent kinds of signs, one of them its place; access given to somebody; or known before the cut and still trying after it. */
function isConfirmed(weight: Weight): boolean {
  const { caller, against } = weight;
  if (!succeeded(caller)) return false;
  const gave = against.some(
    ({ finding }) => finding.family === "persistence" && finding.level === "critical",
  );
  const tries = against.some(
    ({ finding }) => finding.rule === "old-key-attempt" && finding.level === "high",
  );
  if (caller.isForeign && (gave || (tries && caller.place === "new"))) return true;
  return caller.place === "new" && families(weight, "medium") >= 3 && hasLevel(weight, "high");
}

/** A tool beside the usual program, from where nobody knows it; or a key that was asleep in the hands of a tool. */
function isOddTool({ caller, against }: Weight): boolean {
  const isBeside = against.some(
    ({ finding }) => finding.family === "client" && isAtLeast(finding.level, "medium"),
  );
  const wasAsleep = against.some(({ finding }) => finding.rule === "inactive-key-used");
  return (
    (isBeside && caller.place === "new") ||
    (wasAsleep && caller.place !== "seen" && isTool(caller.family ?? ""))
  );
}

/** Two independent kinds of signs, one of them strong; or a tool that people type, from where nobody knows it. */
function isProbable(weight: Weight): boolean {
  if (succeeded(weight.caller) && isOddTool(weight)) return true;
  return families(weight, "medium") >= 2 && hasLevel(weight, "high");
}

function storyOf(weights: readonly Weight[]): string {
  const callers = weights.map(({ caller }) => caller);
  const titles = [...new Set(weights.flatMap(({ against }) => against))]
    .sort((a, b) => compareLevels(a.finding.level, b.finding.level))
    .map(({ finding }) => finding.title.toLowerCase());
  return `${whoWords(callers)}: ${listWords([...new Set(titles)], 4)}.`;
}

function gapWords(gaps: readonly Gap[]): readonly string[] {
  const spans = gaps.flatMap(({ from, to, source, why }) =>
    from === null || to === null
      ? []
      : [
          `No logs for ${spanWords(toEpoch(from), toEpoch(to))}${source === null ? "" : ` in ${source}`} (${why}): what was done then is not known.`,
        ],
  );
  return [
    ...spans.slice(0, 3),
    ...(spans.length > 3 ? [`${counted(spans.length - 3, "gap")} more.`] : []),
    ...unreadWords(gaps.filter(({ from }) => from === null)),
  ];
}

/** Logs that were not read and may be of any time. */
function unreadWords(unread: readonly Gap[]): readonly string[] {
  const [first] = unread;
  if (first === undefined) return [];
  const name = first.source ?? "a log";
  return unread.length === 1
    ? [`What ${name} holds is not known: ${first.why}.`]
    : [`What ${counted(unread.length, "log")} hold is not known, ${name} for one: ${first.why}.`];
}

/** No line names the key: what the logs name instead, and what to type. */
function otherNames({ otherKeys }: Grounds): readonly string[] {
  return otherKeys.length === 0
    ? []
    : [
        `The logs name ${listWords(otherKeys, otherKeys.length)}.`,
        "If one of these is the key: --key-id <name>. If it stands elsewhere: --column key=<field>.",
      ];
}

/** What is said when nothing speaks for misuse: never that there was none. */
function nothingSeen(grounds: Grounds): readonly string[] {
  const { requests, from, to, gaps, namesKeys, shortBaseline, names, shortestGap } = grounds;
  const span = spanWords(from, to);
  if (!grounds.isAnythingRead)
    return ["No line of any log could be read: whether the key was used is not known."];
  if (!namesKeys)
    return [
      "The logs do not name the key: whose requests these were is not known.",
      "Say where it stands (--column key=<field>), or take a log that names keys.",
    ];
  if (shortBaseline !== null)
    return [`What is normal is not known (${shortBaseline}), so nothing can be told apart.`];
  const all =
    requests === 0
      ? `No line of ${span} names the key (looked for ${listWords(names)})`
      : `Nothing foreign in all ${counted(requests, "request")} logged of ${span}`;
  return [
    gaps.length === 0
      ? `${all}, and these logs have no gap of ${lengthWords(shortestGap)} or more; a shorter one would not show. Use that they do not record is not known.`
      : `${all}.`,
    ...otherNames(grounds),
  ];
}

/** Callers against whom only slight findings speak: no verdict rests on them, and they are never left out. */
function weakSigns(weights: readonly Weight[]): readonly string[] {
  const slight = weights.filter((weight) => !hasLevel(weight, "medium"));
  return slight.length === 0 ? [] : [`Only slight signs: ${storyOf(slight)}`];
}

/** Everything that speaks against the addresses of some: a thief who calls himself otherwise for a while is no other one. */
function sameNames(some: readonly Weight[], weights: readonly Weight[]): readonly Weight[] {
  const names = new Set(some.map(({ caller }) => nameOf(caller)));
  return weights.filter(({ caller }) => names.has(nameOf(caller)));
}

function strongest(weights: readonly Weight[], judged: readonly Judged[]): Verdict {
  const confirmed = weights.filter(isConfirmed);
  if (confirmed.length > 0) return said("CONFIRMED", sameNames(confirmed, weights));
  const probable = weights.filter(isProbable);
  if (probable.length > 0) return said("PROBABLE", sameNames(probable, weights));
  const critical = judged.filter(({ finding }) => finding.level === "critical");
  if (critical.length > 0)
    return {
      misuse: "PROBABLE",
      because: critical.map(({ finding }) => `${finding.title}: ${finding.observed}.`),
      abusers: critical.flatMap(({ raised }) => raised.callers),
      grounds: critical.map(({ raised }) => raised),
    };
  const agreeing = weights.filter((weight) => families(weight, "low") >= 2);
  const odd = judged.filter(({ finding }) => isAtLeast(finding.level, "medium"));
  if (agreeing.length === 0 && odd.length === 0)
    return { misuse: "UNKNOWN", because: [], abusers: [], grounds: [] };
  return {
    misuse: "POSSIBLE",
    because: [
      ...(agreeing.length > 0 ? [storyOf(agreeing)] : []),
      ...odd.map(({ finding }) => `${finding.title}: ${finding.observed}.`),
    ].slice(0, 5),
    abusers: [],
    grounds: [],
  };
}

function said(misuse: Misuse, weights: readonly Weight[]): Verdict {
  const abusers = weights.map(({ caller }) => caller);
  return { misuse, because: [storyOf(weights)], abusers, grounds: [] };
}

/** What speaks against others than these, and what is nobody's doing. */
function besides(judged: readonly Judged[], known: ReadonlySet<string>): readonly Judged[] {
  return judged.flatMap((one) => {
    if (one.finding.judged === "malicious") return [];
    const callers = one.raised.callers.filter((caller) => !known.has(nameOf(caller)));
    const isTheirs = callers.length === 0 && one.raised.callers.length > 0;
    return isTheirs ? [] : [{ ...one, raised: { ...one.raised, callers } }];
  });
}

/** A person's word, and what the logs say of others beside: one thief who is known does not clear the next. */
function personSays(judged: readonly Judged[], grounds: Grounds): Verdict | null {
  const malicious = judged.filter(({ finding }) => finding.judged === "malicious");
  if (malicious.length === 0) return null;
  const callers = malicious.flatMap(({ raised }) => raised.callers);
  const rest = besides(judged, new Set(callers.map(nameOf)));
  const found = atMostPossible(strongest(byCaller(rest), rest), grounds);
  const bare = malicious.filter(({ raised }) => raised.callers.length === 0);
  return {
    misuse: "CONFIRMED",
    because: [
      ...(callers.length > 0 ? [`A person judged it misuse: ${storyOf(byCaller(malicious))}`] : []),
      ...bare.map(
        ({ finding }) => `A person judged ${finding.id} malicious: ${finding.title.toLowerCase()}.`,
      ),
      ...found.because.map((line) => `Beside it, ${found.misuse}: ${line}`),
    ],
    abusers: [...callers, ...(found.misuse === "CONFIRMED" ? found.abusers : [])],
    grounds: malicious.map(({ raised }) => raised),
  };
}

/** Of all callers together nothing more than POSSIBLE can be said: the logs do not tell whose requests these were. */
function atMostPossible(found: Verdict, { namesKeys }: Grounds): Verdict {
  return namesKeys || found.misuse === "UNKNOWN"
    ? found
    : { ...found, misuse: "POSSIBLE", abusers: [], grounds: [] };
}

/** What can be said although nothing is known for certain. */
function uncertain(
  found: Verdict,
  counting: readonly Judged[],
  grounds: Grounds,
): readonly string[] {
  const lines = [
    ...found.because.map((line) => `In what is there: ${line}`),
    ...weakSigns(byCaller(counting)),
  ];
  const isBlind = !grounds.namesKeys || grounds.shortBaseline !== null;
  return lines.length === 0 || isBlind ? [...lines, ...nothingSeen(grounds)] : lines;
}

/** The verdict on one key. Findings that a person called benign do not count. */
export function verdictOf(grounds: Grounds): Verdict {
  const counting = grounds.judged.filter(({ finding }) => finding.judged !== "benign");
  const gaps = gapWords(grounds.gaps);
  const person = personSays(counting, grounds);
  if (person !== null) return { ...person, because: [...person.because, ...gaps] };
  const found = atMostPossible(strongest(byCaller(counting), counting), grounds);
  if (found.misuse === "CONFIRMED" || found.misuse === "PROBABLE")
    return { ...found, abusers: [...new Set(found.abusers)], because: [...found.because, ...gaps] };
  if (found.misuse === "POSSIBLE" && gaps.length === 0)
    return grounds.namesKeys
      ? found
      : { ...found, because: [...found.because, ...nothingSeen(grounds)] };
  return {
    ...found,
    misuse: "UNKNOWN",
    because: [...gaps, ...uncertain(found, counting, grounds)],
  };
}
