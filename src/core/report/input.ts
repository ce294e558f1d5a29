// What reports are made of, and the words for times that all of them share.
import {
  between,
  DAY,
  durationWords,
  HOUR,
  MINUTE,
  SECOND,
  toEpoch,
  toInstant,
} from "../instant.ts";
import type { Instant, Precision } from "../instant.ts";
import type { AuditReport } from "../audit/report.ts";
import type { ClockRow } from "../compliance/clocks.ts";
import type { IncidentEvent } from "../incident/event.ts";
import type { IncidentState } from "../incident/state.ts";
import type { Runbook } from "../runbook/runbook.ts";

export interface ReportInput {
  readonly state: IncidentState;
  readonly events: readonly IncidentEvent[];
  readonly runbook: Runbook;
  readonly now: Instant;
  /** Version of this program. */
  readonly version: string;
  /** Redaction of every text that is not a typed field: secrets always, personal data where the audience asks. */
  clean(text: string): string;
  /** Operator ids instead of roles. */
  readonly withNames: boolean;
  /** Duties to notify as they stand now; absent where nobody looked them up. */
  readonly clocks?: readonly ClockRow[];
  /** The newest audit in full, for its picture; the record itself holds what it came to. */
  readonly audit?: AuditReport;
  /** People that the configuration names, who are none outside the team. */
  readonly people?: readonly string[];
  /** The document as it lies on disk: what people wrote in it is kept. */
  readonly previous?: string;
}

function parts(first: number, unit: string, second: number, smaller: string): string {
  const rest = Math.floor(second);
  return `${String(Math.floor(first))} ${unit}${rest === 0 ? "" : ` ${String(rest)} ${smaller}`}`;
}

/** Milliseconds written out: `42 s`, `13 min 5 s`, `3 h 52 min`, `2 d 4 h`; a negative one gets a minus. */
export function spell(ms: number): string {
  const size = Math.abs(ms);
  const sign = ms <= -SECOND ? "-" : "";
  if (size < MINUTE) return `${sign}${String(Math.floor(size / SECOND))} s`;
  if (size < HOUR) return sign + parts(size / MINUTE, "min", (size % MINUTE) / SECOND, "s");
  if (size < 2 * DAY) return sign + parts(size / HOUR, "h", (size % HOUR) / MINUTE, "min");
  return sign + parts(size / DAY, "d", (size % DAY) / HOUR, "h");
}

const UNITS = [
  [DAY, "d"],
  [HOUR, "h"],
  [MINUTE, "min"],
  [SECOND, "s"],
] as const;

/** Milliseconds to the second, `4 h 32 min 20 s`, for figures that somebody adds up again; a negative one gets a minus. */
export function spellExactly(ms: number): string {
  let rest = Math.floor(Math.abs(ms) / SECOND) * SECOND;
  const words: string[] = [];
  // Hours up to two days, as everywhere.
  for (const [size, unit] of rest < 2 * DAY ? UNITS.slice(1) : UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) words.push(`${String(count)} ${unit}`);
  }
  return words.length === 0 ? "0 s" : `${ms < 0 ? "-" : ""}${words.join(" ")}`;
}

/** Milliseconds since the declaration in words: `+0:42`, `+3 h 52 min`, `-12:00` before it; `~` in front where the time is not exact. */
export function elapsedWords(ms: number, precision: Precision): string {
  return `${precision === "second" ? "" : "~"}${ms < 0 ? "-" : "+"}${durationWords(ms)}`;
}

/** The same of an instant. */
export function sinceDeclared(declaredAt: Instant, at: Instant, precision: Precision): string {
  return elapsedWords(between(declaredAt, at), precision);
}

/** The UTC day of an instant, `2026-11-23`. */
export function dayOf(at: Instant): string {
  return at.slice(0, 10);
}

/** The UTC time of day as far as it is known: `02:10:07`, `~02:10`, `~02h`, `~day`. */
export function timeOf(at: Instant, precision: Precision): string {
  if (precision === "second") return at.slice(11, 19);
  if (precision === "minute") return `~${at.slice(11, 16)}`;
  return precision === "hour" ? `~${at.slice(11, 13)}h` : "~day";
}

/** A moment as far as it is known: `2026-11-23 02:10:07`, `2026-11-23 ~02:10`, `2026-11-23 ~day`. */
export function momentWords(at: Instant, precision: Precision): string {
  return `${dayOf(at)} ${timeOf(at, precision)}`;
}

/** Day and time, `2026-11-23 02:10:07`. */
export function dateTime(at: Instant): string {
  return `${dayOf(at)} ${timeOf(at, "second")}`;
}

/** From when to when; a day is named once. */
export function spanWords({ from, to }: { readonly from: Instant; readonly to: Instant }): string {
  const end = dayOf(from) === dayOf(to) ? timeOf(to, "second") : dateTime(to);
  return `${dateTime(from)} to ${end}`;
}

/** How long after it happened something was recorded, in words; null when it was recorded as it happened (within a minute). */
export function recordedLater(row: {
  readonly at: Instant;
  readonly occurredAt: Instant;
}): string | null {
  if (row.occurredAt === row.at) return null;
  const ms = between(row.occurredAt, row.at);
  return ms < MINUTE ? null : `recorded ${spell(ms - (ms % MINUTE))} later`;
}

/** The instant `days` business days (Monday to Friday, UTC; public holidays are not known here) after `from`. */
export function addBusinessDays(from: Instant, days: number): Instant {
  let epoch = toEpoch(from);
  for (let left = days; left > 0;) {
    epoch += DAY;
    // Day 0 of the epoch was a Thursday.
    const weekday = (Math.floor(epoch / DAY) + 4) % 7;
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return toInstant(epoch);
}
