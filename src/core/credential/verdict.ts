// When is a key dead? Three dead answers in a row over at least a minute, of a value known to have been a working key.
import { between, MINUTE, type Instant } from "../instant.ts";
import type { CredentialState, OldLane, ProbeRecord } from "../incident/state.ts";
import type { Verdict } from "../incident/event.ts";

/** Dead answers needed in a row. */
export const DEAD_ANSWERS = 3;
/** Time the dead answers must span, in ms: longer than common caches of revoked keys. */
export const DEAD_SPAN = MINUTE;
/** Still alive this long after the cut is an alarm. */
export const STILL_ALIVE_AFTER = 2 * MINUTE;

/** Whether the old key's newest answer is from after its cut, and a yes: a cache, or it was not cut at all. */
export function isAcceptedSinceCut({ state, blockedAt, probes }: OldLane): boolean {
  const last = probes.at(-1);
  return (
    state === "blocked" && blockedAt !== null && last?.verdict === "ALIVE" && last.at >= blockedAt
  );
}

/** Alarms that still count: until the key is dead, and not what the present cut has settled. */
export function openAlarms({
  alarms,
  old,
}: Pick<CredentialState, "alarms" | "old">): CredentialState["alarms"] {
  if (old.state === "dead") return [];
  const { blockedAt } = old;
  return alarms.filter(({ at }) => blockedAt === null || at >= blockedAt);
}

/** Whether a dead answer of the old value would prove something: it was seen alive in this incident, or a place held it. */
export function isGenuine({ old }: Pick<CredentialState, "old">): boolean {
  return old.lastAliveAt !== null || old.heldByTarget;
}

/** A value that was rejected and never seen to work: mistyped, or another vendor's. It proves nothing about the key. */
export function isForeign(credential: Pick<CredentialState, "old">): boolean {
  return credential.old.verdict === "DEAD" && !isGenuine(credential);
}

/** What is known of the old key now. One dead answer is no death: see `judge`. */
export function oldVerdict(credential: Pick<CredentialState, "old">): Verdict | null {
  const { state, verdict, probes } = credential.old;
  if (state === "dead" || probes.length === 0) return verdict;
  return judge(probes, isGenuine(credential)).verdict;
}

export interface Proof {
  readonly verdict: Verdict;
  /** First dead answer of the passing run. */
  readonly firstDeadAt: Instant | null;
  /** Dead answers in a row so far. */
  readonly answers: number;
  readonly why: string;
}

/**
 * Judge the answers so far, in order. `genuine` = this incident saw the value alive, or it equals by fingerprint what a target held:
 * without that a dead answer may only mean a mistyped or foreign value.
 */
export function judge(probes: readonly ProbeRecord[], genuine: boolean): Proof {
  const last = probes.at(-1);
  if (last === undefined)
    return { verdict: "UNVERIFIABLE", firstDeadAt: null, answers: 0, why: "not probed" };
  if (last.verdict === "ALIVE")
    return { verdict: "ALIVE", firstDeadAt: null, answers: 0, why: "it was accepted" };
  if (last.verdict === "UNVERIFIABLE")
    return { verdict: "UNVERIFIABLE", firstDeadAt: null, answers: 0, why: "no usable answer" };
  const run: ProbeRecord[] = [];
  for (const probe of probes.toReversed()) {
    if (probe.verdict !== "DEAD") break;
    run.unshift(probe);
  }
  const first = run[0]?.at ?? last.at;
  const spans = between(first, last.at) >= DEAD_SPAN;
  if (!genuine)
    return {
      verdict: "UNVERIFIABLE",
      firstDeadAt: null,
      answers: run.length,
      why: "it was rejected, but was never seen to work: mistyped or foreign?",
    };
  if (run.length >= DEAD_ANSWERS && spans)
    return { verdict: "DEAD", firstDeadAt: first, answers: run.length, why: "rejected throughout" };
  return {
    verdict: "UNVERIFIABLE",
    firstDeadAt: null,
    answers: run.length,
    why: `rejected ${String(run.length)} of ${String(DEAD_ANSWERS)} times so far`,
  };
}
