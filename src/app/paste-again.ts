// The leaked value given later, or given anew where the first one was mistyped.
import type { Secret } from "../core/credential/secret.ts";
import { requireOpen } from "../core/incident/decide/world.ts";
import type { CredentialState } from "../core/incident/state.ts";
import { change, loadIncident, worldOf } from "./incident.ts";
import type { App } from "./context.ts";
import { recipientsFor, sealValue } from "./secret.ts";

/** Seal the value and put it on record as the leaked one of this key; what was answered about another value is forgotten for the verdict. */
export async function giveOldValue(
  app: App,
  incident: string,
  credential: CredentialState,
  secret: Secret,
): Promise<void> {
  const { state } = worldOf(app, await loadIncident(app, incident));
  requireOpen(state);
  const opId = app.random.uuid();
  const sealed = await sealValue(app, incident, opId, secret, await recipientsFor(app, state));
  await change(app, incident, () => [
    {
      type: "credential.value-held",
      data: {
        credential: credential.id,
        fingerprint: sealed.fingerprint,
        last4: sealed.last4,
        sealed: opId,
        from: "a person",
      },
    },
  ]);
}
