// Put the new key into every place at once. A slow or dead place delays and blocks nothing but itself.
import { ClaroIrError } from "../../core/error.ts";
import { noPlaces } from "../../core/credential/target.ts";
import type { CredentialState } from "../../core/incident/state.ts";
import { everyOne } from "../every-one.ts";
import { change, loadIncident, record, worldOf } from "../incident.ts";
import { holdOldValue, openReplacement, refuseBurnt } from "../secret.ts";
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

/** What settles the places that are not written. */
function nextOf(results: readonly PlaceResult[]): readonly string[] {
  const outcomes = new Set(results.map((result) => result.outcome));
  if (outcomes.has("unknown")) return ["next: claro-ir reconcile"];
  return outcomes.has("failed") ? ["next: claro-ir next"] : [];
}

async function completeWhenWritten(run: Run): Promise<void> {
  await change(run.app, run.state.id, (world) => {
    const credential = world.state.credentials[run.credential.id];
    const isUnknown = world.state.pending.some(
      ({ effect, credential: of }) => effect === "deploy-key" && of === run.credential.id,
    );
    // Its outcome is not all on record: looking completes it.
    if (isUnknown) return [];
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
  const fingerprint = (await app.fingerprint())(secret.reveal());
  refuseBurnt(state, run.credential, { fingerprint, last4: secret.last4 });
  // Before any place is written over: what it holds now is the proof of which key leaked.
  const credential = await hold(run);
  const current: Run = { ...run, credential };
  const places = chosenPlaces(credential, run.options);
  const results = await everyOne(
    places.map(async (place) => {
      const result = await deployTo(current, place, secret);
      app.say(`${result.target}  ${result.words}`);
      return result;
    }),
  );
  await completeWhenWritten(current);
  return { lines: lines(results), exitCode: exitOf(results), next: nextOf(results) };
}

async function plan(run: Run): Promise<readonly string[]> {
  refuseNoPlace(run);
  const planned = await everyOne(
    chosenPlaces(run.credential, run.options).map(async (place) => {
      const target = await connect(run, place);
      const steps = await target.plan();
      return [`${place.id} (${target.where})`, ...steps.map((line) => `  ${line}`)];
    }),
  );
  return planned.flat();
}

/** deploy-replacement-key */
export const deployKey: Effect = { id: "deploy-key", plan, perform };
