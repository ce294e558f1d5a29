// What lies in each place of a key right now, by fingerprint. One slow or dead place delays nobody else.
import type { CredentialState, IncidentState, TargetRecord } from "../core/incident/state.ts";
import type { PlaceLook } from "../core/session/matrix.ts";
import { OutsideError } from "../ports/outside.ts";
import type { DeployTarget } from "../ports/deploy-target.ts";
import type { App } from "./context.ts";
import { burntFingerprints, definitionOf } from "./secret.ts";

async function holds(
  app: App,
  state: IncidentState,
  credential: CredentialState,
  target: DeployTarget,
): Promise<PlaceLook["holds"]> {
  try {
    const reading = await target.read();
    if (reading.state === "unreadable") return "unreadable";
    if (reading.state === "absent") return "nothing";
    app.remember(reading.secret);
    const fingerprint = (await app.fingerprint())(reading.secret.reveal());
    if (fingerprint === credential.new.fingerprint) return "new";
    const isOld =
      fingerprint === credential.old.fingerprint || burntFingerprints(state).has(fingerprint);
    return isOld ? "old" : "other";
  } catch (error) {
    if (error instanceof OutsideError) return "unreadable";
    throw error;
  }
}

async function planOf(target: DeployTarget): Promise<readonly string[]> {
  try {
    return await target.plan();
  } catch (error) {
    if (error instanceof OutsideError) return [error.message];
    throw error;
  }
}

/** Look at one place. Undefined when neither the incident nor the configuration says how to reach it. */
export async function lookAtPlace(
  app: App,
  state: IncidentState,
  credential: CredentialState,
  record: TargetRecord,
): Promise<PlaceLook | undefined> {
  const definition = definitionOf(app, record);
  if (definition === undefined) return undefined;
  const target = await app.target(definition);
  const [held, plan] = await Promise.all([holds(app, state, credential, target), planOf(target)]);
  return {
    holds: held,
    reloads: target.reload !== undefined,
    isManual: target.kind === "manual",
    plan,
  };
}
