// The leaked value given later, or given anew where the first one was mistyped: kept, and looked up like one given at the start.
import type { Secret } from "../core/credential/secret.ts";
import { requireOpen } from "../core/incident/decide/world.ts";
import type { IncidentFact } from "../core/incident/event.ts";
import type { CredentialState } from "../core/incident/state.ts";
import { carryOn } from "./carry-on.ts";
import { change, loadIncident, worldOf } from "./incident.ts";
import type { App } from "./context.ts";
import { KEY_NAMED, matchKey } from "./match-key.ts";
import { nameFromPlaces, placesOf } from "./places-of-key.ts";
import { PROVIDER_CONFIRMED } from "./provider.ts";
import { recipientsFor, sealValue } from "./secret.ts";

function known(credential: string, name: string): IncidentFact {
  return {
    type: "fact.set",
    data: { name, value: "yes", credential, source: "the value given later", grade: "E1" },
  };
}

/** Whose key the value shows it to be, and where it lies: what nobody has said yet. */
async function lookedUp(
  app: App,
  credential: CredentialState,
  secret: Secret,
  fingerprint: string,
): Promise<readonly IncidentFact[]> {
  const { id, environment, facts, old, targets } = credential;
  const isNamed = facts[KEY_NAMED]?.value !== "no";
  const isConfirmed = facts[PROVIDER_CONFIRMED]?.value !== "no";
  const name = isNamed ? credential.name : await nameFromPlaces(app, fingerprint);
  const said = {
    environment: isNamed ? environment : undefined,
    provider: isConfirmed ? credential.provider : undefined,
    targets: [],
    facts: {},
    strategy: undefined,
    because: undefined,
  };
  const claim = { name, secret, keyId: old.keyId ?? undefined };
  const matched = await matchKey(app, claim, said, fingerprint);
  const isFound = !isNamed && matched.named;
  const { provider } = matched;
  const key = isFound ? matched : { name: credential.name, environment, provider };
  const found = (await placesOf(app, key, said, fingerprint)).filter((place) =>
    targets.every((target) => target.id !== place),
  );
  return [
    ...(isFound || provider !== credential.provider
      ? [
          {
            type: "credential.described" as const,
            data: {
              credential: id,
              name: key.name,
              environment: key.environment,
              provider,
            },
          },
        ]
      : []),
    ...(isFound ? [known(id, KEY_NAMED)] : []),
    ...(!isConfirmed && matched.confirmed ? [known(id, PROVIDER_CONFIRMED)] : []),
    ...app.config.targets
      .filter((target) => found.includes(target.id))
      .map((target) => ({
        type: "target.added" as const,
        data: { credential: id, target: target.id, definition: target },
      })),
  ];
}

/** Seal the value and put it on record as the leaked one of this key; what was answered about another value is forgotten for the verdict. */
export async function giveOldValue(
  app: App,
  incident: string,
  credential: CredentialState,
  secret: Secret,
): Promise<void> {
  const { state } = worldOf(app, await loadIncident(app, incident));
  requireOpen(state);
  app.remember(secret);
  const opId = app.random.uuid();
  const sealed = await sealValue(app, incident, opId, secret, await recipientsFor(app, state));
  const facts = await lookedUp(app, credential, secret, sealed.fingerprint);
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
    ...facts,
  ]);
  await carryOn(app, incident);
}
