// The short form of `npm run prove:sim`, and one control: a planted bug is seen.
import { expect, it } from "vitest";
import { parseReplay, replayOf } from "./shrink.ts";
import { simulate } from "./simulate.ts";

/** What people and mishaps must have brought about in them: a habit that comes to nothing proves nothing. */
const HAPPEN = [
  "audit.completed",
  "clock.notified",
  "effect.failed",
  "effect.unknown",
  "finding.judged",
  "finding.raised",
  "incident.reopened",
  "notification.sent",
  "step.reopened",
  "target.added",
];

it(
  "a few histories full of faults and crashes break nothing and can be closed",
  { timeout: 60_000 },
  async () => {
    const happened = new Set<string>();
    for (let seed = 0; seed < 40; seed += 1) {
      const history = await simulate(seed);
      for (const type of history.happened) happened.add(type);
      expect(
        history.broken,
        `npm run prove:sim -- --seed ${replayOf(history)}\n${history.commands.join("\n")}`,
      ).toBeNull();
    }
    expect(HAPPEN.filter((type) => !happened.has(type))).toEqual([]);
  },
);

it("a history can be played with some of its parts, and with all of them is the same", async () => {
  const whole = await simulate(7);
  expect(whole.parts.length).toBeGreaterThan(5);
  expect(await simulate(7, whole.parts)).toEqual(whole);
  const [first = ""] = whole.parts;
  const { seed, only } = parseReplay(replayOf({ ...whole, parts: [first] }));
  const little = await simulate(seed, only);
  expect(little.parts).toEqual([first]);
  expect(little.events).toBeLessThan(whole.events);
});

it("the same seed is the same history, another seed another", async () => {
  const [one, again, other] = [await simulate(7), await simulate(7), await simulate(8)];
  expect(again).toEqual(one);
  expect(other.head).not.toBe(one.head);
});
