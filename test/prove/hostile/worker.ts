// A thread that plays its share of the cases, with a mistake planted in the program where one is asked for. It says which case it begins, so that one without an end is known.
import { parentPort, workerData } from "node:worker_threads";
import { plant } from "../../sim/plant.ts";
import type { Slip } from "./mistakes.ts";

export interface Share {
  readonly isShort: boolean;
  /** Only cases whose id begins so. */
  readonly begins: string;
  /** Of those, and of `cores` equal parts, this one. */
  readonly core: number;
  readonly cores: number;
  /** So many of that part have been played. */
  readonly from: number;
  readonly slip: Slip | null;
}

export type Heard =
  | { readonly begun: string }
  | { readonly id: string; readonly wrong: readonly string[] };

/** Of so many cases the short form plays one, and those that are always in it. */
const SHORT = 16;

function tell(heard: Heard): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port, not a window
  parentPort?.postMessage(heard);
}

const { isShort, begins, core, cores, from, slip } = workerData as Share;
// Who runs this may have an identity and a store of their own.
for (const name of Object.keys(process.env))
  if (name.startsWith("CLARO_IR_")) delete process.env[name];
if (slip !== null) plant(slip);
const [{ Stage }, { casesOn }] = await Promise.all([import("./stage.ts"), import("./cases.ts")]);
const stage = await Stage.open();
const cases = (await casesOn(stage, isShort))
  .filter(({ id }) => id.startsWith(begins))
  .filter(({ isMain }, at) => !isShort || begins !== "" || isMain === true || at % SHORT === 0)
  .filter((_one, at) => at % cores === core)
  .slice(from);
for (const { id, play } of cases) {
  tell({ begun: id });
  const wrong = await play().catch(async (error: unknown) => {
    await stage.putBack();
    return [
      `broke off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    ];
  });
  stage.world.runs.length = 0;
  tell({ id, wrong });
}
await stage.close();
