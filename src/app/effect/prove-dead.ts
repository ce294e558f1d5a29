// Prove that the old key is rejected: three dead answers over a minute, of a value known to be the right one.
import { ClaroIrError } from "../../core/error.ts";
import { DEAD_ANSWERS, isForeign, isGenuine, type Proof } from "../../core/credential/verdict.ts";
import { MINUTE } from "../../core/instant.ts";
import type { IncidentFact } from "../../core/incident/event.ts";
import { confirmWord } from "../../core/incident/next.ts";
import type { CredentialState } from "../../core/incident/state.ts";
import type { App } from "../context.ts";
import { change, record } from "../incident.ts";
import { providerOf } from "../provider.ts";
import { foundInPlace, openSealed } from "../secret.ts";
import { completeOnce } from "./complete.ts";
import type { Effect, Run, RunResult } from "./effect.ts";
import { probeUntilDead, verdictExit } from "./probe.ts";

const DEFAULT_TIMEOUT = 10 * MINUTE;

/** Where no probe can prove it: somebody's word. */
function attest({ id }: CredentialState): string {
  return `claro-ir step done verify-key-rejected --credential ${id} --attest --because "<the dashboard no longer lists it>"`;
}

/** The step that cuts: it may have been waived, and is done all the same then. */
function cutStep({ strategy }: CredentialState): string {
  return strategy === "safe-rotation" ? "delete-old-key" : "block-compromised-key";
}

/** A cut that did not happen, or hit another key, is taken back first. */
function cutAgain(credential: CredentialState): string {
  return `claro-ir step reopen ${cutStep(credential)} --credential ${credential.id} --because "not deleted"`;
}

function refuseUnblocked({ credential, state }: Run): void {
  if (credential.old.state !== "alive") return;
  throw new ClaroIrError(
    "refused",
    "needs-unmet",
    `verify-key-rejected of ${credential.id} is refused: the old key is not cut yet.`,
    {
      hint: `claro-ir run ${cutStep(credential)} --credential ${credential.id} --confirm ${confirmWord(state, credential)}`,
    },
  );
}

/** A proved death goes on record and completes its step, whichever command proved it. Nothing while the key is not cut. */
export async function recordDeath(
  app: App,
  incident: string,
  { id }: CredentialState,
  proof: Proof,
): Promise<void> {
  const { firstDeadAt, answers } = proof;
  if (proof.verdict !== "DEAD" || firstDeadAt === null) return;
  const died: IncidentFact = {
    type: "key.died",
    data: { credential: id, firstDeadAt, proof: "probes", answers },
  };
  await change(app, incident, (world) => {
    const state = world.state.credentials[id]?.old.state;
    if (state === "alive") return [];
    return [...(state === "dead" ? [] : [died]), ...completeOnce(world, "verify-key-rejected", id)];
  });
}

/** Nothing is proved either way, and the step stays open. */
function askAgain({ step, credential }: Run, { verdict }: Proof): readonly string[] {
  if (verdict !== "UNVERIFIABLE") return [];
  return [
    `next: claro-ir run ${step.id} --credential ${credential.id}`,
    `where it cannot be asked: ${attest(credential)}`,
  ];
}

async function perform(run: Run): Promise<RunResult> {
  const { app, state, credential, options } = run;
  refuseUnblocked(run);
  const secret = await openSealed(app, state.id, credential.old.sealed);
  if (secret === undefined)
    throw new ClaroIrError(
      "refused",
      "value-not-held",
      `The old value of ${credential.id} is not held, so it cannot be probed.`,
      {
        hint: attest(credential),
      },
    );
  const provider = await providerOf(app, credential);
  if (!isGenuine(credential)) {
    const found = await foundInPlace(app, credential);
    if (found.length > 0) await record(app, state.id, found);
  }
  const watched = await probeUntilDead(
    app,
    state.id,
    credential,
    provider,
    secret,
    options.timeoutMs ?? DEFAULT_TIMEOUT,
  );
  const { proof } = watched;
  if (proof.verdict !== "DEAD" || proof.firstDeadAt === null)
    return {
      lines: [
        `${proof.verdict}: ${proof.why}`,
        ...watched.alarms,
        ...(isForeign(watched.credential) ? [`next: ${attest(credential)}`] : askAgain(run, proof)),
        ...(proof.verdict === "ALIVE" ? [`not deleted? next: ${cutAgain(credential)}`] : []),
      ],
      exitCode: verdictExit(proof),
    };
  await recordDeath(app, state.id, credential, proof);
  return {
    lines: [
      `DEAD: ${String(proof.answers)} dead answers in a row`,
      `contained at ${proof.firstDeadAt}`,
    ],
    exitCode: 0,
  };
}

/** verify-key-rejected */
export const proveDead: Effect = {
  id: "prove-dead",
  plan: (run) => {
    refuseUnblocked(run);
    return Promise.resolve([
      `probe the old key at least ${String(DEAD_ANSWERS)} times over 60 s or more, sending it only to provider ${run.credential.provider}`,
    ]);
  },
  perform,
};
