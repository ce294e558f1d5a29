// What time it is in an incident. A rehearsal has a clock of its own, which may be days ahead of everybody else's.
import { between, type Instant } from "../instant.ts";

/**
 * `now`, but in a rehearsal never before what is on record (`last`): a second terminal does not know its clock, and would write into its past.
 */
export function timeIn(isDrill: boolean, last: Instant | undefined, now: Instant): Instant {
  return isDrill && last !== undefined && between(now, last) > 0 ? last : now;
}
