// Two people, one step: who opens it first has it, the other is told, and may take over with a reason (or none, when that terminal is gone).
import { liveCredentials, type ChecklistItem } from "../../core/incident/checklist.ts";
import { ClaroIrError } from "../../core/error.ts";
import { askReason, worldNow, type Guide } from "./guide.ts";
import { change, type Opened } from "./run.ts";

/** Alone, nothing needs to be claimed: the record stays free of it. */
function isShared({ world }: Opened): boolean {
  return world.state.operators.length > 1;
}

/** Take the step for this terminal; false when somebody else keeps it. */
export async function claim(guide: Guide, opened: Opened, item: ChecklistItem): Promise<boolean> {
  const { record } = item;
  if (record?.status === "started" && record.by !== guide.app.actor.id)
    return takeOver(guide, opened, record.by, record.at);
  if (!isShared(opened) || record?.status === "started") return true;
  try {
    await change(guide, opened, "start", {});
    return true;
  } catch (error) {
    if (!(error instanceof ClaroIrError) || error.code !== "claimed") throw error;
    // Both pressed Enter in the same second: the other one was first.
    const again = liveRecord(await worldNow(guide), opened);
    return takeOver(guide, opened, again?.by ?? "somebody", again?.at ?? opened.world.now);
  }
}

function liveRecord(world: Opened["world"], { step, credential }: Opened) {
  const records =
    credential === undefined
      ? world.state.steps
      : liveCredentials(world.state).find((one) => one.id === credential.id)?.steps;
  return records?.[step.id];
}

async function takeOver(
  guide: Guide,
  opened: Opened,
  who: string,
  since: string,
): Promise<boolean> {
  const answer = await guide.ask.choose(`${who} has it since ${since.slice(11, 19)}Z.`, [
    { key: "t", words: "take it over" },
    { key: "b", words: "back" },
  ]);
  if (answer === "b") return false;
  try {
    await change(guide, opened, "start", { takeOver: true });
    return true;
  } catch (error) {
    // Still at work there: it takes a reason.
    if (!(error instanceof ClaroIrError) || error.code !== "claimed") throw error;
  }
  const because = await askReason(guide, `${who} may be at work. Why take over`);
  if (because === undefined) return false;
  await change(guide, opened, "start", { takeOver: true, because });
  return true;
}

/** Give a step back that was claimed and not done. */
export async function release(guide: Guide, opened: Opened): Promise<void> {
  const record = liveRecord(await worldNow(guide), opened);
  if (record?.status !== "started" || record.by !== guide.app.actor.id) return;
  await change(guide, opened, "reopen", { because: "put back, not done" });
}
