// `run <step>`: find the step's automation and let it work on one credential.
import { ClaroIrError } from "../core/error.ts";
import {
  checklistItem,
  isSettled,
  unmetNeeds,
  type ChecklistItem,
} from "../core/incident/checklist.ts";
import {
  refuse,
  refuseMissing,
  refuseViewer,
  requireCredential,
  requireOpen,
  requireStep,
  type World,
} from "../core/incident/decide/world.ts";
import { mayBeMade } from "../core/credential/replacement.ts";
import type { CredentialState } from "../core/incident/state.ts";
import { findStep, type Step } from "../core/runbook/runbook.ts";
import { afterActing } from "./after-acting.ts";
import type { App } from "./context.ts";
import { findEffect, findWholeEffect } from "./effect/index.ts";
import type { Effect, RunOptions, RunResult } from "./effect/effect.ts";
import { refuseBehindIncident } from "./incident-first.ts";
import { loadIncident, worldOf } from "./incident.ts";
import type { ReadModel, ReadModelEntry } from "../ports/read-model.ts";

export interface RunCommand {
  readonly incident: string;
  readonly step: string;
  readonly credential: string | undefined;
  readonly options: RunOptions;
}

/** Steps whose effect may be run again although the step is done: it then looks again, or finishes what is left. */
const REPEATABLE = [
  "deploy-key",
  "prove-in-use",
  "prove-dead",
  "block-key",
  "deploy-staging",
  "watch-rotation",
];

/** A replacement that cannot be used may be made again, too, and one that was only ticked off is made at last. */
function mayRepeat(effect: Effect, credential: CredentialState): boolean {
  if (effect.id === "create-key") return mayBeMade(credential.new);
  return REPEATABLE.includes(effect.id);
}

/** An emergency may start any step at any time; a rotation has time, and every step of it waits for its needs. The cut has its own gate. */
function refuseOutOfTurn({ strategy, rollback, id }: CredentialState, item: ChecklistItem): void {
  if (strategy !== "safe-rotation") return;
  if (rollback !== null && item.step.effect !== "roll-back")
    refuse(
      "rolling-back",
      `${id} goes back to its old key: the new one is deployed nowhere any more.`,
      item.credential?.new.state === "none"
        ? 'claro-ir close --because "rolled back"'
        : `claro-ir run roll-back --credential ${id}`,
    );
  if (item.step.guard !== null) return;
  if (item.state === "not-applicable")
    refuse("not-applicable", `${item.step.id} of ${id} does not apply now.`, "claro-ir next");
  if (item.blockedBy.length === 0) return;
  refuseMissing(
    `${item.step.id} of ${id}`,
    item.blockedBy.map((need) => ({
      what: need,
      why: `${need} is not done`,
      command: `claro-ir step show ${need} --credential ${id}`,
    })),
  );
}

/** Effects that hand a new key to a place: what a person must see to first is settled before, because nothing takes it back. */
const NEED_HANDS_FIRST = ["create-key", "deploy-key"];

/** Refuse (exit 3) while a need that only a person can settle is open; needs that are automations speak for themselves. */
function requireHandsFirst(world: World, step: Step, credential: CredentialState): void {
  if (step.effect === null || !NEED_HANDS_FIRST.includes(step.effect)) return;
  const { runbook } = world.compiled;
  const open = unmetNeeds(runbook, world.state, step, credential).filter(
    (need) => findStep(runbook, need)?.effect === null,
  );
  if (open.length === 0) return;
  refuseMissing(
    `${step.id} of ${credential.id}`,
    open.map((need) => ({
      what: need,
      why: `${need} comes first: ${runbook.help[need]?.why ?? "it is not done"}`,
      command: `claro-ir step show ${need}`,
    })),
  );
}

/** Steps of the whole incident may be run again: new logs come in, and the watch looks again. */
async function prepareWhole(app: App, world: World, step: Step, options: RunOptions) {
  const effect = step.effect === null ? undefined : findWholeEffect(step.effect);
  if (effect === undefined) throw noAutomation(step);
  const item = checklistItem(world.compiled.runbook, world.state, step, null);
  if (item.state === "not-applicable")
    refuse("not-applicable", `${step.id} does not apply now.`, "claro-ir next");
  refuseClaimed(app, item);
  const run = { app, state: world.state, step, options };
  return {
    plan: () => effect.plan(run),
    perform: (late: App) => effect.perform({ ...run, app: late }),
  };
}

function noAutomation(step: Step): ClaroIrError {
  return new ClaroIrError(
    "refused",
    "no-automation",
    `${step.id} has no automation: a person does it.`,
    { hint: `claro-ir step show ${step.id}` },
  );
}

function refuseClaimed(app: App, { record, step, credential }: ChecklistItem): void {
  if (record?.status !== "started" || record.by === app.actor.id) return;
  const subject = credential === null ? step.id : `${step.id} of ${credential.id}`;
  const on = credential === null ? "" : ` --credential ${credential.id}`;
  throw new ClaroIrError(
    "conflict",
    "claimed",
    `${subject} is being done by ${record.by} since ${record.at}.`,
    { hint: `claro-ir step start ${step.id}${on} --take-over --because "<why>"` },
  );
}

async function prepare(app: App, command: RunCommand) {
  const world = worldOf(app, await loadIncident(app, command.incident));
  refuseViewer(app.actor);
  requireOpen(world.state);
  const step = requireStep(world, command.step);
  // Also where the step is about no key, or a person's: a name that is wrong is said first.
  if (command.credential !== undefined) requireCredential(world.state, command.credential);
  if (step.scope === "incident") return prepareWhole(app, world, step, command.options);
  const effect = step.effect === null ? undefined : findEffect(step.effect);
  if (effect === undefined) throw noAutomation(step);
  const credential = requireCredential(world.state, command.credential);
  await refuseBehindIncident(app, world.state, credential, effect.id === "roll-back");
  const item = checklistItem(world.compiled.runbook, world.state, step, credential);
  if (isSettled(item.state) && !mayRepeat(effect, credential))
    throw new ClaroIrError(
      "conflict",
      "already-settled",
      `${step.id} of ${credential.id} is already ${item.state}, by ${item.record?.by ?? "nobody"} at ${item.record?.at ?? "an unknown time"}.`,
      { hint: "claro-ir next" },
    );
  refuseOutOfTurn(credential, item);
  refuseClaimed(app, item);
  requireHandsFirst(world, step, credential);
  const run = { app, state: world.state, step, credential, options: command.options };
  return {
    plan: () => effect.plan(run),
    perform: (late: App) => effect.perform({ ...run, app: late }),
  };
}

/** What a run would do; no mutating call, no event. */
export async function planStep(app: App, command: RunCommand): Promise<readonly string[]> {
  return (await prepare(app, command)).plan();
}

/** A read model that is written once, at the end: it is a cache, and a request must not wait for it. What is stale meanwhile is folded anew. */
function lateReadModel(model: ReadModel): { readonly model: ReadModel; write(): Promise<void> } {
  const last = new Map<string, ReadModelEntry>();
  return {
    model: {
      ...model,
      put: (stream, entry) => Promise.resolve(last.set(stream, entry).has(stream)),
    },
    async write() {
      for (const [stream, entry] of last) await model.put(stream, entry);
    },
  };
}

/** Perform a step's effect and complete it when it is proved. */
export async function runStep(app: App, command: RunCommand): Promise<RunResult> {
  const prepared = await prepare(app, command);
  const late = lateReadModel(app.readModel);
  try {
    return await prepared.perform({ ...app, readModel: late.model });
  } catch (error) {
    throw afterActing(app, error);
  } finally {
    await late.write();
  }
}
