// Asking whether a key works, and judging the answers. Used by the proofs, by `probe`, and before and after the cut.
import { EXIT } from "../../core/error.ts";
import { between, SECOND, toInstant, type Instant } from "../../core/instant.ts";
import { isGenuine, judge, STILL_ALIVE_AFTER, type Proof } from "../../core/credential/verdict.ts";
import type { Secret } from "../../core/credential/secret.ts";
import type { IncidentFact } from "../../core/incident/event.ts";
import type { CredentialState } from "../../core/incident/state.ts";
import type { KeyProvider, ProbeAnswer } from "../../ports/key-provider.ts";
import type { App } from "../context.ts";
import { loadIncident, record, worldOf } from "../incident.ts";
import { openSealed } from "../secret.ts";

/** Time between two probes of the same key, in ms: three answers span a little over a minute. */
const INTERVAL = 31 * SECOND;

/** The answer as a fact. */
export function probedFact(
  credential: string,
  lane: "old" | "new",
  answer: ProbeAnswer,
): IncidentFact {
  return {
    type: "key.probed",
    data: {
      credential,
      lane,
      verdict: answer.verdict,
      status: answer.status,
      detail: answer.detail,
    },
  };
}

async function fresh(app: App, incident: string, id: string): Promise<CredentialState> {
  const { state } = worldOf(app, await loadIncident(app, incident));
  const credential = state.credentials[id];
  if (credential === undefined) throw new Error(`credential ${id} is gone`);
  return credential;
}

/** A key that was cut and is alive all the same: the cut and its proof are to be done anew. */
export function cutAgainFacts(
  credential: CredentialState,
  detail: string,
  because: string,
): readonly IncidentFact[] {
  const reopened = ["block-compromised-key", "delete-old-key", "verify-key-rejected"]
    .filter((step) => credential.steps[step] !== undefined)
    .map((step) => ({
      type: "step.reopened" as const,
      data: { step, credential: credential.id, because },
    }));
  return [{ type: "key.revived", data: { credential: credential.id, detail } }, ...reopened];
}

/** The same where nobody took the cut back: a dead key that is accepted again is an alarm. */
export function revivedFacts(credential: CredentialState, detail: string): readonly IncidentFact[] {
  const because = `the old key is accepted again: ${detail}`;
  return [
    ...cutAgainFacts(credential, detail, because),
    {
      type: "key.alarmed",
      data: { credential: credential.id, what: "revived", detail: because },
    },
  ];
}

/** Probe the old key once and record the answer; one that was dead and is accepted again is alive. */
export async function probeOld(
  app: App,
  incident: string,
  credential: CredentialState,
  provider: KeyProvider,
  secret: Secret,
): Promise<{ answer: ProbeAnswer; credential: CredentialState; proof: Proof }> {
  const answer = await provider.probe(secret);
  const revived = credential.old.state === "dead" && answer.verdict === "ALIVE";
  await record(app, incident, [
    probedFact(credential.id, "old", answer),
    ...(revived ? revivedFacts(credential, answer.detail) : []),
  ]);
  const now = await fresh(app, incident, credential.id);
  return { answer, credential: now, proof: judge(now.old.probes, isGenuine(now)) };
}

/** Still accepted long after the cut: alarm, and ask the new key whether the wrong one was deleted. */
async function alarm(
  app: App,
  incident: string,
  credential: CredentialState,
  provider: KeyProvider,
): Promise<readonly string[]> {
  const { blockedAt } = credential.old;
  const isRaised = credential.alarms.some(
    ({ what, at }) => ["still-alive", "wrong-key"].includes(what) && at >= (blockedAt ?? at),
  );
  if (isRaised) return [];
  const secret = await openSealed(app, incident, credential.new.sealed?.opId ?? null);
  const answer = secret === undefined ? undefined : await provider.probe(secret);
  const wrong = answer?.verdict === "DEAD";
  const detail = wrong
    ? `the old key ..${credential.old.last4 ?? "????"} still works and the NEW one ..${credential.new.last4 ?? "????"} is dead: the wrong key was deleted`
    : `the old key ..${credential.old.last4 ?? "????"} still works ${String(STILL_ALIVE_AFTER / 60_000)} minutes after the cut: a cache, or the wrong key`;
  await record(app, incident, [
    ...(answer === undefined ? [] : [probedFact(credential.id, "new", answer)]),
    {
      type: "key.alarmed",
      data: { credential: credential.id, what: wrong ? "wrong-key" : "still-alive", detail },
    },
  ]);
  app.say(`!! ${detail}`);
  return [detail];
}

export interface Watched {
  readonly proof: Proof;
  readonly credential: CredentialState;
  readonly alarms: readonly string[];
}

/** Probe the old key until it is proved dead or `timeoutMs` has passed. Each answer is on record before the next is asked. */
export async function probeUntilDead(
  app: App,
  incident: string,
  before: CredentialState,
  provider: KeyProvider,
  secret: Secret,
  timeoutMs: number,
): Promise<Watched> {
  const until = app.clock.now() + timeoutMs;
  let alarms: readonly string[] = [];
  for (;;) {
    const { answer, credential, proof } = await probeOld(app, incident, before, provider, secret);
    app.say(
      `${credential.id} ..${credential.old.last4 ?? "????"} ${answer.verdict} ${answer.detail}` +
        (proof.answers > 0 ? `  ${String(Math.min(proof.answers, 3))}/3` : ""),
    );
    const blockedAt = credential.old.blockedAt;
    if (proof.verdict === "ALIVE" && blockedAt !== null && isLate(app, blockedAt))
      alarms = [...alarms, ...(await alarm(app, incident, credential, provider))];
    const wait = Math.max(INTERVAL, (answer.retryAfter ?? 0) * SECOND);
    const final = proof.verdict === "DEAD" || app.clock.now() + wait > until;
    if (final) return { proof, credential, alarms };
    await app.clock.sleep(wait, app.signal);
  }
}

function isLate(app: App, blockedAt: Instant): boolean {
  return between(blockedAt, toInstant(app.clock.now())) >= STILL_ALIVE_AFTER;
}

/** Exit code of a verdict: 0 DEAD, 1 ALIVE, 5 UNVERIFIABLE. */
export function verdictExit(proof: Proof): number {
  if (proof.verdict === "DEAD") return EXIT.done;
  return proof.verdict === "ALIVE" ? EXIT.found : EXIT.unknown;
}
