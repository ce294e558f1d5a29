// Settling every outcome left unknown by looking, never by repeating.
import { ClaroIrError } from "../core/error.ts";
import { isPlaceSettled } from "../core/credential/target.ts";
import { isSettled } from "../core/incident/checklist.ts";
import type { IncidentFact } from "../core/incident/event.ts";
import type { PendingEffect, TargetRecord } from "../core/incident/state.ts";
import { OutsideError } from "../ports/outside.ts";
import type { App } from "./context.ts";
import { completeOnce } from "./effect/complete.ts";
import { everyOne } from "./every-one.ts";
import { change, loadIncident, worldOf } from "./incident.ts";
import { providerOf } from "./provider.ts";
import { definitionOf } from "./secret.ts";
import {
  settleBlock,
  settleCreate,
  settleDiscard,
  unknown,
  type Case,
  type Look,
} from "./settle-key.ts";

export interface Settled {
  readonly opId: string;
  readonly effect: string;
  readonly credential: string | null;
  readonly target: string | null;
  readonly outcome: "succeeded" | "failed" | "unknown" | "running";
  readonly detail: string;
}

/** What a look at the place says of it, on record only while nobody has waived or vouched for it. */
function placeFact(
  place: TargetRecord,
  fact: Extract<IncidentFact, { type: "target.failed" | "target.written" }>,
): readonly IncidentFact[] {
  return isPlaceSettled(place) ? [] : [fact];
}

async function settleDeploy(one: Case): Promise<Look> {
  const { app, credential, pending } = one;
  const place = credential.targets.find((target) => target.id === pending.target);
  const definition = place === undefined ? undefined : definitionOf(app, place);
  if (place === undefined || definition === undefined)
    return unknown(`${pending.target ?? "the place"} is not configured here`);
  const base = { credential: credential.id, target: place.id };
  const reading = await (await app.target(definition)).read();
  if (reading.state === "unreadable") {
    const detail = `${reading.why}: not known to be written, deploy it again`;
    return {
      outcome: "failed",
      detail: `${place.id} cannot be looked at (${reading.why}): it counts as not written; writing it again is harmless`,
      facts: placeFact(place, { type: "target.failed", data: { ...base, detail } }),
    };
  }
  if (reading.state === "present") app.remember(reading.secret);
  const isNew =
    reading.state === "present" &&
    (await app.fingerprint())(reading.secret.reveal()) === credential.new.fingerprint;
  if (!isNew) {
    const data = { ...base, detail: "it was not written" };
    return {
      outcome: "failed",
      detail: `${place.id} does not hold the new key`,
      facts: placeFact(place, { type: "target.failed", data }),
    };
  }
  const data = { ...base, readBack: true, detail: "found written", version: null };
  return {
    outcome: "succeeded",
    detail: `${place.id} holds the new key`,
    facts: placeFact(place, { type: "target.written", data }),
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
  // Two may look at the same time: what the first one found stands.
  await change(app, state.id, (world) =>
    world.state.pending.some((left) => left.opId === opId) ? [...found.facts, outcome] : [],
  );
  if (found.outcome === "succeeded") await complete(one);
  return { ...base, outcome: found.outcome, detail: found.detail };
}

async function settleNow(app: App, incident: string, pending: PendingEffect): Promise<Settled> {
  const { state } = worldOf(app, await loadIncident(app, incident));
  const credential = state.credentials[pending.credential ?? ""];
  if (credential === undefined)
    throw new ClaroIrError("bug", "no-credential", `${pending.effect} is about no credential.`);
  return settle({ app, state, credential, pending });
}

/** Look at everything whose outcome is unknown and put what is found on record. Keys in turn, then all places at once: a slow one delays no other. */
export async function reconcile(app: App, incident: string): Promise<readonly Settled[]> {
  const { pending, state } = worldOf(app, await loadIncident(app, incident)).state;
  if (state !== "open") await (await import("./end.ts")).dropSealed(app, incident);
  const settled: Settled[] = [];
  for (const one of pending.filter(({ target }) => target === null))
    settled.push(await settleNow(app, incident, one));
  const places = await everyOne(
    pending.filter(({ target }) => target !== null).map((one) => settleNow(app, incident, one)),
  );
  return [...settled, ...places];
}
