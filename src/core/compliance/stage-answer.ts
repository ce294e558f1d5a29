// Whether one notice of a duty applies: by decisions, answers, and the notice that it follows.
import type { ClockInput, ClockRow } from "./clocks.ts";
import type { Regime, Stage } from "./regime.ts";
import type { Standing } from "./standing.ts";
import { noticeBefore } from "./starts.ts";

/** How a notice that hangs on answers and decisions applies. */
export type Applying = "yes" | "no" | "undecided" | "not-applicable";

export type StageAnswer = Pick<ClockRow, "reason" | "asksCounsel"> & { readonly applies: Applying };

const APPLIES = { running: "yes", watch: "undecided", "not-applicable": "not-applicable" } as const;

/** The notice that was decided not to be owed, and was not sent, and that this one follows, directly or behind others; undefined = none. */
function notOwedBefore(
  { from }: Stage,
  regime: Regime,
  input: Pick<ClockInput, "decisions" | "sent">,
): string | undefined {
  const before = noticeBefore(from);
  if (before === undefined || input.sent[before] !== undefined) return undefined;
  const decided = input.decisions[before];
  if (decided !== undefined) return decided === "no" ? before : undefined;
  const stage = regime.stages.find(({ id }) => `${regime.id}.${id}` === before);
  return stage === undefined ? undefined : notOwedBefore(stage, regime, input);
}

/** Whether a notice applies: as its duty does, unless it was decided by itself, follows one that is not owed, or is the other party's to tell. */
export function stageAnswer(
  stage: Stage,
  regime: Regime,
  { standing, reason, isDeclined, asksCounsel }: Standing,
  input: ClockInput,
): StageAnswer {
  const { role } = stage;
  const { decisions, dataRole } = input;
  const whole = isDeclined ? "no" : APPLIES[standing];
  const plain = { reason, asksCounsel };
  if (standing === "not-applicable") return { ...plain, applies: whole };
  const own = decisions[`${regime.id}.${stage.id}`];
  if (own === "unknown")
    return {
      applies: "yes",
      reason: "nobody knows whether it applies: ask counsel",
      asksCounsel: true,
    };
  if (own !== undefined) return { applies: own, reason: `decided: ${own}`, asksCounsel: false };
  const before = notOwedBefore(stage, regime, input);
  if (before !== undefined)
    return { applies: "no", reason: `it follows ${before}, which is not owed`, asksCounsel: false };
  const isTheirs =
    role !== undefined &&
    (dataRole === "controller" || dataRole === "processor") &&
    dataRole !== role;
  return isTheirs
    ? { applies: "not-applicable", reason: `answered: we are the ${dataRole}`, asksCounsel: false }
    : { ...plain, applies: whole };
}
