// The notification clocks of an incident: which duties run, until when, and which are still to be decided. People decide; this only computes.
import { between, toEpoch, type Instant } from "../instant.ts";
import type { Answers } from "./answers.ts";
import { dueAfter, type Counting } from "./due.ts";
import type { Limit, Regime, RegimeTable, Stage } from "./regime.ts";
import {
  standingOf,
  vocabularyOf,
  type Known,
  type Standing,
  type Vocabulary,
  type Word,
} from "./standing.ts";
import { stageAnswer, type Applying, type StageAnswer } from "./stage-answer.ts";
import { movedStart, provisionalStart, startOf, type Moved, type StartInput } from "./starts.ts";

/**
 * `running`: it applies and has a date (or is due without one). `waiting`: it applies and its start is not known yet. `undecided`: somebody has
 * to say whether it applies. `declined`: a person decided that it does not. `not-applicable`: an answer says so, nobody decided. `met`: told.
 * `late`: running, and past.
 */
export type ClockState =
  | "running"
  | "late"
  | "met"
  | "waiting"
  | "undecided"
  | "declined"
  | "not-applicable";

export interface ClockRow {
  readonly regime: string;
  readonly stage: string;
  readonly name: string;
  readonly to: string;
  readonly state: ClockState;
  /** Null = no fixed date, or no start yet. */
  readonly dueAt: Instant | null;
  /** What it would be if the clock had started at detection; only while the start is not known. */
  readonly provisionalDueAt: Instant | null;
  /** IANA zone in which its days begin and end; null = counted in hours, or without a date. */
  readonly zone: string | null;
  readonly startedAt: Instant | null;
  /** Start fact that is missing or counts. */
  readonly startsWith: string;
  /** Its start was stated anew; null = it was not. */
  readonly startMoved: Moved | null;
  readonly sentAt: Instant | null;
  /** Share of the time that has passed, 0.5, 0.75 or 0.9; null below, and where there is no date. */
  readonly warn: number | null;
  readonly rule: string | null;
  /** What was computed without, e.g. a holiday list. */
  readonly warning: string | null;
  /** Why it stands so, in words without a full stop. */
  readonly reason: string;
  /** Somebody said that they do not know whether it applies: it runs, and counsel has to be asked. */
  readonly asksCounsel: boolean;
  /** Its limit is a guess: nobody has entered the real one. */
  readonly isAssumed: boolean;
  /** An answer on record says that the duty applies, so that somebody has to decide. */
  readonly isMatched: boolean;
  /** False = something has to be kept until then; nobody has to be told. */
  readonly isNotice: boolean;
}

/** A notice that went out, or the decision on a duty. */
export interface Told {
  /** `<regime>`, or `<regime>.<stage>` where one notice was decided by itself. */
  readonly decisions: Readonly<Record<string, Word>>;
  /** `<regime>.<stage>` to when. */
  readonly sent: Readonly<Record<string, Instant>>;
}

export interface ClockInput extends Told, StartInput {
  readonly now: Instant;
  /** Whether data about people is concerned: `no` settles every duty that nobody decided. */
  readonly personalData: "yes" | "no" | "not-yet" | null;
  /** Regimes that the configuration switches on or off. */
  readonly switched: Readonly<Record<string, boolean>>;
  readonly answers: Answers;
  /** What we are for the data (controller, processor, both); null = not answered. */
  readonly dataRole: string | null;
  /** IANA zone of the company, for duties that name none. */
  readonly zone: string;
  readonly calendars: Readonly<Record<string, readonly string[]>>;
}

const WARNINGS = [0.9, 0.75, 0.5];

function countingOf(regime: Regime, stage: Stage, input: ClockInput): Counting {
  const list = stage.calendar === undefined ? undefined : input.calendars[stage.calendar];
  return { zone: regime.zone ?? input.zone, holidays: new Set(list) };
}

function dueOf(limit: Limit, start: Instant | undefined, counting: Counting): Instant | null {
  if (start === undefined || limit.limit === null) return null;
  return limit.limit === 0 ? start : dueAfter(start, limit.limit, limit.unit ?? "hours", counting);
}

/** The earlier of a limit and its outer one. An outer one that had passed before the clock began does not count (DORA: 4 h from then). */
function within(
  due: Instant | null,
  outer: Instant | null,
  startedAt: Instant | undefined,
): Instant | null {
  if (due === null || outer === null) return due ?? outer;
  if (startedAt !== undefined && toEpoch(outer) <= toEpoch(startedAt)) return due;
  return toEpoch(due) <= toEpoch(outer) ? due : outer;
}

function warnOf(
  startedAt: Instant | undefined,
  dueAt: Instant | null,
  now: Instant,
): number | null {
  if (startedAt === undefined || dueAt === null) return null;
  const whole = between(startedAt, dueAt);
  const share = whole <= 0 ? 1 : between(startedAt, now) / whole;
  return WARNINGS.find((at) => share >= at) ?? null;
}

function stateOf(
  applies: Applying,
  sentAt: Instant | undefined,
  startedAt: Instant | undefined,
  dueAt: Instant | null,
  now: Instant,
): ClockState {
  if (sentAt !== undefined) return "met";
  if (applies === "no") return "declined";
  if (applies === "undecided" || applies === "not-applicable") return applies;
  if (startedAt === undefined) return "waiting";
  return dueAt !== null && toEpoch(now) > toEpoch(dueAt) ? "late" : "running";
}

function missingCalendar({ calendar, unit }: Stage, { calendars }: ClockInput): string | null {
  if (unit !== "business_days") return null;
  if (calendar === undefined) return "no holiday list is named: weekends only";
  return calendars[calendar] === undefined
    ? `no holiday list "${calendar}" (compliance.calendars): weekends only`
    : null;
}

/** Where its days are counted; null for what has none. */
function zoneOf({ limit, unit, outer }: Stage, { zone }: Counting): string | null {
  const counts = [{ limit, unit }, ...(outer === undefined ? [] : [outer])];
  const hasDays = counts.some((one) => one.limit !== null && (one.unit ?? "hours") !== "hours");
  return hasDays ? zone : null;
}

function rowOf(
  regime: Regime,
  stage: Stage,
  { applies, reason, asksCounsel }: StageAnswer,
  input: ClockInput,
): Omit<ClockRow, "isMatched"> {
  const counting = countingOf(regime, stage, input);
  const startedAt = startOf(stage.from, input, counting.zone);
  const outer =
    stage.outer === undefined
      ? null
      : dueOf(stage.outer, startOf(stage.outer.from, input, counting.zone), counting);
  const dueAt = within(dueOf(stage, startedAt, counting), outer, startedAt);
  const provisional =
    startedAt === undefined
      ? dueOf(stage, provisionalStart(stage.from, input, counting.zone), counting)
      : null;
  const sentAt = input.sent[`${regime.id}.${stage.id}`];
  const state = stateOf(applies, sentAt, startedAt, dueAt, input.now);
  return {
    regime: regime.id,
    stage: stage.id,
    name: regime.name,
    to: stage.to,
    state,
    dueAt,
    provisionalDueAt: provisional,
    zone: zoneOf(stage, counting),
    startedAt: startedAt ?? null,
    startsWith: stage.from,
    startMoved: movedStart(stage.from, input),
    sentAt: sentAt ?? null,
    warn: state === "running" ? warnOf(startedAt, dueAt, input.now) : null,
    rule: stage.rule ?? null,
    isNotice: stage.is_notice !== false,
    warning: missingCalendar(stage, input),
    reason,
    asksCounsel,
    isAssumed: stage.is_assumed === true,
  };
}

/** What is known of a duty; it counts from its first start fact, else from the detection. */
function knownOf({ stages, zone }: Regime, input: ClockInput, vocabulary: Vocabulary): Known {
  const [first] = stages;
  const from = first && startOf(first.from, input, zone ?? input.zone);
  return { ...input, vocabulary, from: from ?? input.detectedAt };
}

/** How every duty of the table stands: those that run, those to decide, and why the others do not apply. */
export function standings(table: RegimeTable, input: ClockInput): readonly Standing[] {
  const vocabulary = vocabularyOf(table);
  return table.regimes.map((regime) => standingOf(regime, knownOf(regime, input, vocabulary)));
}

/** Every clock that runs, may run, was declined or ruled out by an answer, those with a date first; `wanted` = those of these duties alone. */
export function clocksOf(
  table: RegimeTable,
  input: ClockInput,
  wanted: readonly Regime[] = table.regimes,
): readonly ClockRow[] {
  const vocabulary = vocabularyOf(table);
  return wanted
    .flatMap((regime) => {
      const known = knownOf(regime, input, vocabulary);
      const standing = standingOf(regime, known);
      const { isMatched, isDeclined, isRuledOut } = standing;
      // What is switched off, not in force or known of by nobody is no clock; what somebody told stays told.
      const isShown = standing.standing !== "not-applicable" || isDeclined || isRuledOut;
      return regime.stages
        .filter(({ id }) => isShown || `${regime.id}.${id}` in input.sent)
        .map((stage) => ({
          ...rowOf(regime, stage, stageAnswer(stage, regime, standing, input), input),
          isMatched,
        }));
    })
    .sort((a, b) => order(a) - order(b));
}

const RANK: Readonly<Record<ClockState, number>> = {
  late: 0,
  running: 1,
  waiting: 2,
  undecided: 3,
  met: 4,
  declined: 5,
  "not-applicable": 6,
};

/** By state, then by date: 10^14 ms is beyond every date. */
function order({ state, dueAt, provisionalDueAt }: ClockRow): number {
  const at = dueAt ?? provisionalDueAt;
  return RANK[state] * 1e14 + (at === null ? 9e13 : toEpoch(at));
}
