// `a`: every step of the runbook, with its state; any of them can be opened, taken back, or read.
import { checklist, isSettled, type ChecklistItem } from "../../core/incident/checklist.ts";
import type { Runbook } from "../../core/runbook/runbook.ts";
import type { ListItem } from "../../core/session/list.ts";
import type { Style } from "../../core/session/line.ts";
import { browse } from "./browse.ts";
import { askReason, orSay, worldNow, type Guide } from "./guide.ts";
import { openOne } from "./room.ts";
import { change, type Opened } from "./run.ts";

function styleOf(item: ChecklistItem): Style | null {
  if (item.state === "unknown" || item.state === "failed") return "red";
  if (isSettled(item.state)) return "dim";
  return item.state === "locked" ? null : "green";
}

function detailOf(runbook: Runbook, item: ChecklistItem): string {
  const { record, step, blockedBy } = item;
  if (record !== null)
    return `${record.status} by ${record.by} at ${record.at.slice(11, 16)}Z${record.reason === null ? "" : `: ${record.reason}`}`;
  if (blockedBy.length > 0) {
    const titles = blockedBy.map((id) => runbook.steps.find((one) => one.id === id)?.title ?? id);
    return `waits for: ${titles.join(", ")}`;
  }
  return runbook.help[step.id]?.why ?? "";
}

function listItem(runbook: Runbook, item: ChecklistItem): ListItem {
  const on = item.credential === null ? "" : ` (${item.credential.id})`;
  return {
    text: `${item.step.title}${on}`,
    mark: item.state === "not-applicable" ? "not needed" : item.state,
    style: styleOf(item),
    heading: runbook.phases.find((phase) => phase.id === item.step.phase)?.title ?? null,
    detail: detailOf(runbook, item),
  };
}

async function takeBack(guide: Guide, opened: Opened): Promise<void> {
  const because = await askReason(guide, `"${opened.step.title}" is settled. Why take it back`);
  if (because !== undefined) await change(guide, opened, "reopen", { because });
}

/** Show all steps; the one that is opened is done, or taken back where it is settled. */
export async function allSteps(guide: Guide): Promise<void> {
  let from = 0;
  for (;;) {
    const world = await worldNow(guide);
    const { compiled, state } = world;
    const items = checklist(compiled.runbook, state);
    const lines = items.map((item) => listItem(compiled.runbook, item));
    const index = await browse(guide, "All steps", lines, "open", from);
    const item = items[index ?? -1];
    if (item === undefined || index === undefined) return;
    from = index;
    const opened: Opened = { world, step: item.step, credential: item.credential ?? undefined };
    await orSay(guide, async () => {
      if (item.record !== null && isSettled(item.state)) await takeBack(guide, opened);
      else await openOne(guide, opened, item);
    });
    if ((await worldNow(guide)).state.state !== "open") return;
  }
}
