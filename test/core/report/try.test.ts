import { it } from "vitest";
import { writeFileSync } from "node:fs";
import { renderPostMortem } from "../../../src/core/report/post-mortem.ts";
import { TIMELINE_FORMATS } from "../../../src/core/report/format/index.ts";
import { timelineRows } from "../../../src/core/report/timeline.ts";
import { NIGHT, SMALL_RUNBOOK, stateOf, toEvents } from "../../support/incident-events.ts";
it("x", () => {
  const events = toEvents(NIGHT); const state = stateOf(SMALL_RUNBOOK, events);
  const input = { state, events, runbook: SMALL_RUNBOOK, now: "2026-11-27T09:00:00.000Z", version: "0.1.0", clean: (t: string) => t, withNames: false };
  writeFileSync("/tmp/pm.md", renderPostMortem(input));
  for (const f of TIMELINE_FORMATS) writeFileSync("/tmp/tl."+f.extension, f.render(timelineRows(events, SMALL_RUNBOOK), input));
});
