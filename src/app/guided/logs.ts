// Steps about the whole incident's logs, guided: collecting asks where they lie, reviewing ends among its findings, watching looks once.
import { ClaroIrError } from "../../core/error.ts";
import { checklistItem, isSettled } from "../../core/incident/checklist.ts";
import { openFindings } from "../../core/incident/misuse.ts";
import { ManualStepError } from "../effect/manual.ts";
import { findingsRoom } from "./findings.ts";
import { worldNow, type Guide } from "./guide.ts";
import type { Left } from "./left.ts";
import { manualRoom } from "./manual.ts";
import { runHere, type Opened } from "./run.ts";

/** No log is known, or what was typed is none: both are answered by another path. */
function isAskedAgain(error: unknown): error is ClaroIrError {
  if (error instanceof ManualStepError) return true;
  return error instanceof ClaroIrError && ["cannot-read", "no-log"].includes(error.code);
}

/** Run it; where no log is known, ask for one, and with Enter go on by hand. */
async function runWithLogs(guide: Guide, opened: Opened): Promise<Left | undefined> {
  let files: readonly string[] = [];
  for (;;)
    try {
      await runHere(guide, opened, { files });
      return undefined;
    } catch (error) {
      if (!isAskedAgain(error)) throw error;
      guide.ask.say(error.message);
      const path = await guide.ask.text("File or folder of the logs (Enter = by hand)");
      if (path === "") return manualRoom(guide, opened);
      files = [path];
    }
}

async function isDone(guide: Guide, { step }: Opened): Promise<boolean> {
  const { compiled, state } = await worldNow(guide);
  return isSettled(checklistItem(compiled.runbook, state, step, null).state);
}

/** Lead through a step of the whole incident that has an automation. */
export async function logsRoom(guide: Guide, opened: Opened): Promise<Left> {
  const waiting = openFindings(opened.world.state).length > 0;
  const isReview = opened.step.effect === "review-logs";
  // What was found is judged before anything is looked through again.
  if (!isReview || !waiting) {
    const left =
      opened.step.effect === "review-logs"
        ? await reviewed(guide, opened)
        : await runWithLogs(guide, opened);
    if (left !== undefined) return left;
  }
  if (isReview && (await worldNow(guide)).state.findings.length > 0) await findingsRoom(guide);
  return (await isDone(guide, opened)) ? "next" : "back";
}

/** Reviewing reads what was collected: without it, it is a person's work. */
async function reviewed(guide: Guide, opened: Opened): Promise<Left | undefined> {
  try {
    await runHere(guide, opened);
    return undefined;
  } catch (error) {
    if (!(error instanceof ManualStepError)) throw error;
    guide.ask.say(error.message);
    return manualRoom(guide, opened);
  }
}
