// The audit: from what was counted to figures, findings and a verdict for each key.
import { toInstant } from "../instant.ts";
import { newActivity, type Activity } from "./activity.ts";
import { callersOf, nameOf, useOf, type Caller } from "./callers.ts";
import { clearedOf } from "./cleared.ts";
import type { AuditContext, AuditInput, Followed, KeyFacts } from "./context.ts";
import { coverageOf, type Coverage } from "./coverage.ts";
import { derivedOf } from "./derived.ts";
import { detect, rulesOf, type Detected } from "./detection/index.ts";
import type { Case } from "./detection/rule.ts";
import { figuresOf, instantOf, listed, type Known } from "./figures.ts";
import { findingOf } from "./findings.ts";
import { routineOf } from "./routine.ts";
import { compareLevels } from "./level.ts";
import { profileOf, type Profile } from "./profile.ts";
import type { AuditReport, CredentialAudit, Derived, Finding } from "./report.ts";
import { familyOf } from "./agent-family.ts";
import { suspectsOf } from "./suspects.ts";
import { together, type Values } from "./values.ts";
import { verdictOf, type Judged, type Verdict } from "./verdict.ts";

const MOST_REACHED = 50;
/** Names of other keys that are said where none of the logs names this one. */
const MOST_NAMES = 8;

/** Of lists whose values are all strangers', nothing is known. */
function nothing(): boolean {
  return false;
}

function knownOf(profile: Profile, { networks }: AuditContext): Known {
  const { actions, resources } = profile.activity.seen;
  return {
    address: (ip) => networks.isOwn(ip) || profile.places.has(networks.placeOf(ip)),
    country: (value) => profile.countries.has(value),
    agent: (value) => profile.families.has(familyOf(value)),
    action: (value) => actions.has(value),
    resource: (value) => resources.has(value),
  };
}

/** What strangers got, with the key and with what they made: what was refused is no access. */
function reachedBy(
  callers: readonly Caller[],
  followed: readonly Followed[],
  derived: readonly Derived[],
): Pick<CredentialAudit, "reached" | "reachedTotal"> {
  // The deeds of a user or role are also those of its keys and sessions, which count first.
  const credentials = new Set(
    derived.filter(({ kind }) => kind === "key" || kind === "session").map(({ id }) => id),
  );
  function got(isCredential: boolean): readonly Values[] {
    return followed
      .filter(({ key }) => credentials.has(key) === isCredential)
      .flatMap(({ window }) => [...window.actors.values()].map(({ resources }) => resources));
  }
  const own = callers.map(({ actor }) => actor.resources);
  // The later ones are looked at first: what both name is counted as the credentials' own.
  const values = new Map([...together(got(false)), ...together([...own, ...got(true)])]);
  return { reached: listed(values, nothing, MOST_REACHED), reachedTotal: values.size };
}

function seriesOf(window: Activity, strangers: readonly Caller[]): CredentialAudit["series"] {
  const theirs = new Map<number, number>();
  for (const { actor } of strangers)
    for (const [minute, requests] of actor.minutes)
      theirs.set(minute, (theirs.get(minute) ?? 0) + requests);
  return Array.from(
    window.minutes.each("requests"),
    ([at, requests]) => [at, requests, theirs.get(at) ?? 0] as const,
  );
}

/** Made by this key, or by what it made. */
function followedOf(key: string, window: Activity, all: readonly Followed[]): readonly Followed[] {
  const ids = new Set(derivedOf(key, window, all, new Set()).map(({ id }) => id));
  return all.filter((one) => ids.has(one.key));
}

interface Audited {
  readonly audit: CredentialAudit;
  readonly limits: readonly string[];
}

function judgeFindings(one: Case, detected: Detected, { sources }: AuditInput): readonly Judged[] {
  return detected.raised
    .map((raised) => ({ raised, finding: findingOf(raised, one, sources) }))
    .sort((a, b) => compareLevels(a.finding.level, b.finding.level));
}

/** A person called them ours, and nothing came after it: what speaks against them was judged, or may be somebody else's doing. */
function isOurs(caller: Caller, { context: { ours } }: Case, judged: readonly Judged[]): boolean {
  return (
    ours.has(nameOf(caller)) &&
    judged
      .filter(({ raised }) => raised.callers.includes(caller))
      .every(
        ({ finding, raised }) =>
          finding.judged !== null || raised.callers.some((other) => !ours.has(nameOf(other))),
      )
  );
}

/** Callers of whom a person said that they are harmless: by name, or of all that speaks against them. */
function acquitted(one: Case, judged: readonly Judged[]): ReadonlySet<Caller> {
  const free = new Set<Caller>();
  for (const { finding, raised } of judged)
    if (finding.judged === "benign") for (const caller of raised.callers) free.add(caller);
  for (const { finding, raised } of judged)
    if (finding.judged !== "benign") for (const caller of raised.callers) free.delete(caller);
  for (const caller of one.callers) if (isOurs(caller, one, judged)) free.add(caller);
  return free;
}

/** What speaks against others than these; it is no one's doing only where nobody was in it before. */
function without(judged: readonly Judged[], free: ReadonlySet<Caller>): readonly Judged[] {
  return judged.flatMap((one) => {
    const callers = one.raised.callers.filter((caller) => !free.has(caller));
    const isCleared = callers.length === 0 && one.raised.callers.length > 0;
    return isCleared ? [] : [{ ...one, raised: { ...one.raised, callers } }];
  });
}

function limitsOf(facts: KeyFacts, profile: Profile, window: Activity): readonly string[] {
  const overflow = [...window.overflow, ...(window.names.isFull ? ["names"] : [])];
  return [
    ...(profile.why === null ? [] : [`${facts.key}: what is new cannot be told: ${profile.why}.`]),
    ...(profile.isRoaming
      ? [
          `${facts.key}: its addresses change all the time, so a new one counts only by operator or country.`,
        ]
      : []),
    ...(overflow.length === 0
      ? []
      : [`${facts.key}: more different values than are kept (${overflow.join(", ")}).`]),
  ];
}

function caseOf(
  facts: KeyFacts,
  read: AuditInput,
  coverage: Coverage,
  context: AuditContext,
): Case {
  const counted = read.keys.find(({ key }) => key === facts.key);
  const window = counted?.window ?? newActivity();
  const baseline = counted?.baseline ?? newActivity(false);
  const followed = followedOf(facts.key, window, read.followed ?? []);
  const profile = profileOf(baseline, coverage, context.networks);
  const callers = callersOf(window, profile, context);
  const routine = routineOf({ window, followed, profile, callers, context });
  return {
    facts,
    context,
    window,
    followed,
    routine,
    profile,
    callers,
    others: read.others ?? null,
  };
}

/**
 * First and last deed that succeeded: of the callers that the verdict rests on, else of its findings; and of what was made with the
 * key. What was refused is no use, and stands apart.
 */
function abuseOf(
  { abusers, grounds }: Verdict,
  followed: readonly Followed[],
): Pick<CredentialAudit, "firstAbuse" | "lastAbuse" | "lastRefused"> {
  const spans =
    abusers.length > 0
      ? abusers.map(({ actor }) => ({ from: actor.firstSuccess, to: actor.lastSuccess }))
      : grounds.map(({ from, to }) => ({ from, to: to - 1 }));
  const later = spans.length === 0 ? [] : followed.map(({ window }) => window.lastSuccess);
  return {
    firstAbuse: instantOf(Math.min(...spans.map(({ from }) => from))),
    lastAbuse: instantOf(Math.max(...spans.map(({ to }) => to), ...later)),
    lastRefused: instantOf(Math.max(...abusers.map(({ actor }) => actor.lastRefused))),
  };
}

function auditOf(one: Case, read: AuditInput, coverage: Coverage): Audited {
  const { facts, context, window, profile, callers, others } = one;
  const detected = detect(rulesOf(context), one);
  const judged = judgeFindings(one, detected, read);
  const { baselineFrom, from, to } = context.windows;
  const free = acquitted(one, judged);
  const verdict = verdictOf({
    judged: without(judged, free),
    requests: window.requests,
    from,
    to,
    gaps: coverage.gaps,
    names: facts.names,
    shortestGap: coverage.shortestGap,
    namesKeys: coverage.namesKeys,
    isAnythingRead: coverage.isAnythingRead,
    otherKeys:
      window.requests + profile.activity.requests > 0
        ? []
        : [...new Set(read.sources.flatMap(({ otherKeys }) => otherKeys))].slice(0, MOST_NAMES),
    shortBaseline: window.requests === 0 ? null : profile.why,
  });
  const suspects = new Set(verdict.abusers);
  const strangers = callers.filter(
    (caller) => suspects.has(caller) || (caller.isForeign && !free.has(caller)),
  );
  const derived = derivedOf(one.facts.key, window, one.followed, one.routine);
  const ours = new Set(derived.filter((made) => made.isOurs).map(({ id }) => id));
  const followed = one.followed.filter(({ key }) => !ours.has(key));
  const known = knownOf(profile, context);
  return {
    limits: coverage.isAnythingRead
      ? [...detected.limits, ...limitsOf(facts, profile, window)]
      : [],
    audit: {
      credential: facts.key,
      names: facts.names,
      misuse: verdict.misuse,
      because: verdict.because,
      namesKeys: coverage.namesKeys,
      isCovered: coverage.gaps.length === 0 && coverage.namesKeys,
      window: figuresOf(window, { from: toInstant(from), to: toInstant(to) }, known),
      baseline: figuresOf(
        profile.activity,
        { from: toInstant(baselineFrom), to: toInstant(from) },
        known,
      ),
      ...abuseOf(verdict, followed),
      findings: judged.map(({ finding }): Finding => finding),
      suspects: suspectsOf(judged),
      notOurs: useOf(strangers),
      ...reachedBy(strangers, followed, derived),
      derived,
      cleared: clearedOf(callers, suspects, others, followed),
      series: seriesOf(window, strangers),
      usual: profile.usual,
    },
  };
}

/** Judge what was read. Pure: the same input gives the same report. */
export function judge(read: AuditInput, context: AuditContext): AuditReport {
  const coverage = coverageOf(read, context);
  const { baselineFrom, from, to } = context.windows;
  const audited = context.keys.map((facts) =>
    auditOf(caseOf(facts, read, coverage, context), read, coverage),
  );
  return {
    window: { from: toInstant(from), to: toInstant(to) },
    baseline: { from: toInstant(baselineFrom), to: toInstant(from) },
    sources: read.sources,
    gaps: coverage.gaps,
    limits: [
      ...new Set([
        ...context.notApplied,
        ...coverage.limits,
        ...audited.flatMap(({ limits }) => limits),
      ]),
    ],
    credentials: audited.map(({ audit }) => audit),
  };
}
