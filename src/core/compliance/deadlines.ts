// The deadlines of an incident's notices, for calendars, what is due next, and the live view. Loads no calendar itself.
import { between, plus, toEpoch, type Instant } from "../instant.ts";
import type { Due } from "../incident/next-due.ts";
import type { SessionClock } from "../session/view.ts";
import type { ClockRow } from "./clocks.ts";

export interface Deadline {
  /** `<regime>.<stage>`: stays the same whenever it is asked. */
  readonly id: string;
  readonly regime: string;
  readonly stage: string;
  /** `GDPR arts 33-34: tell lead supervisory authority (controller)`. */
  readonly title: string;
  readonly startedAt: Instant;
  readonly at: Instant;
  /** Half, three quarters and nine tenths of the time. */
  readonly warnAt: readonly Instant[];
  readonly isLate: boolean;
}

const SHARES = [0.5, 0.75, 0.9];

/** Every notice that runs towards a date, the earliest first. No legal advice: whoever shows one has to say so. */
export function deadlines(rows: readonly ClockRow[]): readonly Deadline[] {
  return rows
    .flatMap(({ regime, stage, name, to, state, dueAt, startedAt, isNotice }) => {
      if (
        !isNotice ||
        (state !== "running" && state !== "late") ||
        dueAt === null ||
        startedAt === null
      )
        return [];
      const whole = between(startedAt, dueAt);
      return [
        {
          id: `${regime}.${stage}`,
          regime,
          stage,
          title: `${name}: tell ${to}`,
          startedAt,
          at: dueAt,
          warnAt: SHARES.map((share) => plus(startedAt, Math.floor(whole * share))),
          isLate: state === "late",
        },
      ];
    })
    .toSorted((a, b) => toEpoch(a.at) - toEpoch(b.at));
}

/** The same as things that are due: each warning, and the date itself. */
export function duesOf(rows: readonly ClockRow[]): readonly Due[] {
  return deadlines(rows).flatMap(({ id, at, warnAt }) => [
    ...warnAt.map((warn, index) => ({
      at: warn,
      what: `${String((SHARES[index] ?? 0) * 100)} % of the time to tell ${id} (no legal advice)`,
    })),
    { at, what: `tell ${id} (no legal advice)` },
  ]);
}

/** What the live view says of the first of them. */
export function firstClock(rows: readonly ClockRow[], now: Instant): SessionClock | null {
  const [first] = deadlines(rows);
  if (first === undefined) return null;
  const [half] = first.warnAt;
  return {
    name: `${first.regime} ${first.stage}`,
    dueAt: first.at,
    isNear: half !== undefined && toEpoch(half) <= toEpoch(now),
  };
}
