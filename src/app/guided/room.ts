// Opening a row: its steps one after the other, until the person goes back or nothing in it needs hands.
import type { ChecklistItem } from "../../core/incident/checklist.ts";
import type { World } from "../../core/incident/decide/world.ts";
import { ClaroIrError } from "../../core/error.ts";
import { leadStep } from "../../core/session/open-items.ts";
import type { SessionRow } from "../../core/session/row.ts";
import { rollBackRoom } from "./back.ts";
import { claim, release } from "./claim.ts";
import { createRoom } from "./create.ts";
import { captureUsage, cutRoom } from "./cut.ts";
import { askDecision } from "./decision.ts";
import { deployRoom } from "./deploy.ts";
import { dueWords, focusOn, orSay, worldNow, type Guide } from "./guide.ts";
import type { Left } from "./left.ts";
import { logsRoom } from "./logs.ts";
import { manualRoom } from "./manual.ts";
import { runBeside, runHere, type Opened } from "./run.ts";

/** The guided form of an automation; those without one are simply run. */
async function automation(guide: Guide, opened: Opened): Promise<Left> {
  const { step, credential } = opened;
  if (credential === undefined) return logsRoom(guide, opened);
  switch (step.effect) {
    case "capture-usage":
      return captureUsage(guide, opened);
    case "block-key":
      return cutRoom(guide, opened, credential);
    case "create-key":
      return createRoom(guide, opened);
    case "deploy-key":
    case "prove-in-use":
      return deployRoom(guide, opened, credential.id);
    case "roll-back":
      return rollBackRoom(guide, opened, credential);
    case "prove-dead":
      runBeside(guide, step.id, credential.id);
      guide.ask.say("The proof runs beside you: three dead answers over a minute.");
      return "next";
    default: {
      const { exitCode } = await runHere(guide, opened);
      return exitCode === 0 ? "next" : "back";
    }
  }
}

async function openStep(guide: Guide, opened: Opened, item: ChecklistItem): Promise<Left> {
  if (item.state === "unknown")
    throw new ClaroIrError("unknown", "outcome-unknown", "Its outcome is unknown.", {
      hint: "press r to look",
    });
  if (!(await claim(guide, opened, item))) return "back";
  const left =
    (await askDecision(guide, opened)) ??
    (opened.step.effect === null
      ? await manualRoom(guide, opened)
      : await automation(guide, opened));
  if (left === "back") await release(guide, opened);
  return left;
}

/** The door of a room: its name and the time left, short enough for 40 columns. */
function enter(guide: Guide, title: string, world: World): void {
  guide.ask.say("");
  guide.ask.say(`${title}   ${dueWords(world).replace(/ left$/, "")}`, "bold");
}

/** Lead through one step that somebody picked from the list of all. */
export async function openOne(guide: Guide, opened: Opened, item: ChecklistItem): Promise<void> {
  enter(guide, opened.step.title, opened.world);
  await openStep(guide, opened, item);
}

/** Lead through a row. Errors that a person can answer are shown, and the session goes on. */
export async function openRow(guide: Guide, row: SessionRow): Promise<void> {
  const opened = new Set<string>();
  for (;;) {
    const world = await worldNow(guide);
    const { compiled, state, now } = world;
    if (state.state !== "open") return;
    const focus = focusOn(guide, row.credential);
    const item = leadStep(compiled.runbook, state, now, focus, row.id);
    // What is still open after it was opened was left so by the person.
    if (item === undefined || opened.has(item.step.id)) return;
    if (opened.size === 0) enter(guide, row.title, world);
    opened.add(item.step.id);
    let left: Left = "back";
    const credential = item.credential ?? undefined;
    const went = await orSay(guide, async () => {
      left = await openStep(guide, { world, step: item.step, credential }, item);
    });
    if (!went || left === "back") return;
  }
}
