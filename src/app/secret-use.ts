// Showing a sealed key on the terminal, or feeding it to a program's stdin. Each time is on record before it happens.
import { ClaroIrError } from "../core/error.ts";
import type { Secret } from "../core/credential/secret.ts";
import { requireCredential, requireOpen } from "../core/incident/decide/world.ts";
import type { World } from "../core/incident/decide/world.ts";
import type { IncidentEvent } from "../core/incident/event.ts";
import { nextSteps } from "../core/incident/next.ts";
import type { CredentialState } from "../core/incident/state.ts";
import type { App } from "./context.ts";
import { change, loadIncident, worldOf } from "./incident.ts";
import { openReplacement, recipientsFor, refuseBurnt } from "./secret.ts";

export interface Opened {
  readonly credential: CredentialState;
  readonly secret: Secret;
  /** Earlier times, as people should see them. */
  readonly earlier: readonly string[];
}

/** The key whose sealed value may be opened for a person. Exit 3 when it was discarded, or is itself compromised. */
export async function requireSealed(
  app: App,
  incident: string,
  named: string | undefined,
  how: "terminal" | "pipe",
): Promise<CredentialState> {
  const loaded = await loadIncident(app, incident);
  const world = worldOf(app, loaded);
  requireOpen(world.state);
  const credential = requireCredential(world.state, named);
  refuseDiscarded(world, loaded.events, credential);
  const { fingerprint, last4 } = credential.new;
  // What is piped into a program lands in a place.
  if (how === "pipe" && fingerprint !== null && last4 !== null)
    refuseBurnt(world.state, credential, { fingerprint, last4 });
  return credential;
}

/** Ending an incident discards what it held sealed, and it may be opened again. */
function refuseDiscarded(
  { compiled, state, now }: World,
  events: readonly IncidentEvent[],
  { id, new: made }: CredentialState,
): void {
  if (made.sealed !== null) return;
  const discarded = events.findLast(
    (event) => event.type === "secret.discarded" && event.data.ops.includes(made.opId ?? ""),
  );
  if (discarded === undefined) return;
  const next = nextSteps(compiled.runbook, state, now).find((one) => one.credential === id);
  throw new ClaroIrError(
    "refused",
    "value-discarded",
    `The sealed value of ${id}'s replacement ..${made.last4 ?? "????"} was discarded on ${discarded.at}, when the incident ended.`,
    { hint: next?.command ?? "claro-ir next" },
  );
}

/** Open the replacement for a person, on record. `how` says where it goes. */
export async function openForPerson(
  app: App,
  incident: string,
  named: string | undefined,
  how: "terminal" | "pipe",
  command: string | null,
): Promise<Opened> {
  const credential = await requireSealed(app, incident, named, how);
  const opId = credential.new.sealed?.opId;
  const secret = await openReplacement(app, incident, credential);
  if (opId === undefined)
    throw new ClaroIrError("bug", "no-op", "a sealed key without its operation");
  await change(app, incident, () => [
    { type: "secret.revealed", data: { credential: credential.id, opId, how, command } },
  ]);
  const earlier = credential.reveals.map((one) => `${one.at} by ${one.by} (${one.how})`);
  return { credential, secret, earlier };
}

/** Seal every key of the incident to everybody who joined. Keys that this machine cannot open are left and named. */
export async function resealAll(app: App, incident: string): Promise<readonly string[]> {
  const { state } = worldOf(app, await loadIncident(app, incident));
  const recipients = await recipientsFor(app, state);
  const left: string[] = [];
  for (const credential of Object.values(state.credentials))
    for (const opId of [credential.old.sealed, credential.new.sealed?.opId ?? null]) {
      if (opId === null) continue;
      const resealed = await resealOne(app, incident, credential.id, opId, recipients);
      if (!resealed) left.push(`${credential.id}: ${opId}`);
    }
  return left;
}

async function resealOne(
  app: App,
  incident: string,
  credential: string,
  opId: string,
  recipients: readonly string[],
): Promise<boolean> {
  const ciphertext = await app.vault.getSealed(incident, opId);
  if (ciphertext === undefined) return true;
  let secret: Secret;
  try {
    secret = await app.sealer.open(ciphertext);
  } catch (error) {
    if (error instanceof ClaroIrError && error.kind === "refused") return false;
    throw error;
  }
  app.remember(secret);
  const sealed = await app.sealer.seal(secret, recipients);
  await app.vault.replaceSealed(incident, opId, sealed);
  await change(app, incident, () => [
    {
      type: "secret.resealed",
      data: { credential, opId, recipients, sha256: app.sha256(sealed) },
    },
  ]);
  return true;
}
