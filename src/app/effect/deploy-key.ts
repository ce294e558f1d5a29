// Put the new key into every place at once. A slow or dead place delays and blocks nothing but itself.
import { ClaroIrError } from "../../core/error.ts";
import type { Secret } from "../../core/credential/secret.ts";
import { noPlaces } from "../../core/credential/target.ts";
import type { CredentialState } from "../../core/incident/state.ts";
import { change, loadIncident, record, worldOf } from "../incident.ts";
import { burntFingerprints, holdOldValue, openReplacement } from "../secret.ts";
import { completeOnce } from "./complete.ts";
import type { Effect, Run, RunResult } from "./effect.ts";
import { chosenPlaces, connect, deployTo, type PlaceResult } from "./place.ts";

const WRITTEN = ["written", "reloaded", "in-use", "attested", "waived"];

function refuseNoPlace(run: Run): void {
  const { credential } = run;
  if (credential.targets.length > 0 || noPlaces(credential)) return;
  throw new ClaroIrError(
    "refused",
    "no-places",
    `No place that holds ${credential.name} is known.`,
    {
      hint: `claro-ir targets add <id> --kind manual --credential ${credential.id} (or: claro-ir fact noPlaces yes --credential ${credential.id})`,
    },
  );
}

/** A replacement that leaked in its turn is never written anywhere. */
async function refuseBurnt(run: Run, secret: Secret): Promise<void> {
  const fingerprint = (await run.app.fingerprint())(secret.reveal());
  if (!burntFingerprints(run.state).has(fingerprint)) return;
  throw new ClaroIrError(
    "refused",
    "burnt-value",
    `The replacement of ${run.credential.id} ..${secret.last4} is itself compromised; it is not written anywhere.`,
    { hint: "claro-ir next" },
  );
}

function exitOf(results: readonly PlaceResult[]): number {
  const outcomes = new Set(results.map((result) => result.outcome));
  if (outcomes.has("unknown")) return 5;
  if (outcomes.has("failed")) return 8;
  return outcomes.has("refused") || outcomes.has("manual") ? 3 : 0;
}

function lines(results: readonly PlaceResult[]): readonly string[] {
  return results.flatMap((result) => [
    `${result.target}  ${result.words}`,
    ...result.instructions.map((line) => `  ${line}`),
    ...(result.outcome === "manual"
      ? [
          `  then: claro-ir step done deploy-replacement-key --target ${result.target} --because "<who checked>"`,
        ]
      : []),
  ]);
}

async function completeWhenWritten(run: Run): Promise<void> {
  await change(run.app, run.state.id, (world) => {
    const credential = world.state.credentials[run.credential.id];
    const written = credential?.targets.every((target) => WRITTEN.includes(target.state)) ?? false;
    if (credential === undefined || !written) return [];
    return completeOnce(world, run.step.id, credential.id);
  });
}

async function hold(run: Run): Promise<CredentialState> {
  const { app, state, credential } = run;
  const facts = await holdOldValue(app, state, credential);
  if (facts.length > 0) await record(app, state.id, facts);
  const world = worldOf(app, await loadIncident(app, state.id));
  return world.state.credentials[credential.id] ?? credential;
}

async function perform(run: Run): Promise<RunResult> {
  const { app, state } = run;
  refuseNoPlace(run);
  const secret = await openReplacement(app, state.id, run.credential);
  await refuseBurnt(run, secret);
  // Before any place is written over: what it holds now is the proof of which key leaked.
  const credential = await hold(run);
  const current: Run = { ...run, credential };
  const places = chosenPlaces(credential, run.options);
  const results = await Promise.all(
    places.map(async (place) => {
      const result = await deployTo(current, place, secret);
      app.say(`${result.target}  ${result.words}`);
      return result;
    }),
  );
  await completeWhenWritten(current);
  return { lines: lines(results), exitCode: exitOf(results) };
}

async function plan(run: Run): Promise<readonly string[]> {
  refuseNoPlace(run);
  const planned: string[] = [];
  for (const place of chosenPlaces(run.credential, run.options)) {
    const target = await connect(run, place);
    const steps = await target.plan();
    planned.push(`${place.id} (${target.where})`, ...steps.map((line) => `  ${line}`));
  }
  return planned;
}

/** deploy-replacement-key */
export const deployKey: Effect = { id: "deploy-key", plan, perform };
