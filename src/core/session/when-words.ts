// How a time is asked for: examples that fit, gone by for what happened, ahead for what will; and what is wrong with one that does not fit.
import { DAY, MINUTE, plus, toEpoch, type Instant } from "../instant.ts";
import type { Lies } from "../runbook/runbook.ts";

/** Clocks of two machines may differ by so much, in ms. */
const TOLERANCE = MINUTE;

/** Ways to type a time that lies where it should. */
export function whenForms(now: Instant, lies: Lies): string {
  const example = lies === "past" ? plus(now, -20 * MINUTE) : plus(now, 3 * DAY);
  const [day, time] = [example.slice(0, 10), `${example.slice(11, 16)}Z`];
  if (lies === "past") return `now, ${time}, or ${day} ${time}`;
  return lies === "ahead" ? `${day}, or ${day} 10:00Z` : `now, ${day}, or ${day} 10:00Z`;
}

/** Why a time cannot be meant; null where it can. */
export function misplaced(at: Instant, now: Instant, lies: Lies): string | null {
  const ahead = toEpoch(at) - toEpoch(now);
  if (lies === "ahead" && ahead < 0) return "That is past: give a day that comes.";
  return lies === "past" && ahead > TOLERANCE ? "That lies ahead." : null;
}
