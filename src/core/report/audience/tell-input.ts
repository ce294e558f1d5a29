// What a whole report (a post-mortem) is made from, for one audience: the record folded again from what that audience may know.
import { compile, fold, toState } from "../../incident/fold.ts";
import type { ReportInput } from "../input.ts";
import type { Audience } from "./audience.ts";
import { veilEvents } from "./veil.ts";

/**
 * The input as an audience may read it: nothing that it may not know is in its events or in its state. Undefined where nothing but the
 * codename may be told. People are roles already, so names are shown as they stand.
 */
export function tellInput(input: ReportInput, audience: Audience): ReportInput | undefined {
  const { state, runbook } = input;
  if (audience.tells === "all") return input;
  if (state.restricted) return undefined;
  const events = veilEvents(state, input.events, runbook, audience, input.people);
  return {
    ...input,
    events,
    state: toState(fold(compile(runbook), events, state.head)),
    withNames: true,
  };
}
