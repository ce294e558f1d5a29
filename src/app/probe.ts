// `probe`: is the old key alive, dead or unverifiable?
import { ClaroIrError } from "../core/error.ts";
import { refuseViewer, requireCredential } from "../core/incident/decide/world.ts";
import { isSettled } from "../core/incident/checklist.ts";
import { MINUTE } from "../core/instant.ts";
import type { CredentialState } from "../core/incident/state.ts";
import type { App } from "./context.ts";
import type { RunResult } from "./effect/effect.ts";
import { recordDeath } from "./effect/prove-dead.ts";
import { probeOld, probeUntilDead, verdictExit } from "./effect/probe.ts";
import { loadIncident, record, worldOf } from "./incident.ts";
import { providerOf } from "./provider.ts";
import { holdOldValue, openSealed } from "./secret.ts";

export interface ProbeRequest {
  readonly incident: string;
  readonly credential: string | undefined;
  readonly untilDead: boolean;
  readonly timeoutMs: number | undefined;
  readonly dryRun: boolean;
}

/** A probe moves the key's "last used", so the usage figures come first. */
function refuseBeforeSnapshot(credential: CredentialState): void {
  const record_ = credential.steps["capture-minimum-evidence"];
  if (record_ !== undefined && isSettled(record_.status)) return;
  throw new ClaroIrError(
    "refused",
    "needs-unmet",
    `Probing ${credential.id} would move its "last used": the usage figures come first.`,
    { hint: `claro-ir run capture-minimum-evidence --credential ${credential.id}` },
  );
}

/** Probe once, or until dead. The old value must be held: given, or read from a place. */
export async function probeCredential(app: App, request: ProbeRequest): Promise<RunResult> {
  const { incident } = request;
  const world = worldOf(app, await loadIncident(app, incident));
  const named = requireCredential(world.state, request.credential);
  refuseViewer(app.actor);
  refuseBeforeSnapshot(named);
  if (request.dryRun)
    return { lines: [`would probe ${named.name} at ${named.provider}`], exitCode: 0 };
  const provider = await providerOf(app, named);
  const facts = await holdOldValue(app, world.state, named);
  const held = facts.length > 0 ? await record(app, incident, facts) : undefined;
  const credential = held?.state.credentials[named.id] ?? named;
  const secret = await openSealed(app, incident, credential.old.sealed);
  if (secret === undefined)
    throw new ClaroIrError(
      "unknown",
      "value-not-held",
      `The old value of ${credential.id} is not held, so nobody can tell: UNVERIFIABLE.`,
      { hint: `claro-ir targets add <id> --kind <kind> …, or attest what the dashboard shows` },
    );
  if (request.untilDead) {
    const timeout = request.timeoutMs ?? 10 * MINUTE;
    const watched = await probeUntilDead(app, incident, credential, provider, secret, timeout);
    await recordDeath(app, incident, credential, watched.proof);
    return {
      lines: [`${watched.proof.verdict}: ${watched.proof.why}`, ...watched.alarms],
      exitCode: verdictExit(watched.proof),
    };
  }
  const { answer, proof } = await probeOld(app, incident, credential, provider, secret);
  return {
    lines: [`${proof.verdict}: ${proof.why} (${answer.detail})`],
    exitCode: verdictExit(proof),
  };
}
