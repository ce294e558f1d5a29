// Every automation a runbook step may name.
import type { EffectId } from "../../core/runbook/runbook.ts";
import { blockKey } from "./block-key.ts";
import { captureUsage } from "./capture-usage.ts";
import { createKey } from "./create-key.ts";
import { deployKey } from "./deploy-key.ts";
import { deployStaging } from "./deploy-staging.ts";
import type { Effect } from "./effect.ts";
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

/** The automation of that id; every id of the runbook schema has one (tested). */
export function findEffect(id: EffectId): Effect | undefined {
  return effects.find((effect) => effect.id === id);
}
