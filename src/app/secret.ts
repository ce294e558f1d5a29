// Values of keys: sealing them, opening them again, and knowing which values are burnt.
import { ClaroIrError } from "../core/error.ts";
import type { Secret } from "../core/credential/secret.ts";
import type { IncidentFact, TargetDefinition } from "../core/incident/event.ts";
import type { CredentialState, IncidentState, TargetRecord } from "../core/incident/state.ts";
import { OutsideError } from "../ports/outside.ts";
import type { App } from "./context.ts";

/** A value as it lies sealed. */
export interface SealedValue {
  readonly opId: string;
  readonly sha256: string;
  readonly recipients: readonly string[];
  readonly fingerprint: string;
  readonly last4: string;
}

/** Recipients for this incident: the configuration's (or this machine's) and everybody's who joined. Throws when there is nobody to seal to. */
export async function recipientsFor(
  app: App,
  state: Pick<IncidentState, "operators"> | undefined,
): Promise<readonly string[]> {
  const own = await app.sealer.recipients();
  const joined = (state?.operators ?? []).map((operator) => operator.recipient);
  const all = [...new Set([...own, ...joined.filter((one) => one !== null)])];
  if (all.length === 0)
    throw new ClaroIrError(
      "refused",
      "no-resting-place",
      "A key is shown only once, and there is nobody to seal it to.",
      { hint: "Add recipients: [age1…] to claro-ir.yaml" },
    );
  return all;
}

/** Seal a value under an operation id; ciphertext is durable when this returns. */
export async function sealValue(
  app: App,
  incident: string,
  opId: string,
  secret: Secret,
  recipients: readonly string[],
): Promise<SealedValue> {
  app.remember(secret);
  const ciphertext = await app.sealer.seal(secret, recipients);
  await app.vault.putSealed(incident, opId, ciphertext);
  const fingerprint = await app.fingerprint();
  return {
    opId,
    sha256: app.sha256(ciphertext),
    recipients,
    fingerprint: fingerprint(secret.reveal()),
    last4: secret.last4,
  };
}

/** Open a sealed value. Exit 3 when this machine's identity cannot; undefined when it is not there. */
export async function openSealed(
  app: App,
  incident: string,
  opId: string | null,
): Promise<Secret | undefined> {
  if (opId === null) return undefined;
  const ciphertext = await app.vault.getSealed(incident, opId);
  if (ciphertext === undefined) return undefined;
  const secret = await app.sealer.open(ciphertext);
  app.remember(secret);
  return secret;
}

/** The replacement's value: sealed, or read from a place that holds it. Exit 3 when there is none, or this machine cannot open it. */
export async function openReplacement(
  app: App,
  incident: string,
  credential: CredentialState,
): Promise<Secret> {
  const secret = await openSealed(app, incident, credential.new.sealed?.opId ?? null);
  if (secret !== undefined) return secret;
  const { id, new: made } = credential;
  const another = `claro-ir run create-replacement-key --credential ${id}`;
  if (made.state === "none" || made.state === "created")
    throw new ClaroIrError("refused", "no-replacement", `${id} has no sealed replacement.`, {
      hint: another,
    });
  const fingerprint = await app.fingerprint();
  const places = await readPlaces(app, credential);
  const holder = places.find((one) => fingerprint(one.secret.reveal()) === made.fingerprint);
  if (holder !== undefined) return holder.secret;
  const gone = `The replacement of ${id} is not sealed here any more, and no place that can be read holds it`;
  if (made.state === "in-use")
    throw new ClaroIrError("refused", "replacement-gone", `${gone}.`, {
      hint: `claro-ir step done verify-replacement-live --credential ${id} --attest --because "<how you know that it works>"`,
    });
  throw new ClaroIrError(
    "refused",
    "replacement-gone",
    `${gone}: make another key, or give the same one with --secret-file.`,
    { hint: another },
  );
}

/** Every compromised value known by fingerprint in this incident. */
export function burntFingerprints(state: IncidentState): ReadonlySet<string> {
  return new Set(Object.values(state.credentials).flatMap((one) => one.burnt));
}

/** A compromised value is never written anywhere, a replacement that leaked in its turn neither. Throws to refuse, exit 3. */
export function refuseBurnt(
  state: IncidentState,
  { id }: CredentialState,
  value: { readonly fingerprint: string; readonly last4: string },
): void {
  if (!burntFingerprints(state).has(value.fingerprint)) return;
  throw new ClaroIrError(
    "refused",
    "burnt-value",
    `The replacement of ${id} ..${value.last4} is itself compromised; it is not written anywhere.`,
    { hint: "claro-ir next" },
  );
}

interface Held {
  readonly target: string;
  readonly secret: Secret;
}

async function readPlace(app: App, record: TargetRecord): Promise<readonly Held[]> {
  const definition = definitionOf(app, record);
  if (definition === undefined) return [];
  try {
    const target = await app.target(definition);
    const reading = await target.read();
    if (reading.state !== "present") return [];
    app.remember(reading.secret);
    return [{ target: record.id, secret: reading.secret }];
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    app.say(`${record.id} could not be read: ${error.message}`);
    return [];
  }
}

/** What the places hold, in their order; all are read at once, so that they take as long as the slowest. */
async function readPlaces(
  app: App,
  credential: Pick<CredentialState, "targets">,
): Promise<readonly Held[]> {
  const held = await Promise.all(credential.targets.map((record) => readPlace(app, record)));
  return held.flat();
}

/** How a target is reached: as it was named in the incident, else as configured. */
export function definitionOf(
  app: App,
  record: Pick<TargetRecord, "id" | "definition">,
): TargetDefinition | undefined {
  if (record.definition !== null) return record.definition;
  return app.config.targets.find((target) => target.id === record.id);
}

/**
 * Facts that put the old value on record, read from the first place that holds it, before any deploy overwrites it. Places that disagree
 * are named, never merged. Empty when it is already held or no place can be read.
 */
export async function holdOldValue(
  app: App,
  state: IncidentState,
  credential: CredentialState,
): Promise<readonly IncidentFact[]> {
  if (credential.old.sealed !== null) return [];
  const fingerprint = await app.fingerprint();
  const held = (await readPlaces(app, credential)).filter(
    (one) => fingerprint(one.secret.reveal()) !== credential.new.fingerprint,
  );
  const matching =
    credential.old.fingerprint === null
      ? held
      : held.filter((one) => fingerprint(one.secret.reveal()) === credential.old.fingerprint);
  const [first] = matching;
  if (first === undefined) return [];
  const differing = held.filter((one) => one.secret.reveal() !== first.secret.reveal());
  for (const other of differing)
    app.say(`${other.target} holds another value than ${first.target}; it is left alone`);
  const opId = app.random.uuid();
  const sealed = await sealValue(
    app,
    state.id,
    opId,
    first.secret,
    await recipientsFor(app, state),
  );
  return [
    {
      type: "credential.value-held",
      data: {
        credential: credential.id,
        fingerprint: sealed.fingerprint,
        last4: sealed.last4,
        sealed: opId,
        from: `target ${first.target}`,
      },
    },
  ];
}

/**
 * The fact that a place holds the very value that is held as the old one: a rejection of it proves something then, although it was never
 * seen alive (the vendor was busy, or somebody else was quicker). Empty where no place holds it.
 */
export async function foundInPlace(
  app: App,
  { id, old, targets }: CredentialState,
): Promise<readonly IncidentFact[]> {
  const { fingerprint, last4, sealed } = old;
  if (fingerprint === null || last4 === null || sealed === null) return [];
  const hash = await app.fingerprint();
  const places = await readPlaces(app, { targets });
  const holder = places.find((one) => hash(one.secret.reveal()) === fingerprint);
  if (holder === undefined) return [];
  const data = { credential: id, fingerprint, last4, sealed, from: `target ${holder.target}` };
  return [{ type: "credential.value-held", data }];
}
