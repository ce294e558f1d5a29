// One place at a time: look what lies there, write the new key, make the consumer take it, ask the consumer which key it uses.
import { ClaroIrError } from "../../core/error.ts";
import type { Secret } from "../../core/credential/secret.ts";
import type { World } from "../../core/incident/decide/world.ts";
import type { IncidentFact } from "../../core/incident/event.ts";
import type { CredentialState, TargetRecord } from "../../core/incident/state.ts";
import { ManualOnly, type DeployTarget } from "../../ports/deploy-target.ts";
import { OutsideError } from "../../ports/outside.ts";
import { record } from "../incident.ts";
import { burntFingerprints, definitionOf, refuseBurnt } from "../secret.ts";
import { perform as act } from "./act.ts";
import type { Run, RunOptions } from "./effect.ts";

export interface PlaceResult {
  readonly target: string;
  /** Short words for the matrix: `in-use`, `written, reload by hand`, `failed: …`. */
  readonly words: string;
  readonly outcome: "settled" | "written" | "manual" | "refused" | "failed" | "unknown";
  readonly instructions: readonly string[];
}

interface Place {
  readonly run: Run;
  readonly record: TargetRecord;
  readonly target: DeployTarget;
  readonly secret: Secret;
}

function facts(place: Place, fact: (base: { credential: string; target: string }) => IncidentFact) {
  return fact({ credential: place.run.credential.id, target: place.record.id });
}

/** Connect a place by its record. Exit 2 when neither the incident nor the configuration knows it. */
export async function connect(run: Run, record_: TargetRecord): Promise<DeployTarget> {
  const definition = definitionOf(run.app, record_);
  const configured = run.app.config.targets.find((target) => target.id === record_.id);
  if (configured !== undefined && configured.environment !== run.credential.environment)
    throw new ClaroIrError(
      "refused",
      "wrong-environment",
      `${record_.id} is a place for ${configured.environment}, the key is for ${run.credential.environment}.`,
      { hint: `claro-ir step waive ${run.step.id} --target ${record_.id} --because "<why>"` },
    );
  if (definition !== undefined) return run.app.target(definition);
  throw new ClaroIrError(
    "usage",
    "unknown-target",
    `${record_.id} is in the incident but in no configuration here.`,
    { hint: `claro-ir targets add ${record_.id} --kind <kind> …` },
  );
}

type Look = "already" | "write" | { readonly refuse: string };

/** What lies there decides: the new key is left, the old one replaced, anything else is not ours to write over. */
async function look(place: Place): Promise<Look> {
  const { run, target } = place;
  const reading = await target.read();
  if (reading.state !== "present") return "write";
  run.app.remember(reading.secret);
  const fingerprint = (await run.app.fingerprint())(reading.secret.reveal());
  if (fingerprint === run.credential.new.fingerprint) return "already";
  const ours =
    fingerprint === run.credential.old.fingerprint || burntFingerprints(run.state).has(fingerprint);
  if (ours || run.options.replaceOther) return "write";
  return {
    refuse: `${target.where} holds another value than the ${run.credential.strategy === "safe-rotation" ? "old" : "leaked"} key; --replace-other writes over it`,
  };
}

async function readsBack(place: Place): Promise<boolean> {
  const reading = await place.target.read();
  if (reading.state !== "present") return false;
  return reading.secret.reveal() === place.secret.reveal();
}

/** The last look before the value leaves, on the newest record: it may have leaked, or been replaced, since this run began. */
function refuseOutdated(
  { run, secret }: Place,
  fingerprint: string,
  { state }: Pick<World, "state">,
): void {
  const credential = state.credentials[run.credential.id] ?? run.credential;
  refuseBurnt(state, credential, { fingerprint, last4: secret.last4 });
  // On the way back the old value is the one that belongs there.
  const wanted = credential.rollback === null ? credential.new : credential.old;
  if (wanted.fingerprint === fingerprint) return;
  throw new ClaroIrError(
    "refused",
    "other-replacement",
    `${credential.id} is to use another key by now: ..${wanted.last4 ?? "none"}.`,
    { hint: `claro-ir run ${run.step.id} --credential ${credential.id}` },
  );
}

async function write(place: Place): Promise<void> {
  const { run, record: place_, target, secret } = place;
  const opId = run.app.random.uuid();
  const fingerprint = (await run.app.fingerprint())(secret.reveal());
  await act(run.app, {
    incident: run.state.id,
    effect: "deploy-key",
    step: run.step.id,
    credential: run.credential.id,
    target: place_.id,
    opId,
    plan: `write ..${secret.last4} to ${target.where}`,
    gate: (world) => refuseOutdated(place, fingerprint, world),
    attempt: async () => {
      const receipt = await target.write(secret, opId);
      return { receipt, readBack: await readsBack(place) };
    },
    outcome: ({ receipt, readBack }) => [
      facts(place, (base) => ({
        type: "target.written",
        data: { ...base, readBack, detail: receipt.detail, version: receipt.version },
      })),
    ],
    failed: (detail, certain) => [
      facts(place, (base) => ({
        type: certain ? "target.failed" : "target.unknown",
        data: { ...base, detail },
      })),
    ],
  });
}

async function reload(place: Place): Promise<string> {
  const { run, target } = place;
  if (target.reload === undefined) return "reload by hand";
  const { detail } = await target.reload().catch((error: unknown) => {
    if (!(error instanceof OutsideError)) throw error;
    // The key is in its place, so nothing is left to be looked up: reloading again is harmless.
    throw new OutsideError(true, `written, but not reloaded: ${error.message}`, { cause: error });
  });
  await record(run.app, run.state.id, [
    facts(place, (base) => ({ type: "target.reloaded", data: { ...base, detail } })),
  ]);
  return "reloaded";
}

export interface Usage {
  readonly proved: boolean;
  /** It names another key than the new one. */
  readonly denied: boolean;
  readonly words: string;
}

/** Ask the consumer; a report of the new key is the proof. */
export async function askConsumer(
  run: Run,
  record_: TargetRecord,
  target: DeployTarget,
): Promise<Usage> {
  const { credential } = run;
  const report = await target.inUse();
  if (report.state === "no-check")
    return { proved: false, denied: false, words: "the place itself cannot say" };
  if (report.state === "no-answer")
    return { proved: false, denied: false, words: `no answer: ${report.why}` };
  // Where both keys end alike, their last four tell nothing.
  const telling = credential.new.last4 !== credential.old.last4;
  const isNew =
    (report.keyId !== null && report.keyId === credential.new.keyId) ||
    (telling && report.last4 !== null && report.last4 === credential.new.last4);
  const seen = report.last4 === null ? (report.keyId ?? "another key") : `..${report.last4}`;
  if (!isNew)
    return {
      proved: false,
      denied: true,
      words: `its process still uses ${seen}: not reloaded?`,
    };
  await record(run.app, run.state.id, [
    {
      type: "target.in-use",
      data: {
        credential: credential.id,
        target: record_.id,
        detail: `its consumer reports ${seen}`,
      },
    },
  ]);
  return { proved: true, denied: false, words: `in use ${seen}` };
}

async function deployPlace(place: Place): Promise<PlaceResult> {
  const { run, record: record_, target } = place;
  const looked = await look(place);
  if (typeof looked !== "string")
    return {
      target: record_.id,
      words: looked.refuse,
      outcome: "refused",
      instructions: [],
    };
  const known =
    record_.state === "written" || record_.state === "reloaded" || record_.state === "in-use";
  // Only a person gets there: it says what to do, nothing is begun, so nothing can be left unknown.
  if (target.kind === "manual") await target.write(place.secret, run.app.op);
  if (looked === "write") await write(place);
  else if (!known)
    await record(run.app, run.state.id, [
      facts(place, (base) => ({
        type: "target.written",
        data: { ...base, readBack: true, detail: "it already held the new key", version: null },
      })),
    ]);
  // What runs with the new key already is not started again: it may be all that still works.
  const before =
    looked !== "write" && record_.state === "in-use" && (await askConsumer(run, record_, target));
  if (before !== false && before.proved)
    return { target: record_.id, words: before.words, outcome: "settled", instructions: [] };
  const reloaded = await reload(place);
  const use = await askConsumer(run, record_, target);
  return {
    target: record_.id,
    words: use.proved ? use.words : `written, ${reloaded}, ${use.words}`,
    outcome: use.proved ? "settled" : "written",
    instructions: [],
  };
}

function describeFailure(record_: TargetRecord, error: unknown): PlaceResult {
  if (error instanceof ManualOnly)
    return {
      target: record_.id,
      words: "by hand",
      outcome: "manual",
      instructions: error.instructions,
    };
  if (error instanceof ClaroIrError) {
    const outcomes = { unknown: "unknown", remote: "failed", refused: "refused" } as const;
    const outcome = error.kind in outcomes ? outcomes[error.kind as "unknown"] : undefined;
    if (outcome !== undefined)
      return {
        target: record_.id,
        words: `${outcome}: ${error.message}`,
        outcome,
        instructions: [],
      };
  }
  if (error instanceof OutsideError)
    return {
      target: record_.id,
      words: `failed: ${error.message}`,
      outcome: error.certain ? "failed" : "unknown",
      instructions: [],
    };
  throw error;
}

/** Deploy to one place. One place's failure is its own: it is reported, never thrown. */
export async function deployTo(
  run: Run,
  record_: TargetRecord,
  secret: Secret,
): Promise<PlaceResult> {
  try {
    const target = await connect(run, record_);
    return await deployPlace({ run, record: record_, target, secret });
  } catch (error) {
    return describeFailure(record_, error);
  }
}

/** The places a run is about: the one named, else all (or those of a plan) that are not settled. Exit 2 for an unknown one. */
export function chosenPlaces(
  credential: CredentialState,
  { target: named, only }: Pick<RunOptions, "target" | "only">,
): readonly TargetRecord[] {
  if (named === undefined)
    return credential.targets.filter(
      ({ id, state }) => state !== "waived" && state !== "attested" && (only?.includes(id) ?? true),
    );
  const found = credential.targets.filter((target) => target.id === named);
  if (found.length > 0) return found;
  throw new ClaroIrError(
    "usage",
    "unknown-target",
    `${credential.id} has no place "${named}"; it has ${credential.targets.map((target) => target.id).join(", ") || "none"}.`,
    { hint: `claro-ir targets add ${named} --kind <kind> --credential ${credential.id}` },
  );
}
