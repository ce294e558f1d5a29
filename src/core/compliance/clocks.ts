// The notification clocks of an incident: which duties run, until when, and which are still to be decided. People decide; this only computes.
import { between, toEpoch, type Instant } from "../instant.ts";
import { dueAfter, endOfYear, type Counting } from "./due.ts";
import type { Limit, Regime, RegimeTable, Stage } from "./regime.ts";

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
}

/** A notice that went out, or the decision on a duty. */
export interface Told {
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

function earlier(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null || b === null) return a ?? b;
  return toEpoch(a) <= toEpoch(b) ? a : b;
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
): ClockRow {
  const counting = countingOf(regime, stage, input);
  const startedAt = startOf(stage.from, input, counting.zone);
  const outer =
    stage.outer === undefined
      ? null
      : dueOf(stage.outer, startOf(stage.outer.from, input, counting.zone), counting);
  const dueAt = earlier(dueOf(stage, startedAt, counting), outer);
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
    warning: missingCalendar(stage, input),
  };
}

/** Whether a duty applies: decided by people, else not while it is not in force, else no where no data about people is concerned. */
function answerFor(regime: Regime, input: ClockInput): "yes" | "no" | "undecided" | null {
  const decided = input.decisions[regime.id];
  if (decided !== undefined) return decided;
  const isOn = input.switched[regime.id] ?? regime.default_on;
  const isOff = regime.status === "pending" || regime.status === "unverified";
  if (!isOn || (isOff && input.switched[regime.id] !== true)) return null;
  const { effective } = regime;
  if (effective !== undefined && effective > input.detectedAt.slice(0, 10)) return null;
  return input.personalData === "no" ? "no" : "undecided";
}

/** Every clock that is switched on or decided, those with a date first. */
export function clocksOf(table: RegimeTable, input: ClockInput): readonly ClockRow[] {
  return table.regimes
    .flatMap((regime) => {
      const answer = answerFor(regime, input);
      return answer === null
        ? []
        : regime.stages.map((stage) => rowOf(regime, stage, answer, input));
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
