// Plays scenarios one after the other on a stage of their own, and judges each by what the kernel saw.
import { Hands } from "../../support/hands.ts";
import { Stage } from "../../acceptance/robust/stage.ts";
import { Scene } from "./scene.ts";
import { ENDS } from "./scenario/ends.ts";
import { FAULTS } from "./scenario/faults.ts";
import { INPUT } from "./scenario/inputs.ts";
import type { Scenario } from "./scenario/scenario.ts";
import { WHOLE } from "./scenario/whole.ts";

export const SCENARIOS: readonly Scenario[] = [...WHOLE, ...ENDS, ...FAULTS, ...INPUT];

export interface Watched {
  readonly id: string;
  readonly commands: number;
  /** Bytes that were looked through. */
  readonly bytes: number;
  readonly leaks: readonly string[];
  readonly said: string;
}

async function watched(scene: Scene, one: Scenario): Promise<Watched> {
  try {
    const given = await one.play(scene);
    const { runs } = scene;
    const bytes = runs
      .flatMap(({ outflows }) => outflows)
      .reduce((sum, { bytes: { length } }) => sum + length, 0);
    const said = runs.map(
      ({ args, code, stdout, stderr }) =>
        `claro-ir ${args.join(" ")}   -> ${String(code)}\n${stdout}${stderr}`,
    );
    const bugs = runs.filter(
      ({ code, args }) =>
        code === 70 && !/^(?:throws-|a-report|a-full)/.test(one.id) && args.length > 0,
    );
    const idle = one.id.startsWith("throws-") && runs.every(({ code }) => code === 0);
    const leaks = [
      ...scene.leaks(given ?? []),
      ...bugs.map(({ args }) => `${args.join(" ")} met a bug`),
      ...(idle ? ["nothing was thrown: the scenario shows nothing"] : []),
    ];
    return { id: one.id, commands: runs.length, bytes, leaks, said: said.join("\n") };
  } finally {
    await scene.close();
  }
}

/** What breaks off has shown nothing. */
async function watch(open: () => Promise<Scene>, one: Scenario): Promise<Watched> {
  try {
    return await watched(await open(), one);
  } catch (error) {
    const broke = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { id: one.id, commands: 0, bytes: 0, leaks: [`broke off: ${broke}`], said: "" };
  }
}

/** Play these; `hear` is told of each. */
export async function sweep(
  scenarios: readonly Scenario[],
  program: string,
  hear: (watched: Watched) => void,
): Promise<void> {
  const stage = await Stage.open(23);
  const hands = new Hands();
  try {
    for (const one of scenarios) {
      hear(await watch(() => Scene.open(stage, hands, program), one));
      await stage.sandbox.ask("DELETE", "/_fault");
    }
  } finally {
    await hands.close();
    await stage.close();
  }
}
