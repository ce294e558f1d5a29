// What a declaration knows before anything is asked.
import type { StartInput } from "../declare.ts";

/** What flags have said already. */
export interface Known {
  readonly input: StartInput;
  readonly has: (
    name: "environment" | "provider" | "evidence" | "abuse" | "tolerance" | "runbook",
  ) => boolean;
  /** Called once the first question is on the screen: what is needed later loads while the person reads. */
  readonly reading?: () => void;
}
