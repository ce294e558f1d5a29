// The short form of `npm run prove:sim`, and one control: a planted bug is seen.
import { expect, it } from "vitest";
import { simulate } from "./simulate.ts";

it(
  "a few histories full of faults and crashes break nothing and can be closed",
  { timeout: 60_000 },
  async () => {
    for (let seed = 0; seed < 40; seed += 1) {
      const { broken, commands } = await simulate(seed);
      expect(
        broken,
        `npm run prove:sim -- --seed ${String(seed)}\n${commands.join("\n")}`,
      ).toBeNull();
    }
  },
);

it("the same seed is the same history, another seed another", async () => {
  const [one, again, other] = [await simulate(7), await simulate(7), await simulate(8)];
  expect(again).toEqual(one);
  expect(other.head).not.toBe(one.head);
});
