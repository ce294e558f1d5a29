// One part of the campaign, in a thread of its own, so that a mistake can be planted in it: changes made, both verifiers asked.
import { parentPort, workerData } from "node:worker_threads";
import type { Planted } from "../../sim/mutants.ts";
import { plant } from "../../sim/plant.ts";

export interface Part {
  readonly isShort: boolean;
  /** Every `step`th change from `from` on. */
  readonly from: number;
  readonly step: number;
  /** One change alone, `kind:number`. */
  readonly only: string | null;
  readonly mutant: Planted | null;
}

export interface Swept {
  readonly changes: number;
  readonly clean: number;
  readonly broken: readonly { readonly what: string; readonly replay: string }[];
}

async function sweep({ mutant, ...part }: Part): Promise<Swept> {
  if (mutant !== null) plant(mutant);
  const { playChanges } = await import("./play.ts");
  return playChanges(part);
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port, not a window
parentPort?.postMessage(await sweep(workerData as Part));
