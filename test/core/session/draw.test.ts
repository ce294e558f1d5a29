import { describe, expect, it } from "vitest";
import { drawView } from "../../../src/core/session/draw.ts";
import { sessionView } from "../../../src/core/session/view.ts";
import { toState } from "../../../src/core/incident/fold.ts";
import { evolve, type Folded } from "../../../src/core/incident/fold.ts";
import { plus } from "../../../src/core/instant.ts";
import { COMPILED, DECLARED, eventsOf, keys, RUNBOOK, started } from "../../support/given.ts";

function stateOf(past: Parameters<typeof eventsOf>[0]) {
  let folded: Folded | undefined;
  for (const event of eventsOf(past)) folded = evolve(COMPILED, folded, event);
  if (folded === undefined) throw new Error("no events");
  return { ...toState(folded), head: { seq: 18, hash: "a91c".padEnd(64, "0") } };
}

function screen(
  past: Parameters<typeof eventsOf>[0],
  width: number,
  afterMs: number,
  credential: string | null = null,
): string {
  const now = plus(DECLARED, afterMs);
  const view = sessionView(RUNBOOK, stateOf(past), now, "dana", { running: new Set(), credential });
  return drawView(view, { width, now, selected: 0, canSkip: false })
    .map((line) => line.text)
    .join("\n");
}

describe("the live view", () => {
  for (const width of [40, 80]) {
    it(`fits ${String(width)} columns: just declared`, async () => {
      await expect(`${screen(started(), width, 78_000)}\n`).toMatchFileSnapshot(
        `golden/declared-${String(width)}.txt`,
      );
    });

    it(`fits ${String(width)} columns: overdue, three keys`, async () => {
      const past = started({
        keys: keys({}, { name: "staging-web-app" }, { name: "production-b" }),
      });
      await expect(`${screen(past, width, 20 * 60_000)}\n`).toMatchFileSnapshot(
        `golden/overdue-${String(width)}.txt`,
      );
    });

    it(`never draws a line wider than ${String(width)} columns`, () => {
      const wide = screen(started(), width, 0).split("\n");
      expect(Math.max(...wide.map((line) => line.length))).toBeLessThanOrEqual(width);
    });
  }

  it("shows at most seven rows, the recommended one with its reason", () => {
    const lines = screen(started(), 80, 0).split("\n");
    expect(lines.filter((line) => /^[> ]\d /.test(line)).length).toBeLessThanOrEqual(7);
    expect(lines.some((line) => line.startsWith("   why: "))).toBe(true);
  });
});
