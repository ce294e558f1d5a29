// The register afterwards: the old key compromised (deleted, where it was only rotated), the new one active with its next rotation date.
import { rotationDue, type RegisterEntry } from "../../core/credential/register.ts";
import { toInstant } from "../../core/instant.ts";
import type { CredentialState } from "../../core/incident/state.ts";
import { ClaroIrError } from "../../core/error.ts";
import { change } from "../incident.ts";
import { changeRegister, type RegisterFact } from "../register.ts";
import { completeOnce } from "./complete.ts";
import type { Effect, Run, RunResult } from "./effect.ts";

/** What a leak makes of the old key, and what a rotation does. */
function oldStatus({ strategy }: CredentialState): "compromised" | "deleted" {
  return strategy === "safe-rotation" ? "deleted" : "compromised";
}

/** By value or id; by name where the register knows neither, so that what people wrote about it is not lost, and where it was rotated by name. */
function isOld(entry: RegisterEntry, credential: CredentialState): boolean {
  if (credential.strategy === "safe-rotation" && entry.id === credential.name) return true;
  if (entry.fingerprint === null && entry.keyId === null && entry.name === credential.name)
    return true;
  if (entry.fingerprint !== null && entry.fingerprint === credential.old.fingerprint) return true;
  return entry.keyId !== null && entry.keyId === credential.old.keyId;
}

function newEntry(run: Run, old: RegisterEntry | undefined, now: string): RegisterEntry {
  const { credential, state } = run;
  const { new: replacement } = credential;
  const createdAt = replacement.createdAt ?? now;
  return {
    id: replacement.name ?? `${credential.name}-new`,
    name: replacement.name ?? credential.name,
    environment: credential.environment,
    provider: credential.provider,
    purpose: old?.purpose ?? null,
    owner: old?.owner ?? null,
    serviceAccount: old?.serviceAccount ?? null,
    keyId: replacement.keyId,
    last4: replacement.last4,
    prefix: credential.old.prefix,
    fingerprint: replacement.fingerprint,
    consumers: credential.targets.map((target) => target.id),
    scopes: old?.scopes ?? [],
    siblings: old?.siblings ?? [],
    createdAt,
    rotatedAt: null,
    nextDueAt: rotationDue(credential.environment, createdAt),
    status: "active",
    incident: state.id,
  };
}

function oldEntry(run: Run, now: string): RegisterEntry {
  const { credential, state } = run;
  return {
    ...newEntry(run, undefined, now),
    id: credential.name,
    name: credential.name,
    keyId: credential.old.keyId,
    last4: credential.old.last4,
    fingerprint: credential.old.fingerprint,
    createdAt: credential.addedAt,
    nextDueAt: credential.addedAt,
    status: oldStatus(credential),
    incident: state.id,
  };
}

/** What the register is told: what became of the old key, and that the new one is there. */
function factsFor(
  run: Run,
  before: readonly RegisterEntry[],
  now: string,
): readonly RegisterFact[] {
  const { credential, state } = run;
  const old = before.find((entry) => isOld(entry, credential));
  const fresh = newEntry(run, old, now);
  const facts: RegisterFact[] = [];
  if (old === undefined)
    facts.push({ type: "key.registered", data: { entry: oldEntry(run, now) } });
  else if (old.status !== oldStatus(credential)) {
    const status = oldStatus(credential);
    facts.push({
      type: "key.marked",
      data: { id: old.id, status, incident: state.id, because: state.summary },
    });
  }
  if (!before.some((entry) => entry.id === fresh.id))
    facts.push({ type: "key.registered", data: { entry: fresh } });
  return facts;
}

async function perform(run: Run): Promise<RunResult> {
  const { app, state, credential, step } = run;
  if (credential.new.state !== "in-use")
    throw new ClaroIrError(
      "refused",
      "needs-unmet",
      `${step.id} of ${credential.id} is refused: verify-replacement-live is not done.`,
      { hint: `claro-ir run verify-replacement-live --credential ${credential.id}` },
    );
  const now = toInstant(app.clock.now());
  const entries = state.drill
    ? []
    : await changeRegister(app, (before) => factsFor(run, before, now));
  const fresh = entries.find((entry) => entry.fingerprint === credential.new.fingerprint);
  const nextDueAt = fresh?.nextDueAt ?? rotationDue(credential.environment, now);
  await change(app, state.id, (world) => [
    {
      type: "register.updated",
      data: { credential: credential.id, entry: fresh?.id ?? credential.name, nextDueAt },
    },
    ...completeOnce(world, step.id, credential.id),
  ]);
  return {
    lines: [
      state.drill
        ? "the register stays as it is: a rehearsal's keys are not ours"
        : `${fresh?.id ?? credential.name} is due on ${nextDueAt.slice(0, 10)}`,
    ],
    exitCode: 0,
  };
}

/** update-register */
export const updateRegister: Effect = {
  id: "update-register",
  plan: (run) =>
    Promise.resolve([
      `mark ${run.credential.name} ${oldStatus(run.credential)}, register ${run.credential.new.name ?? "the replacement"}`,
    ]),
  perform,
};
