// Create the replacement and seal it in the same breath: by API where the provider has one, else the value a person pasted.
import { ClaroIrError } from "../../core/error.ts";
import { nameProblems, replacementName } from "../../core/credential/naming.ts";
import type { Secret } from "../../core/credential/secret.ts";
import { isValueGone, mayBeMade } from "../../core/credential/replacement.ts";
import { conflict, requireKeyManager, type World } from "../../core/incident/decide/world.ts";
import type { IncidentFact } from "../../core/incident/event.ts";
import type { CredentialState } from "../../core/incident/state.ts";
import type { KeyProvider } from "../../ports/key-provider.ts";
import { change, loadIncident, worldOf } from "../incident.ts";
import { providerOf } from "../provider.ts";
import { burntFingerprints, recipientsFor, sealValue, type SealedValue } from "../secret.ts";
import { perform as act } from "./act.ts";
import { completeLeft, completeOnce } from "./complete.ts";
import type { Effect, Run, RunResult } from "./effect.ts";
import { clicks } from "./clicks.ts";
import { ManualStepError } from "./manual.ts";
import { probedFact } from "./probe.ts";

function gate(run: Run): (world: World) => void {
  return (world) => {
    requireKeyManager(world.actor, "Creating a key");
    const credential = world.state.credentials[run.credential.id];
    if (credential === undefined || mayBeMade(credential.new)) return;
    conflict(
      "already-created",
      `${credential.id} has a replacement already: ${credential.new.name ?? "made by hand"} ..${credential.new.last4 ?? "????"}.`,
      "claro-ir next",
    );
  };
}

/** Stands in for the operation in the name of a key that a person makes: the same each time it is shown, another once that key is lost. */
function byHand({ app, state, credential }: Run): string {
  const { burnt, new: made } = credential;
  return app.sha256([state.id, credential.id, made.opId ?? "", String(burnt.length)].join("/"));
}

function newName(run: Run, opId: string): string {
  const { credential, state, options } = run;
  const name =
    options.name ?? replacementName(credential.name, credential.environment, state.id, opId);
  const problems = nameProblems(name, credential.environment);
  if (problems.length === 0) return name;
  throw new ClaroIrError(
    "usage",
    "bad-name",
    `The new key's name is refused: ${problems.join("; ")}.`,
    {
      hint: `Use ${replacementName(credential.name, credential.environment, state.id, opId)}`,
    },
  );
}

interface Made {
  readonly keyId: string | null;
  readonly name: string;
  readonly sealed: SealedValue;
}

/** Steps that a lost replacement had completed. */
const UNDONE = [
  "create-replacement-key",
  "store-replacement-key",
  "deploy-replacement-key",
  "verify-replacement-live",
];

/** The replacement that cannot be used goes off the record, and what it had completed is open again. */
export function startOver(credential: CredentialState): readonly IncidentFact[] {
  const { opId, keyId, state } = credential.new;
  if (state === "none" || opId === null) return [];
  const because = isValueGone(credential.new)
    ? "nobody holds the value of the replacement any more"
    : "the replacement is rejected by its vendor";
  return [
    { type: "key.discarded", data: { credential: credential.id, opId, keyId, because } },
    ...UNDONE.filter((step) => credential.steps[step] !== undefined).map((step) => ({
      type: "step.reopened" as const,
      data: { step, credential: credential.id, because },
    })),
  ];
}

function sealedFact(credential: string, { opId, sha256, recipients }: SealedValue): IncidentFact {
  return { type: "key.sealed", data: { credential, opId, sha256, recipients } };
}

function madeFacts(run: Run, made: Made): readonly IncidentFact[] {
  const { sealed } = made;
  const credential = run.credential.id;
  return [
    ...startOver(run.credential),
    {
      type: "key.created",
      data: {
        credential,
        opId: sealed.opId,
        keyId: made.keyId,
        name: made.name,
        last4: sealed.last4,
        fingerprint: sealed.fingerprint,
      },
    },
    sealedFact(credential, sealed),
  ];
}

/** Steps that a sealed replacement completes. */
const BOTH = ["create-replacement-key", "store-replacement-key"];

async function completeBoth(run: Run): Promise<void> {
  for (const step of BOTH)
    await change(run.app, run.state.id, (world) => completeOnce(world, step, run.credential.id));
}

async function probeNew(run: Run, provider: KeyProvider, secret: Secret): Promise<string> {
  const answer = await provider.probe(secret);
  await change(run.app, run.state.id, () => [probedFact(run.credential.id, "new", answer)]);
  return `new key ${answer.verdict} ${answer.detail}`;
}

async function createByApi(
  run: Run,
  provider: KeyProvider,
  create: NonNullable<KeyProvider["admin"]["create"]>,
): Promise<RunResult> {
  const { app, state, credential } = run;
  const opId = app.random.uuid();
  const name = newName(run, opId);
  // The resting place comes before the key: a key is shown only once.
  const recipients = await recipientsFor(app, state);
  const { answer } = await act(app, {
    incident: state.id,
    effect: "create-key",
    step: run.step.id,
    credential: credential.id,
    target: null,
    opId,
    plan: `create key ${name} at ${provider.id}`,
    keyName: name,
    gate: gate(run),
    attempt: async () => {
      const made = await create({ name, token: opId });
      app.remember(made.secret);
      const sealed = await sealValue(app, state.id, opId, made.secret, recipients);
      return { secret: made.secret, made: { keyId: made.id, name, sealed } };
    },
    outcome: ({ made }) => madeFacts(run, made),
  });
  await completeBoth(run);
  const probed = await probeNew(run, provider, answer.secret);
  return {
    lines: [`created and sealed ${name} ..${answer.made.sealed.last4}`, probed],
    exitCode: 0,
  };
}

/** Catch the paste errors that cost the most: the old value again, a foreign or mistyped one. */
async function refuseBadPaste(
  run: Run,
  provider: KeyProvider,
  secret: Secret,
): Promise<IncidentFact> {
  const fingerprint = (await run.app.fingerprint())(secret.reveal());
  const isOld = fingerprint === run.credential.old.fingerprint;
  if (isOld || burntFingerprints(run.state).has(fingerprint))
    throw new ClaroIrError(
      "refused",
      "stale-paste",
      isOld && run.credential.strategy === "safe-rotation"
        ? "That is the old key itself, not the new one: the clipboard still held it."
        : "That is the leaked key itself, not the new one: the clipboard still held it.",
      { hint: "Copy the new key from the dashboard's dialog and paste again" },
    );
  const answer = await provider.probe(secret);
  if (answer.verdict === "DEAD")
    throw new ClaroIrError(
      "refused",
      "rejected-paste",
      `${provider.title} rejects that value (${answer.detail}): mistyped, cut short, or another vendor's key.`,
      { hint: "Copy it again; keep the dialog open until SEALED shows here" },
    );
  return probedFact(run.credential.id, "new", answer);
}

async function adoptPasted(run: Run, provider: KeyProvider, secret: Secret): Promise<RunResult> {
  const { app, state, credential, options } = run;
  const opId = app.random.uuid();
  const name = newName(run, byHand(run));
  const recipients = await recipientsFor(app, state);
  app.remember(secret);
  const probed = await refuseBadPaste(run, provider, secret);
  const sealed = await sealValue(app, state.id, opId, secret, recipients);
  await change(app, state.id, (world) => {
    gate(run)(world);
    // Its value was gone, and somebody has found it in a place: it is the same key.
    if (sealed.fingerprint === world.state.credentials[credential.id]?.new.fingerprint)
      return [sealedFact(credential.id, sealed), probed];
    return [...madeFacts(run, { keyId: options.keyId ?? null, name, sealed }), probed];
  });
  await completeBoth(run);
  const verdict = probed.type === "key.probed" ? probed.data.verdict : "UNVERIFIABLE";
  return { lines: [`SEALED ..${sealed.last4}  ${verdict}`], exitCode: 0 };
}

async function perform(run: Run): Promise<RunResult> {
  const { app, state, credential, options, step } = run;
  if (credential.new.state !== "none" && (await completeLeft(run, BOTH, "key.sealed")))
    return {
      lines: [
        `${credential.new.name ?? "made by hand"} ..${credential.new.last4 ?? "????"} was created and sealed before; the step is complete now`,
      ],
      exitCode: 0,
    };
  gate(run)(worldOf(app, await loadIncident(app, state.id)));
  const provider = await providerOf(app, credential);
  if (options.secret !== undefined) return adoptPasted(run, provider, options.secret);
  if (provider.admin.create !== undefined)
    return createByApi(run, provider, provider.admin.create.bind(provider.admin));
  const name = newName(run, byHand(run));
  throw new ManualStepError(
    "manual-create",
    `${provider.title} makes keys in its dashboard only.`,
    clicks(provider, "create", credential, name),
    `claro-ir run ${step.id} --credential ${credential.id} --name ${name} --secret-file <file with the new key, mode 0600>`,
    name,
  );
}

/** create-replacement-key */
export const createKey: Effect = {
  id: "create-key",
  plan: async (run) => {
    const provider = await providerOf(run.app, run.credential);
    const recipients = await recipientsFor(run.app, run.state);
    return [
      `create ${newName(run, run.app.op)} at ${provider.id} (${provider.host})`,
      `seal it to ${String(recipients.length)} recipient${recipients.length === 1 ? "" : "s"}`,
    ];
  },
  perform,
};
