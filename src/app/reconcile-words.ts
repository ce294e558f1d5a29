// Which outcomes of looking are an answer.
import type { Settled } from "./reconcile.ts";

/** Whether looking gave an answer; `unknown` and `running` are none. */
export function isSettledOutcome(outcome: Settled["outcome"]): boolean {
  return outcome === "succeeded" || outcome === "failed";
}
