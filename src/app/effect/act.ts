// The one way to act on the outside: gate, intent on record, act once, outcome on record. Lost answers become UNKNOWN, never a repeat.
import { ClaroIrError } from "../../core/error.ts";
import { requireOpen, type World } from "../../core/incident/decide/world.ts";
import type { IncidentFact } from "../../core/incident/event.ts";
import { OutsideError } from "../../ports/outside.ts";
import type { App } from "../context.ts";
import { change, record, type Change } from "../incident.ts";

export interface Act<T> {
  readonly incident: string;
  readonly effect: string;
  readonly step: string;
  readonly credential: string | null;
  readonly target: string | null;
  readonly opId: string;
  /** What is about to be done, in words and ids; no secret. */
  readonly plan: string;
  readonly keyName?: string | null;
  readonly keyId?: string | null;
  /** Throws to refuse, judged on the newest state in the same append as the intent. */
  gate(world: World): void;
  /** The one attempt. Throws OutsideError. */
  attempt(): Promise<T>;
  /** Facts that the answer makes. */
  outcome(answer: T): readonly IncidentFact[];
  /** Facts beside the failure, e.g. a target's state. */
  failed?(detail: string, certain: boolean): readonly IncidentFact[];
}

function refusePending(world: World, act: Act<unknown>): void {
  const twin = world.state.pending.find(
    (effect) =>
      effect.effect === act.effect &&
      effect.credential === act.credential &&
      effect.target === act.target,
  );
  if (twin === undefined) return;
  throw new ClaroIrError(
    "unknown",
    "outcome-unknown",
    `${act.effect} was begun by ${twin.by} at ${twin.since} and its outcome is unknown.`,
    { hint: "claro-ir reconcile" },
  );
}

function intent(act: Act<unknown>): IncidentFact {
  return {
    type: "effect.intended",
    data: {
      step: act.step,
      credential: act.credential,
      effect: act.effect,
      opId: act.opId,
      target: act.target,
      plan: act.plan,
      keyName: act.keyName ?? null,
      keyId: act.keyId ?? null,
    },
  };
}

function outcomeData(act: Act<unknown>, detail: string) {
  return {
    step: act.step,
    credential: act.credential,
    effect: act.effect,
    opId: act.opId,
    target: act.target,
    detail,
  };
}

async function recordFailure<T>(app: App, act: Act<T>, error: unknown): Promise<never> {
  const certain = error instanceof OutsideError && error.certain;
  const detail = app.clean(error instanceof Error ? error.message : "unexpected failure");
  const beside = act.failed?.(detail, certain) ?? [];
  const fact: IncidentFact = certain
    ? { type: "effect.failed", data: { ...outcomeData(act, detail), settledBy: "answer" } }
    : { type: "effect.unknown", data: outcomeData(act, detail) };
  await recordOutcome(app, act, "tried", [fact, ...beside]);
  // What our own code met after the call (a full disk while sealing) leaves the outcome as unknown as a lost answer.
  if (!(error instanceof OutsideError) && !(error instanceof ClaroIrError)) throw error;
  const own = error instanceof OutsideError ? error.hint : undefined;
  const hint = own ?? (certain ? "claro-ir next" : "claro-ir reconcile");
  throw certain
    ? new ClaroIrError("remote", "outside-failed", detail, { hint, cause: error })
    : new ClaroIrError(
        "unknown",
        "outcome-unknown",
        `${detail.replace(/\.$/, "")}. Whether it took effect is unknown.`,
        { hint, cause: error },
      );
}

/** Once something was asked of the outside, a record that cannot be made safe is exit 5, never 6. */
async function recordOutcome(
  app: App,
  act: Pick<Act<unknown>, "incident" | "plan">,
  what: "done" | "tried",
  facts: readonly IncidentFact[],
): Promise<Change> {
  try {
    return await record(app, act.incident, facts);
  } catch (error) {
    throw new ClaroIrError(
      "unknown",
      "outcome-not-recorded",
      `${act.plan}: ${what} outside, but the record of it could not be made safe.`,
      { hint: "claro-ir reconcile", cause: error },
    );
  }
}

/** Perform one act. Exit 6 when the intent cannot be recorded (then nothing was done), 8 failed for certain, 5 unknown. */
export async function perform<T>(app: App, act: Act<T>): Promise<{ answer: T; change: Change }> {
  await change(app, act.incident, (world) => {
    requireOpen(world.state);
    refusePending(world, act);
    act.gate(world);
    return [intent(act)];
  });
  app.acted.add(app.op);
  let answer: T;
  try {
    answer = await act.attempt();
  } catch (error) {
    return recordFailure(app, act, error);
  }
  const made = await recordOutcome(app, act, "done", [
    ...act.outcome(answer),
    { type: "effect.succeeded", data: { ...outcomeData(act, "done"), settledBy: "answer" } },
  ]);
  return { answer, change: made };
}
