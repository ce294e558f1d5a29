// A thread that plays its share of the cases, with a mistake planted in the program where one is asked for.
import { parentPort, workerData } from "node:worker_threads";
import { plant } from "../../sim/plant.ts";
import type { Mistake } from "./mistakes.ts";

/** Cases at a time: most of them wait for something. */
const AT_ONCE = 12;

export interface Share {
  readonly ids: readonly string[];
  readonly mistake: Mistake | null;
  /** Tell every command and what it said. */
  readonly tells: boolean;
}

export interface Told {
  readonly id: string;
  readonly faults: readonly string[];
  readonly said: string;
}

const { ids, mistake, tells } = workerData as Share;
// Who runs this may have an identity and a store of their own.
for (const name of Object.keys(process.env))
  if (name.startsWith("CLARO_IR_")) delete process.env[name];
if (mistake !== null) plant(mistake);
const [{ CASES, idOf }, { act }] = await Promise.all([import("./plays.ts"), import("./act.ts")]);
const left = CASES.filter((one) => ids.includes(idOf(one)));

async function work(): Promise<void> {
  for (let one = left.shift(); one !== undefined; one = left.shift()) {
    const said: string[] = [];
    const faults = await act(one, (text) => said.push(text));
    const told: Told = { id: idOf(one), faults, said: tells ? said.join("\n") : "" };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port, not a window
    parentPort?.postMessage(told);
    if (mistake !== null && faults.length > 0) left.length = 0;
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, work));
