// Whether somebody else uses a key, told from its last use in the vendor's list or from its own usage figures.
import { SECOND, type Instant } from "../instant.ts";

/** A call of ours with the key itself; epoch ms by our clock. */
export interface OwnCall {
  readonly sentAt: number;
  readonly answeredAt: number;
}

/** The vendor's figures as one call read them; what it does not tell is null. */
export interface UsageReading extends OwnCall {
  /** Epoch ms by the vendor's clock. */
  readonly lastUsedAt: number | null;
  readonly requests: number | null;
}

/**
 * Whether a list's last use moved more often than our own calls can explain. `seen`: what it showed, in order, the first before our newest
 * call; `own`: calls of ours that may move it, that one included. Two clocks are never compared: a vendor's may be ahead of ours.
 */
export function movedByAnother(seen: readonly (Instant | null)[], own: number): boolean {
  const moves = seen.filter((instant, index) => index > 0 && instant !== seen[index - 1]);
  return moves.length > own;
}

/** Two readings closer than this prove nothing: services poll every ten seconds or so. */
const APART = 10 * SECOND;
/** A vendor's instants are rounded, and its clock is never quite ours. */
const MARGIN = SECOND;

function isNear(instant: number, from: number, to: number, margin: number): boolean {
  return instant >= from - margin && instant <= to + margin;
}

/** Whether the last use that the newest reading shows lies strictly between two calls of ours. */
function lastUseBetween(probe: OwnCall, readings: readonly UsageReading[]): boolean {
  const [first] = readings;
  const current = readings.at(-1);
  if (first === undefined || current === undefined) return false;
  const [shown, used] = [first.lastUsedAt, current.lastUsedAt];
  if (shown === null || used === null) return false;
  // It must show the probe or itself, else the clocks differ or the figures lag, and instants say nothing.
  if (!isNear(shown, probe.sentAt, first.answeredAt, MARGIN)) return false;
  // So far the clocks may still differ: by the margin, and by the time in which either may have happened.
  const margin = MARGIN + (first.answeredAt - probe.sentAt);
  if (used <= first.answeredAt || used >= current.sentAt) return false;
  return ![probe, ...readings].some((own) => isNear(used, own.sentAt, own.answeredAt, margin));
}

/**
 * What proves that another used the key between the first reading and the last; undefined while nothing does. `probe` is our call right
 * before the first reading. Holds whether a vendor counts the call that asks before it answers, afterwards, or not at all: every call of
 * ours may be in the growth, and a last use near one of them is never taken for another's.
 */
export function usedByAnother(
  probe: OwnCall,
  readings: readonly UsageReading[],
): "last use" | "requests" | undefined {
  const [first] = readings;
  const current = readings.at(-1);
  if (first === undefined || current === undefined) return undefined;
  if (current.sentAt - first.answeredAt < APART) return undefined;
  if (lastUseBetween(probe, readings)) return "last use";
  if (first.requests === null || current.requests === null) return undefined;
  const own = 1 + readings.length;
  return current.requests - first.requests > own ? "requests" : undefined;
}
