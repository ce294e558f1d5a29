// The new key goes to the staging places first, and is seen in use there before any other place gets it.
import { ClaroIrError } from "../../core/error.ts";
import { isPlaceSettled } from "../../core/credential/target.ts";
import { stagingPlaces } from "../../core/credential/rotation.ts";
import { SECOND } from "../../core/instant.ts";
import type { TargetRecord } from "../../core/incident/state.ts";
import { change, loadIncident, worldOf } from "../incident.ts";
import { completeOnce } from "./complete.ts";
import { deployKey } from "./deploy-key.ts";
import type { Effect, Run, RunResult } from "./effect.ts";
import { askConsumer, connect } from "./place.ts";

/** As in the proof of use everywhere. */
const INTERVAL = 10 * SECOND;
const PATIENCE = 60 * SECOND;

function at(run: Run, target: string): Run {
  return { ...run, options: { ...run.options, target } };
}

/** Staging places that are not settled yet, as they stand now. */
async function open(run: Run): Promise<readonly TargetRecord[]> {
  const world = worldOf(run.app, await loadIncident(run.app, run.state.id));
  const { targets = [] } = world.state.credentials[run.credential.id] ?? {};
  const staging = stagingPlaces(run.credential);
  return targets.filter((target) => staging.includes(target.id) && !isPlaceSettled(target));
}

/** Consumers get a minute to show the new key. */
async function waitForUse(run: Run): Promise<readonly TargetRecord[]> {
  const until = run.app.clock.now() + (run.options.timeoutMs ?? PATIENCE);
  for (;;) {
    for (const place of await open(run)) await askConsumer(run, place, await connect(run, place));
    const left = await open(run);
    if (left.length === 0 || run.app.clock.now() + INTERVAL > until) return left;
    await run.app.clock.sleep(INTERVAL, run.app.signal);
  }
}

async function perform(run: Run): Promise<RunResult> {
  const { app, state, credential, step, options } = run;
  const staging = stagingPlaces(credential);
  if (options.target !== undefined && !staging.includes(options.target))
    throw new ClaroIrError(
      "usage",
      "unknown-target",
      `${options.target} is none of the first places.`,
      {
        hint: `they are: ${staging.join(", ")}`,
      },
    );
  const lines: string[] = [];
  let exitCode = 0;
  for (const place of await open(run)) {
    if (options.target !== undefined && options.target !== place.id) continue;
    const result = await deployKey.perform(at(run, place.id));
    lines.push(...result.lines);
    exitCode = Math.max(exitCode, result.exitCode);
  }
  if (exitCode !== 0) return { lines, exitCode };
  const left = await waitForUse(run);
  if (left.length > 0)
    return {
      lines: left.flatMap((place) => [
        `${place.id}  ${place.state}, its consumer does not show the new key`,
        `  restart it, or: claro-ir step done ${step.id} --credential ${credential.id} --target ${place.id} --because "<how you know>"`,
      ]),
      exitCode: 1,
    };
  await change(app, state.id, (world) => completeOnce(world, step.id, credential.id));
  return { lines: [...lines, `in use where it comes first: ${staging.join(", ")}`], exitCode: 0 };
}

/** deploy-to-staging */
export const deployStaging: Effect = {
  id: "deploy-staging",
  plan: async (run) => {
    const planned: string[] = [];
    for (const place of await open(run)) planned.push(...(await deployKey.plan(at(run, place.id))));
    return planned;
  },
  perform,
};
