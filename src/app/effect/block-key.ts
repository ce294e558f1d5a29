// The cut: disable the compromised key where the provider can, else delete it. Gated, confirmed by name, looked at first, done once.
import { ClaroIrError } from "../../core/error.ts";
import { belongsToIncident, nameTag } from "../../core/credential/naming.ts";
import { isAcceptedSinceCut } from "../../core/credential/verdict.ts";
import { missingToBlock } from "../../core/credential/guard.ts";
import {
  conflict,
  requireKeyManager,
  requireLegal,
  type World,
} from "../../core/incident/decide/world.ts";
import { shellWord } from "../../core/shell-word.ts";
import { confirmWord } from "../../core/incident/next.ts";
import type { IncidentFact } from "../../core/incident/event.ts";
import type { CredentialState } from "../../core/incident/state.ts";
import { OutsideError } from "../../ports/outside.ts";
import type { KeyProvider, ProviderKey } from "../../ports/key-provider.ts";
import { change, loadIncident, worldOf } from "../incident.ts";
import { providerOf } from "../provider.ts";
import { openSealed } from "../secret.ts";
import { perform as act } from "./act.ts";
import { completeLeft, completeOnce } from "./complete.ts";
import { captureBeforeCut } from "./capture-usage.ts";
import type { Effect, Run, RunResult } from "./effect.ts";
import { clicks } from "./clicks.ts";
import { ManualStepError } from "./manual.ts";
import { seeAlive } from "./see-alive.ts";
import { lookBeforeDelete } from "./watch-rotation.ts";

type Action = "disable" | "delete";

function actionOf(run: Run, provider: KeyProvider): Action | undefined {
  const wanted = run.options.action;
  const possible = (["disable", "delete"] as const).filter(
    (action) => provider.admin[action] !== undefined,
  );
  return wanted === undefined ? possible[0] : possible.find((action) => action === wanted);
}

/** A way of cutting that is not there where the other one is: named, with the command that is. */
function refuseOtherWay({ options, credential, state, step }: Run, provider: KeyProvider): void {
  const { admin, id } = provider;
  if (options.action !== "disable" || admin.disable !== undefined || admin.delete === undefined)
    return;
  throw new ClaroIrError(
    "refused",
    "no-disable",
    `Disabling a key is not configured for provider ${id}; deleting one is.`,
    {
      hint: `claro-ir run ${step.id} --credential ${credential.id} --action delete --confirm ${shellWord(confirmWord(state, credential))}`,
    },
  );
}

/** Why a person has to cut: nothing is configured, or only what was not asked for. */
function whyByHand({ options }: Run, { admin, id, title }: KeyProvider): string {
  return options.action === "delete" && admin.disable !== undefined
    ? `Deleting a key is not configured for provider ${id}: it is done in the dashboard.`
    : `${title} cuts keys in its dashboard only.`;
}

/** A cut on record is not done again; one that did not take effect is taken back first. */
function refuseSecondCut(run: Run, { id, name, old }: CredentialState): never {
  const cut = `${old.action === "disable" ? "disabled" : "deleted"} by ${old.blockedBy ?? "somebody"} at ${old.blockedAt ?? "an unknown time"}`;
  if (!isAcceptedSinceCut(old))
    conflict(
      "already-blocked",
      `${name} was already ${cut}.`,
      `claro-ir run verify-key-rejected --credential ${id}`,
    );
  conflict(
    "already-blocked",
    `${name} is on record as ${cut}, but ..${old.last4 ?? "????"} was still accepted at ${old.lastAliveAt ?? "a later time"}.`,
    `claro-ir step reopen ${run.step.id} --credential ${id} --because "not deleted"`,
  );
}

function gate(run: Run, action: Action): (world: World) => void {
  return (world) => {
    requireKeyManager(world.actor, "Cutting a key");
    const credential = world.state.credentials[run.credential.id];
    if (credential === undefined) return;
    const finishing = credential.old.action === "disable" && action === "delete";
    if (credential.old.state !== "alive" && !finishing) refuseSecondCut(run, credential);
    const cut: IncidentFact = {
      type: "key.blocked",
      data: { credential: credential.id, action, keyId: null, settledBy: "answer" },
    };
    const missing = missingToBlock(world.state, credential, world.now);
    requireLegal(world, cut, `Cutting ${credential.name}`, missing);
  };
}

function requireConfirmed(run: Run): void {
  const word = confirmWord(run.state, run.credential);
  const { id, name } = run.credential;
  // With the credential in front it is never wrong, so that scripts have one form for all.
  if (run.options.confirm === word || run.options.confirm === `${id}:${name}`) return;
  throw new ClaroIrError(
    "usage",
    "not-confirmed",
    run.options.confirm === undefined
      ? `Cutting a key cannot be undone: type its name.`
      : `--confirm says "${run.app.clean(run.options.confirm)}", but the key is ${word}.`,
    { hint: `add --confirm ${word}` },
  );
}

function refuseOwn(run: Run, key: ProviderKey): ProviderKey {
  const { credential, state } = run;
  if (key.id !== credential.new.keyId && !belongsToIncident(key.name, state.id)) return key;
  throw new ClaroIrError(
    "refused",
    "wrong-key",
    `${key.name} is a replacement made in this incident, not the leaked key.`,
    { hint: "claro-ir status" },
  );
}

/** The leaked key's id: as given, on record, or told by its value where the vendor writes it into that. */
async function wantedId(run: Run, provider: KeyProvider): Promise<string | undefined> {
  const { app, state, credential, options } = run;
  const known = options.keyId ?? credential.old.keyId;
  if (known !== null || provider.idOf === undefined) return known ?? undefined;
  const held = await openSealed(app, state.id, credential.old.sealed);
  return held === undefined ? undefined : provider.idOf(held);
}

/** The clicks, for what cannot be done from here. */
function byHand(
  { credential, step }: Run,
  provider: KeyProvider,
  because: string,
): ManualStepError {
  return new ManualStepError(
    "manual-step",
    because,
    clicks(provider, "delete", credential, ""),
    `claro-ir step done ${step.id} --credential ${credential.id}`,
  );
}

/** Which key at the provider is the leaked one: by its value alone (null), by id, else the only one of that name (and last 4, where shown). */
async function identify(run: Run, provider: KeyProvider): Promise<string | null> {
  const { credential } = run;
  const { list, byValue } = provider.admin;
  if (byValue === true) return null;
  const wanted = await wantedId(run, provider);
  if (list === undefined) {
    if (wanted !== undefined) return wanted;
    throw new ClaroIrError("usage", "which-key", `The id of ${credential.name} is not known.`, {
      hint: "add --key-id <id as the vendor shows it>",
    });
  }
  let keys: readonly ProviderKey[];
  try {
    keys = await list.call(provider.admin);
  } catch (error) {
    if (error instanceof OutsideError && typeof wanted === "string") return wanted;
    if (!(error instanceof OutsideError)) throw error;
    throw new ClaroIrError("remote", "outside-failed", error.message, {
      hint: error.hint ?? "add --key-id <id>",
      cause: error,
    });
  }
  const found = keys.filter((key) =>
    typeof wanted === "string"
      ? key.id === wanted
      : key.name === credential.name &&
        (key.last4 === null || credential.old.last4 === null || key.last4 === credential.old.last4),
  );
  const [only] = found;
  if (only !== undefined && found.length === 1) return refuseOwn(run, only).id;
  // A key that is gone from the list is what we want: deleting it again is harmless and settles it.
  if (typeof wanted === "string" && found.length === 0) return wanted;
  throw new ClaroIrError(
    "usage",
    "which-key",
    `${String(found.length)} keys at ${provider.id} match ${credential.name}.`,
    {
      hint: `add --key-id <id>; listed: ${keys
        .map((key) => `${key.id} ${key.name}`)
        .slice(0, 8)
        .join(", ")}`,
    },
  );
}

async function perform(run: Run): Promise<RunResult> {
  await lookBeforeDelete(run);
  const { app, state, credential, step } = run;
  const provider = await providerOf(app, credential);
  refuseOtherWay(run, provider);
  const action = actionOf(run, provider);
  const finishing = credential.old.action === "disable" && action === "delete";
  const cut = credential.old.state !== "alive";
  if (cut && !finishing && (await completeLeft(run, [step.id], "key.blocked")))
    return { lines: [`${credential.name} was cut before; the step is complete now`], exitCode: 0 };
  if (action !== undefined) gate(run, action)(worldOf(app, await loadIncident(app, state.id)));
  if (action === undefined) {
    gate(run, "delete")(worldOf(app, await loadIncident(app, state.id)));
    await captureBeforeCut(run);
    await seeAlive(app, state, credential, provider);
    throw byHand(run, provider, whyByHand(run, provider));
  }
  requireConfirmed(run);
  await captureBeforeCut(run);
  const keyId = await identify(run, provider);
  const seen = await seeAlive(app, state, credential, provider);
  const held = keyId === null ? await openSealed(app, state.id, seen.old.sealed) : undefined;
  if (keyId === null && held === undefined)
    throw byHand(run, provider, `${provider.title} cuts a key by its value, and none is held.`);
  await act(app, {
    incident: state.id,
    effect: "block-key",
    step: step.id,
    credential: credential.id,
    target: null,
    opId: app.random.uuid(),
    plan: `${action} ${keyId === null ? "by its value" : `key ${keyId}`} (${credential.name}) at ${provider.id}`,
    keyName: credential.name,
    keyId,
    gate: gate(run, action),
    attempt: async () =>
      action === "disable"
        ? provider.admin.disable?.(keyId ?? "")
        : provider.admin.delete?.(keyId ?? "", held),
    outcome: () => [
      {
        type: "key.blocked",
        data: { credential: credential.id, action, keyId, settledBy: "answer" },
      },
    ],
  });
  await change(app, state.id, (world) => completeOnce(world, step.id, credential.id));
  const done = action === "disable" ? "disabled" : "deleted";
  return { lines: [`${credential.name} ..${credential.old.last4 ?? "????"} ${done}`], exitCode: 0 };
}

/** block-compromised-key */
export const blockKey: Effect = {
  id: "block-key",
  plan: async (run) => {
    const provider = await providerOf(run.app, run.credential);
    refuseOtherWay(run, provider);
    const action = actionOf(run, provider) ?? "delete";
    gate(run, action)(worldOf(run.app, await loadIncident(run.app, run.state.id)));
    return [
      `${action} ${run.credential.name} ..${run.credential.old.last4 ?? "????"} at ${provider.id}`,
      `keep every key named …${nameTag(run.state.id)}…`,
    ];
  },
  perform,
};
