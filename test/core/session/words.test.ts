// The live view read out: whole words, nothing that runs, everything that the drawn one says.
import { expect, it } from "vitest";
import { sessionView } from "../../../src/core/session/view.ts";
import { viewWords } from "../../../src/core/session/words.ts";
import { MINUTE, plus } from "../../../src/core/instant.ts";
import { DECLARED, given, keys, RUNBOOK, started } from "../../support/given.ts";

function words(afterMs: number): readonly string[] {
  const { state } = given(started({ keys: keys({}, { name: "staging-web-app" }) }));
  const now = plus(DECLARED, afterMs);
  return viewWords(
    sessionView(RUNBOOK, state, now, "dana", { running: new Set(), credential: null }),
    now,
  );
}

it("names every key and row in words that can be heard", () => {
  const lines = words(MINUTE);
  expect(lines.filter((line) => line.startsWith("Key c"))).toHaveLength(2);
  expect(lines.filter((line) => /^\d: /.test(line)).length).toBeGreaterThan(2);
  expect(lines.find((line) => line.startsWith("Why: "))).toBeDefined();
  for (const line of lines) expect(line).not.toMatch(/[~>|]|\.\.|n\/a/);
});

it("says the same as long as nothing happens, and once that it is late", () => {
  expect(words(2 * MINUTE)).toEqual(words(MINUTE));
  const late = words(16 * MINUTE);
  expect(late.filter((line) => !words(MINUTE).includes(line))).toEqual([
    expect.stringContaining("overdue since"),
  ]);
});
