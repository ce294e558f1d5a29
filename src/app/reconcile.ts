// Settling every outcome left unknown by looking, never by repeating.
import { ClaroIrError } from "../core/error.ts";
import { isSettled } from "../core/incident/checklist.ts";
import type { IncidentFact } from "../core/incident/event.ts";
import type { CredentialState, IncidentState, PendingEffect } from "../core/incident/state.ts";
import { SECOND, toEpoch } from "../core/instant.ts";
import { OutsideError } from "../ports/outside.ts";
import type { KeyProvider, ProviderKey } from "../ports/key-provider.ts";
import type { App } from "./context.ts";
import { completeOnce } from "./effect/complete.ts";
import { change, loadIncident, record, worldOf } from "./incident.ts";
import { providerOf } from "./provider.ts";
import { definitionOf, openSealed, recipientsFor } from "./secret.ts";

/** A create whose answer was lost may still arrive: nobody concludes "not there" before this long after the intent, in ms. */
const QUIET_WINDOW = 30 * SECOND;

export interface Settled {
  readonly opId: string;
  readonly effect: string;
  readonly credential: string | null;
  readonly target: string | null;
  readonly outcome: "succeeded" | "failed" | "unknown" | "running";
  readonly detail: string;
}

interface Look {
  readonly outcome: "succeeded" | "failed" | "unknown";
  readonly detail: string;
  readonly facts: readonly IncidentFact[];
}

interface Case {
  readonly app: App;
  readonly state: IncidentState;
  readonly credential: CredentialState;
  readonly pending: PendingEffect;
}

function unknown(detail: string): Look {
  return { outcome: "unknown", detail, facts: [] };
}

async function listKeys(provider: KeyProvider): Promise<readonly ProviderKey[] | undefined> {
  return provider.admin.list === undefined ? undefined : provider.admin.list();
}

/** The once-shown value is sealed: take the key as it is. */
async function adopt(one: Case, key: ProviderKey): Promise<Look> {
  const { app, state, credential, pending } = one;
  const ciphertext = await app.vault.getSealed(state.id, pending.opId);
  const secret = await openSealed(app, state.id, pending.opId);
  if (ciphertext === undefined || secret === undefined) return unknown("the sealed key is gone");
  const fingerprint = (await app.fingerprint())(secret.reveal());
  return {
    outcome: "succeeded",
    detail: `${key.name} was created and its value was sealed: adopted`,
    facts: [
      {
        type: "key.created",
        data: {
          credential: credential.id,
          opId: pending.opId,
          keyId: key.id,
          name: key.name,
          last4: secret.last4,
          fingerprint,
        },
      },
      {
        type: "key.sealed",
        data: {
          credential: credential.id,
          opId: pending.opId,
          sha256: app.sha256(ciphertext),
          recipients: await recipientsFor(app, state),
        },
      },
    ],
  };
}

async function settleCreate(one: Case, provider: KeyProvider): Promise<Look> {
  const { app, state, pending } = one;
  const age = app.clock.now() - toEpoch(pending.since);
  const early = await listKeys(provider);
  if (early === undefined) return unknown(`${provider.title} lists no keys: look in its dashboard`);
  function isOurs(key: ProviderKey): boolean {
    return key.name === pending.keyName;
  }
  if (!early.some(isOurs) && age < QUIET_WINDOW) {
    app.say("waiting out the quiet window: a lost answer may still take effect");
    await app.clock.sleep(QUIET_WINDOW - Math.max(age, 0), app.signal);
  }
  const keys = (await listKeys(provider)) ?? [];
  const ours = keys.filter(isOurs);
  const sealed = (await app.vault.getSealed(state.id, pending.opId)) !== undefined;
  const [only] = ours;
  if (only === undefined) {
    if (sealed) await app.vault.removeSealed(state.id, pending.opId);
    return {
      outcome: "failed",
      detail: `no key named ${pending.keyName ?? "?"} exists`,
      facts: [],
    };
  }
  if (sealed && ours.length === 1) return adopt(one, only);
  // Shown once and lost: nobody can use it, so it goes (the seed guide's own rule for a lost key).
  for (const key of ours) await provider.admin.delete?.(key.id);
  const left = ((await listKeys(provider)) ?? []).filter(isOurs);
  if (left.length > 0)
    return unknown(`orphan ${left.map((key) => key.id).join(", ")} is still listed`);
  return {
    outcome: "failed",
    detail: `orphan ${ours.map((key) => key.id).join(", ")} deleted: its value was shown once and lost`,
    facts: [],
  };
}

async function settleBlock(one: Case, provider: KeyProvider): Promise<Look> {
  const { credential, pending } = one;
  const keys = await listKeys(provider);
  if (keys === undefined) return unknown(`${provider.title} lists no keys: look in its dashboard`);
  const key = keys.find((candidate) => candidate.id === pending.keyId);
  const isDisabled =
    key !== undefined && key.status !== null && /disabled|inactive/i.test(key.status);
  // A key that was only disabled before is still to be deleted: listed as disabled, it was not.
  const isLeft = isDisabled && credential.old.action === "disable";
  if (key !== undefined && (!isDisabled || isLeft))
    return {
      outcome: "failed",
      detail: `${key.name} (${key.id}) is still listed as ${key.status ?? "there"}`,
      facts: [],
    };
  return {
    outcome: "succeeded",
    detail: isDisabled
      ? `${pending.keyId ?? "the key"} is disabled`
      : `${pending.keyId ?? "the key"} is gone from the list`,
    facts: [
      {
        type: "key.blocked",
        data: {
          credential: credential.id,
          action: isDisabled ? "disable" : "delete",
          keyId: pending.keyId,
          settledBy: "looking",
        },
      },
    ],
  };
}

async function settleDeploy(one: Case): Promise<Look> {
  const { app, credential, pending } = one;
  const place = credential.targets.find((target) => target.id === pending.target);
  const definition = place === undefined ? undefined : definitionOf(app, place);
  if (place === undefined || definition === undefined)
    return unknown(`${pending.target ?? "the place"} is not configured here`);
  const base = { credential: credential.id, target: place.id };
  const reading = await (await app.target(definition)).read();
  if (reading.state === "unreadable")
    return {
      outcome: "failed",
      detail: `${place.id} cannot be read (${reading.why}); writing it again is harmless`,
      facts: [{ type: "target.failed", data: { ...base, detail: "unreadable: deploy it again" } }],
    };
  if (reading.state === "present") app.remember(reading.secret);
  const isNew =
    reading.state === "present" &&
    (await app.fingerprint())(reading.secret.reveal()) === credential.new.fingerprint;
  if (!isNew)
    return {
      outcome: "failed",
      detail: `${place.id} does not hold the new key`,
      facts: [{ type: "target.failed", data: { ...base, detail: "it was not written" } }],
    };
  return {
    outcome: "succeeded",
    detail: `${place.id} holds the new key`,
    facts: [
      {
        type: "target.written",
        data: { ...base, readBack: true, detail: "found written", version: null },
      },
    ],
  };
}

/** The new key of a rolled-back rotation: gone from the list is deleted. */
async function settleDiscard(one: Case, provider: KeyProvider): Promise<Look> {
  const { credential, pending } = one;
  const keys = await listKeys(provider);
  if (keys === undefined) return unknown(`${provider.title} lists no keys`);
  if (keys.some((key) => key.id === pending.keyId))
    return { outcome: "failed", detail: `${pending.keyId ?? ""} is still listed`, facts: [] };
  const opId = credential.new.opId ?? pending.opId;
  const because = "rolled back";
  return {
    outcome: "succeeded",
    detail: `${pending.keyId ?? ""} is listed no more`,
    facts: [
      {
        type: "key.discarded",
        data: { credential: credential.id, opId, keyId: pending.keyId, because },
      },
    ],
  };
}

async function look(one: Case): Promise<Look> {
  try {
    if (one.pending.effect === "deploy-key") return await settleDeploy(one);
    const provider = await providerOf(one.app, one.credential);
    if (one.pending.effect === "create-key") return await settleCreate(one, provider);
    if (one.pending.effect === "block-key") return await settleBlock(one, provider);
    if (one.pending.effect === "roll-back") return await settleDiscard(one, provider);
    return unknown(`nothing is known about settling ${one.pending.effect}`);
  } catch (error) {
    if (error instanceof OutsideError) return unknown(one.app.clean(error.message));
    throw error;
  }
}

const COMPLETES: Readonly<Record<string, readonly string[]>> = {
  "create-key": ["create-replacement-key", "store-replacement-key"],
};

/** Acts that are the whole of their step. */
function isOne({ pending }: Case): boolean {
  return pending.effect === "block-key" || pending.effect === "roll-back";
}

async function complete(one: Case): Promise<void> {
  const steps = isOne(one) ? [one.pending.step] : (COMPLETES[one.pending.effect] ?? []);
  for (const step of steps)
    await change(one.app, one.state.id, (world) =>
      isSettled(world.state.credentials[one.credential.id]?.steps[step]?.status ?? "ready")
        ? []
        : completeOnce(world, step, one.credential.id),
    );
}

async function settle(one: Case): Promise<Settled> {
  const { app, state, pending } = one;
  const { opId, effect, credential, target, step } = pending;
  const base = { opId, effect, credential, target };
  if (pending.state === "intended" && app.processes.isAlive(pending.via) === "alive")
    return { ...base, outcome: "running", detail: `${pending.by} is still at it` };
  const found = await look(one);
  const data = { step, credential, effect, opId, target, detail: found.detail };
  const outcome: IncidentFact =
    found.outcome === "unknown"
      ? { type: "effect.unknown", data }
      : {
          type: found.outcome === "succeeded" ? "effect.succeeded" : "effect.failed",
          data: { ...data, settledBy: "looking" },
        };
  await record(app, state.id, [...found.facts, outcome]);
  if (found.outcome === "succeeded") await complete(one);
  return { ...base, outcome: found.outcome, detail: found.detail };
}

/** Look at everything whose outcome is unknown and put what is found on record. */
export async function reconcile(app: App, incident: string): Promise<readonly Settled[]> {
  const settled: Settled[] = [];
  const { state } = worldOf(app, await loadIncident(app, incident));
  for (const pending of state.pending) {
    const now = worldOf(app, await loadIncident(app, incident)).state;
    const credential = now.credentials[pending.credential ?? ""];
    if (credential === undefined)
      throw new ClaroIrError("bug", "no-credential", `${pending.effect} is about no credential.`);
    settled.push(await settle({ app, state: now, credential, pending }));
  }
  return settled;
}
