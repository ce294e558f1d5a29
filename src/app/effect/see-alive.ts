// See the old key alive before it is cut: only then does a later rejection prove anything.
import { isForeign, isGenuine } from "../../core/credential/verdict.ts";
import type { CredentialState, IncidentState } from "../../core/incident/state.ts";
import type { KeyProvider } from "../../ports/key-provider.ts";
import type { App } from "../context.ts";
import { record } from "../incident.ts";
import { foundInPlace, holdOldValue, openSealed } from "../secret.ts";
import { probeOld } from "./probe.ts";

/** Ask once with the old value, where one is held and it was not seen alive yet. Gives the credential as it is known then. */
export async function seeAlive(
  app: App,
  state: IncidentState,
  before: CredentialState,
  provider: KeyProvider,
): Promise<CredentialState> {
  const facts = await holdOldValue(app, state, before);
  const held = facts.length > 0 ? await record(app, state.id, facts) : undefined;
  const credential = held?.state.credentials[before.id] ?? before;
  if (credential.old.lastAliveAt !== null) return credential;
  const secret = await openSealed(app, state.id, credential.old.sealed);
  if (secret === undefined) return credential;
  const asked = await probeOld(app, state.id, credential, provider, secret);
  const isShown = isGenuine(asked.credential);
  const found = isShown ? [] : await foundInPlace(app, asked.credential);
  const known = found.length > 0 ? await record(app, state.id, found) : undefined;
  const seen = known?.state.credentials[before.id] ?? asked.credential;
  const name = `..${credential.old.last4 ?? "????"}`;
  app.say(`before the cut: ${name} ${asked.answer.verdict} ${asked.answer.detail}`);
  if (isForeign(seen))
    app.say(
      `!! The value you gave is rejected already: mistyped, another vendor's, or deleted before. Compare ${name} with the dashboard before you delete anything; it cannot be proved dead.`,
    );
  return seen;
}
