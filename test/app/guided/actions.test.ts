// Actions of the post-mortem, asked row by row at the step that assigns them, and found again in its table.
import { expect, it } from "vitest";
import { actionItems, actionText } from "../../../src/core/incident/action-items.ts";
import { openOne } from "../../../src/app/guided/room.ts";
import { createBesides } from "../../../src/app/guided/besides.ts";
import { worldNow, type Guide } from "../../../src/app/guided/guide.ts";
import { record } from "../../../src/app/incident.ts";
import { reportInput } from "../../../src/app/report.ts";
import { lintPostMortem } from "../../../src/core/report/lint/lint.ts";
import { renderPostMortem } from "../../../src/core/report/post-mortem.ts";
import { checklistItem } from "../../../src/core/incident/checklist.ts";
import { findStep } from "../../../src/core/runbook/runbook.ts";
import { done, RUNBOOK } from "../../support/given.ts";
import { begin, Room } from "../../support/memory-app.ts";
import { person } from "../../support/person.ts";

it("each action is asked for its owner, date and ticket, and stands in section 12 as the lint wants it", async () => {
  const room = new Room();
  const app = room.app();
  const id = await begin(app);
  await record(app, id, [done("conduct-postmortem")]);
  const ask = person([
    { key: "y" },
    { type: "Scan each push for keys; fail it" },
    { type: "platform | security" },
    { type: "2020-01-01" },
    { type: "2026-12-03" },
    { type: "OPS-12" },
    { key: "d" },
    { type: "" },
  ]);
  const guide: Guide = { app, incident: id, ask, besides: createBesides(app), canSkip: false };
  const world = await worldNow(guide);
  const step = findStep(RUNBOOK, "assign-actions");
  if (step === undefined) throw new Error("no such step");
  const item = checklistItem(RUNBOOK, world.state, step, null);
  await openOne(guide, { world, step, credential: undefined }, item);
  expect(ask.left()).toBe(0);
  const state = await room.state(id);
  expect(state.steps["assign-actions"]?.status).toBe("done");
  expect(actionItems(state)).toEqual([
    {
      action: "Scan each push for keys, fail it",
      owner: "platform / security",
      due: "2026-12-03",
      ticket: "OPS-12",
      type: "detect",
    },
  ]);
  expect(ask.said.join("\n")).toContain("That is past");
  const markdown = renderPostMortem(
    await reportInput(app, id, {
      clock: app.clock,
      version: "0.1.0",
      clean: app.clean,
      withNames: false,
    }),
  );
  expect(markdown).toContain(
    "| A1 | Scan each push for keys, fail it | detect | platform / security | 2026-12-03 | OPS-12 |",
  );
  expect(lintPostMortem(markdown).map(({ rule }) => rule)).not.toContain("action-ticket");
});

it("what is not fixed yet stays empty, so that the lint asks for it", () => {
  const loose = { action: "Rotate monthly", owner: "", due: "", ticket: "", type: "prevent" };
  expect(actionText([loose, loose])).toBe(
    "Rotate monthly |  |  |  | prevent; Rotate monthly |  |  |  | prevent",
  );
});
