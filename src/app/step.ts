// The checklist by command, with everything that may come with it: facts, evidence, a place vouched for, a time that has passed.
import { isPlaceWritten } from "../core/credential/target.ts";
import { tellsOf } from "../core/compliance/told.ts";
import { ClaroIrError } from "../core/error.ts";
import { checklistItem, isSettled } from "../core/incident/checklist.ts";
import {
  completeStep,
  failStep,
  leaveStep,
  reopenStep,
  startStep,
  type StepCommand,
} from "../core/incident/decide/step.ts";
import {
  credentialOf,
  refuseMissing,
  requireOpen,
  requireStep,
  type World,
} from "../core/incident/decide/world.ts";
import { findStep } from "../core/runbook/runbook.ts";
import type { IncidentFact } from "../core/incident/event.ts";
import type { CredentialState } from "../core/incident/state.ts";
import type { App } from "./context.ts";
import { lookAtPlace } from "./look-at-places.ts";
import { storeEvidence } from "./evidence.ts";
import { factOf } from "./fact.ts";
import { refuseMissingLogs } from "./log-places.ts";
import { refuseBehindIncident } from "./incident-first.ts";
import { change, loadIncident, worldOf, type Occurred } from "./incident.ts";

export type StepVerb = "start" | "done" | "skip" | "waive" | "fail" | "reopen";

export interface StepRequest {
  readonly incident: string;
  readonly step: string;
  readonly credential: string | undefined;
  readonly target: string | undefined;
  readonly note: string | undefined;
  readonly because: string | undefined;
  /** Files to store as evidence. */
  readonly evidence: readonly string[];
  /** `name=value` */
  readonly facts: readonly string[];
  readonly attest: boolean;
  readonly takeOver: boolean;
  readonly occurred: Occurred | undefined;
  readonly dryRun: boolean;
}

/** Deploying is done with the last place that was open. */
function completedBy(
  world: World,
  named: string,
  credential: CredentialState,
  target: string,
): readonly IncidentFact[] {
  const step = requireStep(world, named);
  const item = checklistItem(world.compiled.runbook, world.state, step, credential);
  const isOpen = !isSettled(item.state) && item.state !== "unknown" && item.blockedBy.length === 0;
  const others = credential.targets.filter((one) => one.id !== target);
  if (step.effect !== "deploy-key" || !isOpen || !others.every(isPlaceWritten)) return [];
  return completeStep(world, { step: step.id, credential: credential.id });
}

/** One place of a key: vouched for (`done`) or given up (`waive`). */
function placeFacts(world: World, verb: StepVerb, request: StepRequest): readonly IncidentFact[] {
  const { target } = request;
  requireOpen(world.state);
  const credential = credentialOf(world, requireStep(world, request.step), request.credential);
  if (
    credential === null ||
    target === undefined ||
    !credential.targets.some((one) => one.id === target)
  )
    throw new ClaroIrError("usage", "unknown-target", `There is no place "${target ?? ""}" here.`, {
      hint: "claro-ir status",
    });
  const because = request.because ?? request.note ?? "";
  if (because.trim() === "")
    throw new ClaroIrError("usage", "reason-missing", `${target}: say how you know, or why.`, {
      hint: `add --because "<why>"`,
    });
  // A word given before there is a new key would open the cut to a key that lies nowhere.
  if (verb === "done" && credential.new.state === "none")
    throw new ClaroIrError(
      "refused",
      "no-replacement",
      `${target} cannot use a new key yet: ${credential.id} has no replacement.`,
      { hint: `claro-ir run create-replacement-key --credential ${credential.id}` },
    );
  const data = { credential: credential.id, target, because };
  const completed = completedBy(world, request.step, credential, target);
  if (verb === "done") return [{ type: "target.attested", data }, ...completed];
  if (verb === "waive" || verb === "skip") return [{ type: "target.waived", data }, ...completed];
  throw new ClaroIrError("usage", "bad-flag", `--target goes with done and waive, not ${verb}.`);
}

function stepFacts(world: World, verb: StepVerb, command: StepCommand): readonly IncidentFact[] {
  switch (verb) {
    case "start":
      return startStep(world, command);
    case "done":
      return completeStep(world, command);
    case "skip":
      return leaveStep(world, command, "skipped");
    case "waive":
      return leaveStep(world, command, "waived");
    case "fail":
      return failStep(world, command);
    case "reopen":
      return reopenStep(world, command);
    default:
      return verb satisfies never;
  }
}

/** The cut by hand is the one checklist command that a rotation behind an incident must not take. */
async function refuseRotation(
  app: App,
  world: World,
  verb: StepVerb,
  request: StepRequest,
): Promise<void> {
  const step = findStep(world.compiled.runbook, request.step);
  if (verb !== "done" || step?.effect !== "block-key") return;
  const credential = credentialOf(world, step, request.credential);
  if (credential !== null) await refuseBehindIncident(app, world.state, credential, false);
}

/** Steps that a person may vouch for place by place: that the new key is there, and used. */
const NEW_KEY_THERE: readonly (string | null | undefined)[] = [
  "deploy-key",
  "deploy-staging",
  "prove-in-use",
];

/** Nobody says that somebody was told while a notice is open. */
async function refuseUntold(app: App, world: World, named: string): Promise<void> {
  const step = findStep(world.compiled.runbook, named);
  const tells = step === undefined ? null : tellsOf(step);
  if (tells === null) return;
  const { untoldNow } = await import("./told.ts");
  const open = await untoldNow(app, world, tells);
  if (open.length > 0) refuseMissing(named, open);
}

/** A word never beats what can be read: nobody vouches for a place that is seen to hold the old key. Exit 3. */
async function refuseOldThere(
  app: App,
  world: World,
  verb: StepVerb,
  request: StepRequest,
): Promise<void> {
  const step = findStep(world.compiled.runbook, request.step);
  if (verb !== "done" || step === undefined || !NEW_KEY_THERE.includes(step.effect)) return;
  const credential = credentialOf(world, step, request.credential);
  const place = credential?.targets.find((one) => one.id === request.target);
  if (credential === null || place === undefined || credential.new.state === "none") return;
  const look = await lookAtPlace(app, world.state, credential, place);
  if (look?.holds !== "old") return;
  throw new ClaroIrError(
    "refused",
    "old-key-there",
    `${place.id} still holds the old key ..${credential.old.last4 ?? "????"}: nothing was recorded.`,
    {
      hint: `claro-ir run deploy-replacement-key --credential ${credential.id} --target ${place.id}`,
    },
  );
}

/** Do one checklist command; gives the result in words. */
export async function changeStep(
  app: App,
  verb: StepVerb,
  request: StepRequest,
): Promise<readonly string[]> {
  const { incident, dryRun } = request;
  const before = worldOf(app, await loadIncident(app, incident));
  await refuseRotation(app, before, verb, request);
  await refuseOldThere(app, before, verb, request);
  if (verb === "done") await refuseUntold(app, before, request.step);
  const facts = request.facts.map((text) => factOf(app, before, text, request));
  await refuseMissingLogs(app, facts);
  const stored = dryRun
    ? []
    : await Promise.all(
        request.evidence.map((file) => storeEvidence(app, incident, file, request)),
      );
  const command: StepCommand = {
    step: request.step,
    credential: request.credential,
    because: request.because === undefined ? undefined : app.clean(request.because),
    note: request.note === undefined ? undefined : app.clean(request.note),
    evidence: stored.map((one) => one.data.sha256),
    attest: request.attest,
    occurredAt: request.occurred?.at,
    takeOver: request.takeOver,
    holderGone: (item) =>
      item.record?.via !== null &&
      item.record?.via !== undefined &&
      app.processes.isAlive(item.record.via) === "dead" &&
      item.record.via.terminal === null,
  };
  function decide(world: World): readonly IncidentFact[] {
    const main =
      request.target === undefined
        ? stepFacts(world, verb, command)
        : placeFacts(world, verb, request);
    // A completion that the facts themselves bring about must not be recorded twice.
    return [...facts, ...stored, ...main];
  }
  if (dryRun) {
    const planned = decide(before);
    return planned.map((fact) => `would record ${fact.type}`);
  }
  const made = await change(app, incident, decide, request.occurred);
  return made.events
    .filter((event) => event.type.startsWith("step.") || event.type.startsWith("target."))
    .map((event) => {
      const { data } = event;
      const subject = "step" in data ? data.step : "target" in data ? data.target : request.step;
      return `${subject} ${event.type.split(".")[1] ?? ""}`;
    });
}
