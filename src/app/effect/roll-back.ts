// Back to the old key of a rotation: it is not compromised, so it goes into every place again by the way the new one came; then the new one goes.
import { ClaroIrError } from "../../core/error.ts";
import type { Secret } from "../../core/credential/secret.ts";
import {
  conflict,
  refuse,
  requireKeyManager,
  requireOpen,
} from "../../core/incident/decide/world.ts";
import type { IncidentFact } from "../../core/incident/event.ts";
import type { CredentialState, TargetRecord } from "../../core/incident/state.ts";
import { change, loadIncident, worldOf } from "../incident.ts";
import { providerOf } from "../provider.ts";
import { readRegister } from "../register.ts";
import { burntFingerprints, openSealed } from "../secret.ts";
import { perform as act } from "./act.ts";
import { completeOnce } from "./complete.ts";
import type { Effect, Run, RunResult } from "./effect.ts";
import { deployTo, type PlaceResult } from "./place.ts";

/** The key as seen from its old value: what was new is what lies there now, what was old is to be written. */
function turned(credential: CredentialState): CredentialState {
  const { old, new: made } = credential;
  const { keyId, last4, fingerprint } = old;
  return {
    ...credential,
    old: { ...old, keyId: made.keyId, last4: made.last4, fingerprint: made.fingerprint },
    new: { ...made, keyId, last4, fingerprint },
  };
}

/** A compromised value is never written back, whichever record says that it is one. */
async function refuseCompromised({ app, state, credential }: Run): Promise<void> {
  const { fingerprint } = credential.old;
  const register = await readRegister(app);
  const isMarked = register.some(
    (entry) =>
      entry.status === "compromised" &&
      ((fingerprint !== null && entry.fingerprint === fingerprint) ||
        (entry.keyId !== null && entry.keyId === credential.old.keyId)),
  );
  const isBurnt = fingerprint !== null && burntFingerprints(state).has(fingerprint);
  if (isMarked || isBurnt)
    refuse(
      "burnt-value",
      `The old key ..${credential.old.last4 ?? "????"} is compromised: it is never written back.`,
      `claro-ir start --key ${credential.name}`,
    );
}

/** The old value. Exit 3 where there is nothing to go back to. */
async function oldValue(run: Run): Promise<Secret> {
  const { app, state, credential } = run;
  if (credential.new.state === "none")
    conflict(
      "nothing-new",
      `${credential.name} has no new key: there is nothing to go back from.`,
      "claro-ir status",
    );
  if (credential.old.state !== "alive")
    refuse(
      "old-key-gone",
      `${credential.name} was ${credential.old.action === "disable" ? "disabled" : "deleted"} at ${credential.old.blockedAt ?? "an unknown time"}: there is nothing to go back to.`,
      `claro-ir start --key ${credential.new.name ?? credential.name}`,
    );
  await refuseCompromised(run);
  const secret = await openSealed(app, state.id, credential.old.sealed);
  if (secret !== undefined) return secret;
  throw new ClaroIrError(
    "refused",
    "value-not-held",
    `The old value of ${credential.id} is not held, so it cannot be written back.`,
    { hint: "put it back by hand where it was, then: claro-ir stand-down" },
  );
}

/** Places that the new key came to; one vouched for since the rollback began is back already. */
function placesBack(credential: CredentialState): readonly TargetRecord[] {
  const since = credential.rollback?.at ?? "";
  return credential.targets.filter((target) => {
    const touched = target.writtenAt !== null || target.state === "attested";
    const vouched = target.state === "attested" && (target.at ?? "") > since;
    return touched && !vouched;
  });
}

async function begin(run: Run): Promise<Run> {
  const because = run.credential.watch?.problems.join("; ") || `${run.app.actor.id} asked for it`;
  const made = await change(run.app, run.state.id, (world) => {
    requireOpen(world.state);
    requireKeyManager(world.actor, "Rolling back");
    if (world.state.credentials[run.credential.id]?.rollback !== null) return [];
    return [{ type: "rotation.rollback-begun", data: { credential: run.credential.id, because } }];
  });
  return {
    ...run,
    state: made.state,
    credential: made.state.credentials[run.credential.id] ?? run.credential,
  };
}

/** Delete the new key where the vendor can; it goes off the record either way. */
async function discard(run: Run): Promise<readonly string[]> {
  const { app, state, credential, step } = run;
  const { keyId, opId, name, last4 } = credential.new;
  const provider = await providerOf(app, credential);
  const remove = provider.admin.delete?.bind(provider.admin);
  const discarded: IncidentFact = {
    type: "key.discarded",
    data: { credential: credential.id, opId: opId ?? "", keyId, because: "rolled back" },
  };
  const called = `${name ?? "the new key"} ..${last4 ?? "????"}`;
  if (remove === undefined || keyId === null) {
    await change(app, state.id, () => [discarded]);
    return [`delete ${called} by hand: ${provider.manual.url}`];
  }
  await act(app, {
    incident: state.id,
    effect: "roll-back",
    step: step.id,
    credential: credential.id,
    target: null,
    opId: app.random.uuid(),
    plan: `delete the new key ${keyId} (${called}) at ${provider.id}`,
    keyId,
    gate: (world) => requireKeyManager(world.actor, "Deleting a key"),
    attempt: () => remove(keyId),
    outcome: () => [discarded],
  });
  return [`${called} deleted again`];
}

function left(results: readonly PlaceResult[], run: Run): readonly string[] {
  return results.flatMap((result) => [
    `${result.target}  ${result.words}`,
    ...result.instructions.map((line) => `  ${line}`),
    `  when the old key works there: claro-ir step done ${run.step.id} --credential ${run.credential.id} --target ${result.target} --because "<who checked>"`,
  ]);
}

async function perform(given: Run): Promise<RunResult> {
  const secret = await oldValue(given);
  const run = await begin(given);
  const { app, state, credential, step } = run;
  const back: Run = { ...run, credential: turned(credential) };
  const results = await Promise.all(
    placesBack(credential).map((place) => deployTo(back, place, secret)),
  );
  const open = results.filter((result) => result.outcome !== "settled");
  const settled = results.filter((result) => result.outcome === "settled");
  const lines = settled.map((result) => `${result.target}  ${result.words}`);
  if (open.length > 0) {
    const unknown = open.some((result) => result.outcome === "unknown");
    return { lines: [...lines, ...left(open, run)], exitCode: unknown ? 5 : 1 };
  }
  const world = worldOf(app, await loadIncident(app, state.id));
  const gone = await discard({
    ...run,
    credential: world.state.credentials[credential.id] ?? credential,
  });
  await change(app, state.id, (now) => completeOnce(now, step.id, credential.id));
  return {
    lines: [
      ...lines,
      ...gone,
      `${credential.name} ..${secret.last4} is in use as before`,
      `next: claro-ir close --because "rolled back"`,
    ],
    exitCode: 0,
  };
}

/** roll-back */
export const rollBack: Effect = {
  id: "roll-back",
  plan: async (run) => {
    const secret = await oldValue(run);
    return [
      ...placesBack(run.credential).map((place) => `write ..${secret.last4} to ${place.id} again`),
      `delete ${run.credential.new.name ?? "the new key"} at ${run.credential.provider}`,
    ];
  },
  perform,
};
