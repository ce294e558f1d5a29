// Creating seals; this only looks whether the sealed key is there and opens.
import { ClaroIrError } from "../../core/error.ts";
import { change } from "../incident.ts";
import { openReplacement } from "../secret.ts";
import { completeOnce } from "./complete.ts";
import type { Effect, Run, RunResult } from "./effect.ts";

async function perform(run: Run): Promise<RunResult> {
  const { app, state, credential, step } = run;
  const secret = await openReplacement(app, state.id, credential);
  const fingerprint = (await app.fingerprint())(secret.reveal());
  if (fingerprint !== credential.new.fingerprint)
    throw new ClaroIrError(
      "damaged",
      "sealed-differs",
      `The sealed key of ${credential.id} is not the one on record.`,
      { hint: "claro-ir verify" },
    );
  await change(app, state.id, (world) => completeOnce(world, step.id, credential.id));
  return { lines: [`sealed ..${secret.last4} opens here`], exitCode: 0 };
}

/** store-replacement-key */
export const storeKey: Effect = {
  id: "store-key",
  plan: (run) => Promise.resolve([`open the sealed key of ${run.credential.id} and compare it`]),
  perform,
};
