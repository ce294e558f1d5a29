// Looking at a vendor for a key that may have been made or cut: what its list, or the key itself, tells.
import type { IncidentFact } from "../core/incident/event.ts";
import type { CredentialState, IncidentState, PendingEffect } from "../core/incident/state.ts";
import { SECOND, toEpoch } from "../core/instant.ts";
import type { KeyProvider, ProviderKey } from "../ports/key-provider.ts";
import type { App } from "./context.ts";
import { probedFact } from "./effect/probe.ts";
import { openSealed, recipientsFor } from "./secret.ts";

/** A create whose answer was lost may still arrive: nobody concludes "not there" before this long after the intent, in ms. */
const QUIET_WINDOW = 30 * SECOND;
/** How far a vendor's clock may be from ours, in ms. */
const CLOCKS_APART = 60 * SECOND;

/** What looking has shown, and what goes on record for it. */
export interface Look {
  readonly outcome: "succeeded" | "failed" | "unknown";
  readonly detail: string;
  readonly facts: readonly IncidentFact[];
}

/** One act whose outcome is unknown. */
export interface Case {
  readonly app: App;
  readonly state: IncidentState;
  readonly credential: CredentialState;
  readonly pending: PendingEffect;
}

/** Nothing was found out: it stays open. */
export function unknown(detail: string): Look {
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

/** Waits until a lost answer can no longer take effect. */
async function waitOut({ app, pending }: Case): Promise<void> {
  const age = app.clock.now() - toEpoch(pending.since);
  if (age >= QUIET_WINDOW) return;
  app.say("waiting out the quiet window: a lost answer may still take effect");
  await app.clock.sleep(QUIET_WINDOW - Math.max(age, 0), app.signal);
}

/** Keys without names: the sealed value tells which is ours; without one, whatever was made since may be ours or somebody else's. */
async function settleNameless(one: Case, provider: KeyProvider): Promise<Look> {
  const { app, state, credential, pending } = one;
  const sealed = await openSealed(app, state.id, pending.opId);
  const id = sealed && provider.idOf?.(sealed);
  const ours = (await listKeys(provider))?.find((key) => key.id === id);
  if (ours !== undefined) return adopt(one, ours);
  await waitOut(one);
  const since = toEpoch(pending.since) - CLOCKS_APART;
  const known = [credential.old.keyId, credential.new.keyId];
  const young = ((await listKeys(provider)) ?? []).filter(
    ({ id: listed, createdAt }) =>
      !known.includes(listed) && (createdAt === null || toEpoch(createdAt) >= since),
  );
  if (young.length > 0)
    return unknown(
      `keys have no names at ${provider.title}, and ${young.map((key) => key.id).join(", ")} was made since: if nobody else made it, delete it there, then reconcile again`,
    );
  if (sealed !== undefined) await app.vault.removeSealed(state.id, pending.opId);
  return { outcome: "failed", detail: "no key was made since", facts: [] };
}

/** Whether a key was made after all; one whose value is lost goes. */
export async function settleCreate(one: Case, provider: KeyProvider): Promise<Look> {
  const { app, state, pending } = one;
  if (provider.admin.nameless === true) return settleNameless(one, provider);
  const early = await listKeys(provider);
  if (early === undefined) return unknown(`${provider.title} lists no keys: look in its dashboard`);
  function isOurs(key: ProviderKey): boolean {
    return key.name === pending.keyName;
  }
  if (!early.some(isOurs)) await waitOut(one);
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

/** A cut by value leaves nothing to look up: the key itself is asked. Cutting it again is harmless. */
async function settleByValue(one: Case, provider: KeyProvider): Promise<Look> {
  const { app, state, credential } = one;
  const secret = await openSealed(app, state.id, credential.old.sealed);
  if (secret === undefined) return unknown("the leaked value is not held, so it cannot be asked");
  const answer = await provider.probe(secret);
  const probed = probedFact(credential.id, "old", answer);
  if (answer.verdict === "UNVERIFIABLE") return unknown(`the leaked key: ${answer.detail}`);
  if (answer.verdict === "ALIVE")
    return {
      outcome: "failed",
      detail: `${credential.name} is still accepted (${answer.detail}); cutting it again is harmless`,
      facts: [probed],
    };
  return {
    outcome: "succeeded",
    detail: `${credential.name} is rejected (${answer.detail})`,
    facts: [
      {
        type: "key.blocked",
        data: { credential: credential.id, action: "delete", keyId: null, settledBy: "looking" },
      },
      probed,
    ],
  };
}

/** Whether the leaked key was cut after all. */
export async function settleBlock(one: Case, provider: KeyProvider): Promise<Look> {
  if (provider.admin.byValue === true) return settleByValue(one, provider);
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

/** The new key of a rolled-back rotation: gone from the list is deleted. */
export async function settleDiscard(one: Case, provider: KeyProvider): Promise<Look> {
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
