// The picture of the response: what each row says, and that nothing lies on it, on a page and on a phone.
import { describe, expect, it } from "vitest";
import { responsePicture } from "../../../src/core/report/response-picture.ts";
import { DAY } from "../../../src/core/instant.ts";
import { useBrowser } from "../../support/browser.ts";
import {
  plan,
  SMALL_RUNBOOK,
  stateOf,
  toEvents,
  type Planned,
} from "../../support/incident-events.ts";
import { NIGHT } from "../../support/night.ts";
import { untidy } from "../../support/picture-look.ts";

function input(plans: readonly Planned[]) {
  const events = toEvents(plans);
  return {
    state: stateOf(SMALL_RUNBOOK, events),
    events,
    runbook: SMALL_RUNBOOK,
    now: "2026-12-03T09:00:00.000Z",
    version: "0.1.0",
    clean: (text: string) => text,
    withNames: false,
  };
}

/** The third of the night's phases is never done: its bar ends on the last deadline. */
const LATE = [...NIGHT, plan((6.9 * DAY) / 1000, "incident.closed", { because: "x" })];
const CUT_ONLY = NIGHT.slice(
  0,
  NIGHT.findIndex(({ type }) => type === "key.died"),
);

describe("the picture of the response", () => {
  it("says of each row what it came to", () => {
    const svg = responsePicture(input(LATE));
    for (const words of [
      "late by 23 min 20 s",
      "not done",
      "dead +2:13",
      "in use +8:20",
      "6 min 13 s",
    ])
      expect(svg).toContain(`>${words}<`);
    const open = responsePicture(input(CUT_ONLY));
    for (const words of ["late, not done", "not proved dead"]) expect(open).toContain(`>${words}<`);
  });

  it("marks the cut and the end of the key", () => {
    expect(responsePicture(input(LATE)).split('class="mark"').length - 1).toBe(3);
    expect(responsePicture(input(CUT_ONLY)).split('class="mark"').length - 1).toBe(1);
  });
});

describe("in a browser", () => {
  const open = useBrowser();

  it.each(["page", "phone"] as const)("is tidy on a %s", async (paper) => {
    expect(await untidy(open, responsePicture(input(LATE), paper))).toEqual([]);
    expect(await untidy(open, responsePicture(input(CUT_ONLY), paper))).toEqual([]);
  });
});
