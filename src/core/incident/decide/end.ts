// Ending an incident and opening it again.
import { checklistItem } from "../checklist.ts";
import { missingToClose, missingToStandDown } from "../ending.ts";
import type { IncidentFact } from "../event.ts";
import type { IncidentState } from "../state.ts";
import { conflict, misuse, requireLegal, type World } from "./world.ts";

function requireReason(what: string, because: string): void {
  if (because.trim() === "")
    misuse("reason-missing", `${what} needs its reason.`, `add --because "<why>"`);
}

/** What is over is not ended a second time. Exit 4; `by`: who ended it, where that is known. */
export function refuseEnded({ id, state, closedAt }: IncidentState, by?: string): void {
  if (state === "open") return;
  conflict(
    "already-ended",
    `${id} is ${state} already, ${by === undefined ? "" : `by ${by} `}since ${closedAt ?? "an unknown time"}.`,
    `claro-ir reopen --incident ${id} --because "<why>"`,
  );
}

/** Only what has ended is opened again. Exit 4. */
export function refuseOpen({ id, state }: IncidentState): void {
  if (state === "open") conflict("already-open", `${id} is open.`, "claro-ir status");
}

/** Of dropped keys too: everything sealed goes, once. */
function discarded(world: World): readonly IncidentFact[] {
  const ops = Object.values(world.state.credentials)
    .flatMap((credential) => [credential.old.sealed, credential.new.sealed?.opId ?? null])
    .filter((op) => op !== null);
  return ops.length === 0 ? [] : [{ type: "secret.discarded", data: { ops } }];
}

/** The runbook's own step for this end, completed by it. */
function completedBy(
  world: World,
  decides: "close" | "stand-down",
  because: string,
): readonly IncidentFact[] {
  const { runbook } = world.compiled;
  const step = runbook.steps.find((one) => one.decides === decides);
  if (step === undefined) return [];
  if (checklistItem(runbook, world.state, step, null).record?.status === "done") return [];
  const note = null;
  return [
    {
      type: "step.completed",
      data: { step: step.id, credential: null, grade: "E3", note, because, evidence: [] },
    },
  ];
}

/** Close: refused with every open item. Sealed values are discarded, on record. */
export function closeIncident(world: World, because: string): readonly IncidentFact[] {
  refuseEnded(world.state);
  requireReason(`Closing ${world.state.id}`, because);
  const closed: IncidentFact = { type: "incident.closed", data: { because } };
  const missing = missingToClose(world.compiled.runbook, world.state);
  requireLegal(world, closed, `Closing ${world.state.id}`, missing);
  const completed = completedBy(world, "close", because);
  return [...completed, ...discarded(world), closed];
}

/** Stand down a false alarm: refused while a key is cut without a live replacement, or a replacement is alive and unused. */
export function standDown(world: World, because: string): readonly IncidentFact[] {
  refuseEnded(world.state);
  requireReason(`Standing down ${world.state.id}`, because);
  const ended: IncidentFact = { type: "incident.stood-down", data: { because } };
  const missing = missingToStandDown(world.state);
  requireLegal(world, ended, `Standing down ${world.state.id}`, missing);
  const completed = completedBy(world, "stand-down", because);
  return [...completed, ...discarded(world), ended];
}

/** Open an ended incident again. */
export function reopenIncident(world: World, because: string): readonly IncidentFact[] {
  refuseOpen(world.state);
  requireReason(`Opening ${world.state.id} again`, because);
  return [{ type: "incident.reopened", data: { because } }];
}
