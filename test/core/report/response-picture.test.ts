// The picture of the response: no deadline's line runs through what is written beside a bar.
import { expect, it } from "vitest";
import { responsePicture } from "../../../src/core/report/response-picture.ts";
import { DAY } from "../../../src/core/instant.ts";
import { plan, SMALL_RUNBOOK, stateOf, toEvents } from "../../support/incident-events.ts";
import { NIGHT } from "../../support/night.ts";

/** From left to right what a text beside a bar may take up, and whether paper lies under it. */
function labels(svg: string) {
  return [
    ...svg.matchAll(
      /(<rect class="paper" x="([\d.]+)" y="-7" width="([\d.]+)"[^>]*>)?<text class="soft" x="([\d.]+)" y="4">([^<]+)/g,
    ),
  ].map(([, paper, , , x, words]) => ({
    words: words ?? "",
    from: Number(x),
    // Six pixels a letter at the least.
    to: Number(x) + 6 * (words ?? "").length,
    isOnPaper: paper !== undefined,
  }));
}

it("words that a deadline crosses lie on paper", () => {
  const events = toEvents([
    ...NIGHT,
    plan((6.9 * DAY) / 1000, "incident.closed", { because: "x" }),
  ]);
  const svg = responsePicture({
    state: stateOf(SMALL_RUNBOOK, events),
    events,
    runbook: SMALL_RUNBOOK,
    now: "2026-12-03T09:00:00.000Z",
    version: "0.1.0",
    clean: (text) => text,
    withNames: false,
  });
  const lines = [...svg.matchAll(/<line class="due" x1="([\d.]+)"/g)].map(([, x]) => Number(x));
  const crossed = labels(svg).filter(({ from, to }) => lines.some((x) => x > from && x < to));
  expect(crossed.length).toBeGreaterThan(0);
  expect(crossed.filter(({ isOnPaper }) => !isOnPaper)).toEqual([]);
});
