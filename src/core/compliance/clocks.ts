// The notification clocks of an incident: which duties run, until when, and which are still to be decided. People decide; this only computes.
import { between, toEpoch, type Instant } from "../instant.ts";
import type { Answers } from "./answers.ts";
import { dueAfter, endOfYear, type Counting } from "./due.ts";
import type { Limit, Regime, RegimeTable, Stage } from "./regime.ts";
import {
  standingOf,
  vocabularyOf,
  type Known,
  type Standing,
  type Vocabulary,
} from "./standing.ts";

/**
 * `running`: it applies and has a date (or is due without one). `waiting`: it applies and its start is not known yet. `undecided`: somebody has
 * to say whether it applies. `declined`: decided that it does not. `met`: told. `late`: running, and past.
 */
export type ClockState = "running" | "late" | "met" | "waiting" | "undecided" | "declined";

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
  readonly startedAt: Instant | null;
  /** Start fact that is missing or counts. */
  readonly startsWith: string;
  readonly sentAt: Instant | null;
  /** Share of the time that has passed, 0.5, 0.75 or 0.9; null below, and where there is no date. */
  readonly warn: number | null;
  readonly rule: string | null;
  /** What was computed without, e.g. a holiday list. */
  readonly warning: string | null;
  /** An answer on record says that the duty applies, so that somebody has to decide. */
  readonly isMatched: boolean;
  /** False = something has to be kept until then; nobody has to be told. */
  readonly isNotice: boolean;
}

/** A notice that went out, or the decision on a duty. */
export interface Told {
  /** `<regime>`, or `<regime>.<stage>` where one notice was decided by itself. */
  readonly decisions: Readonly<Record<string, "yes" | "no">>;
  /** `<regime>.<stage>` to when. */
  readonly sent: Readonly<Record<string, Instant>>;
}

export interface ClockInput extends Told {
  /** Start facts in snake_case. */
  readonly facts: Readonly<Record<string, Instant>>;
  readonly detectedAt: Instant;
  readonly declaredAt: Instant;
  readonly now: Instant;
  /** Whether data about people is concerned: `no` settles every duty that nobody decided. */
  readonly personalData: "yes" | "no" | "not-yet" | null;
  /** Regimes that the configuration switches on or off. */
  readonly switched: Readonly<Record<string, boolean>>;
  readonly answers: Answers;
  /** IANA zone of the incident. */
  readonly zone: string;
  readonly calendars: Readonly<Record<string, readonly string[]>>;
}

const WARNINGS = [0.9, 0.75, 0.5];

/** Start facts that are known without anybody saying so. */
function startOf(name: string, input: ClockInput, zone: string): Instant | undefined {
  const stated = input.facts[name];
  if (stated !== undefined) return stated;
  if (name === "declared_at") return input.declaredAt;
  if (name === "detected_at" || name === "noticed_at") return input.detectedAt;
  if (name === "known_personal_data_at") return input.facts["aware_personal_data_at"];
  if (name === "end_of_calendar_year_of_discovery") {
    const discovered = input.facts["discovered_at"];
    return discovered === undefined ? undefined : endOfYear(discovered, zone);
  }
  const sent = /^(.+)\.sent_at$/.exec(name)?.[1];
  return sent === undefined ? undefined : input.sent[sent];
}

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
  applies: "yes" | "no" | "undecided",
  sentAt: Instant | undefined,
  startedAt: Instant | undefined,
  dueAt: Instant | null,
  now: Instant,
): ClockState {
  if (sentAt !== undefined) return "met";
  if (applies === "no") return "declined";
  if (applies === "undecided") return "undecided";
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

function rowOf(
  regime: Regime,
  stage: Stage,
  applies: "yes" | "no" | "undecided",
  input: ClockInput,
): Omit<ClockRow, "isMatched"> {
  const counting = countingOf(regime, stage, input);
  const startedAt = startOf(stage.from, input, counting.zone);
  const outer =
    stage.outer === undefined
      ? null
      : dueOf(stage.outer, startOf(stage.outer.from, input, counting.zone), counting);
  const dueAt = within(dueOf(stage, startedAt, counting), outer, startedAt);
  const hangsOnNotice = stage.from.endsWith(".sent_at");
  const provisional =
    startedAt === undefined && !hangsOnNotice ? dueOf(stage, input.detectedAt, counting) : null;
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
    startedAt: startedAt ?? null,
    startsWith: stage.from,
    sentAt: sentAt ?? null,
    warn: state === "running" ? warnOf(startedAt, dueAt, input.now) : null,
    rule: stage.rule ?? null,
    isNotice: stage.is_notice !== false,
    warning: missingCalendar(stage, input),
  };
}

const APPLIES = { running: "yes", watch: "undecided", "not-applicable": "no" } as const;

/** Whether a notice applies: as its duty does, unless it was decided by itself. */
function stageAnswer(
  id: string,
  standing: Standing["standing"],
  { decisions }: Told,
): "yes" | "no" | "undecided" {
  return (standing === "not-applicable" ? undefined : decisions[id]) ?? APPLIES[standing];
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

/** Every clock that runs, may run or was declined, those with a date first; `wanted` = those of these duties alone. */
export function clocksOf(
  table: RegimeTable,
  input: ClockInput,
  wanted: readonly Regime[] = table.regimes,
): readonly ClockRow[] {
  const vocabulary = vocabularyOf(table);
  return wanted
    .flatMap((regime) => {
      const known = knownOf(regime, input, vocabulary);
      const { standing, isDeclined, isMatched } = standingOf(regime, known);
      if (standing === "not-applicable" && !isDeclined) return [];
      return regime.stages.map((stage) => ({
        ...rowOf(regime, stage, stageAnswer(`${regime.id}.${stage.id}`, standing, input), input),
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
};

/** By state, then by date: 10^14 ms is beyond every date. */
function order({ state, dueAt, provisionalDueAt }: ClockRow): number {
  const at = dueAt ?? provisionalDueAt;
  return RANK[state] * 1e14 + (at === null ? 9e13 : toEpoch(at));
}
