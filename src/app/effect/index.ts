// Every automation a runbook step may name.
import type { EffectId } from "../../core/runbook/runbook.ts";
import { blockKey } from "./block-key.ts";
import { captureUsage } from "./capture-usage.ts";
import { createKey } from "./create-key.ts";
import { deployKey } from "./deploy-key.ts";
import { deployStaging } from "./deploy-staging.ts";
import { collectLogs } from "./collect-logs.ts";
import type { Effect, WholeEffect } from "./effect.ts";
import { reviewLogs } from "./review-logs.ts";
import { watchKey } from "./watch-key.ts";
import { proveDead } from "./prove-dead.ts";
import { proveInUse } from "./prove-in-use.ts";
import { rollBack } from "./roll-back.ts";
import { storeKey } from "./store-key.ts";
import { updateRegister } from "./update-register.ts";
import { watchRotation } from "./watch-rotation.ts";

const effects: readonly Effect[] = [
  captureUsage,
  createKey,
  storeKey,
  deployKey,
  proveInUse,
  blockKey,
  proveDead,
  updateRegister,
  deployStaging,
  watchRotation,
  rollBack,
];

/** Those that are about the whole incident. */
const wholeEffects: readonly WholeEffect[] = [collectLogs, reviewLogs, watchKey];

/** The automation of that id; every id of the runbook schema has one (tested). */
export function findEffect(id: EffectId): Effect | undefined {
  return effects.find((effect) => effect.id === id);
}

/** The same for what is about the whole incident. */
export function findWholeEffect(id: EffectId): WholeEffect | undefined {
  return wholeEffects.find((effect) => effect.id === id);
}
