// Proof of use by the vendor's list: one move of the last use more than our own calls explain, whatever clock the vendor has.
import { describe, expect, it } from "vitest";
import { movedByAnother } from "../../src/core/credential/use.ts";
import { SECOND, toInstant } from "../../src/core/instant.ts";
import { begin, Place, Room, run } from "../support/memory-app.ts";

const VERIFY = "verify-replacement-live";

/** A vendor that lists its keys with their last use, by a clock of its own, and a place whose consumer tells nothing. */
async function night(skewMs: number) {
  const room = new Room();
  const place = new Place();
  place.reports = false;
  room.places.set("web-env", place);
  const app = room.app();
  const id = await begin(app, { strategy: "replace-first" });
  function use(): void {
    const key = room.vendor.keys.at(-1);
    if (key !== undefined) key.lastUsedAt = toInstant(room.clock.now() + skewMs);
  }
  const { probe } = room.vendor;
  room.vendor.probe = (value) => {
    if (value === room.vendor.keys.at(-1)?.value) use();
    return probe.call(room.vendor, value);
  };
  await run(app, id, "create-replacement-key");
  await room.clock.sleep(30 * SECOND);
  await run(app, id, "deploy-replacement-key");
  return { room, app, id, use };
}

describe("the last use in the vendor's list", () => {
  it.each([0, 90 * SECOND, -90 * SECOND])(
    "proves nothing by our own call, with a clock %i ms from ours",
    async (skewMs) => {
      const { app, id } = await night(skewMs);
      expect((await run(app, id, VERIFY)).exitCode).toBe(1);
    },
  );

  it.each([0, 90 * SECOND, -90 * SECOND])(
    "proves a consumer's use, with a clock %i ms from ours",
    async (skewMs) => {
      const { room, app, id, use } = await night(skewMs);
      async function consumer(): Promise<void> {
        await room.clock.sleep(12 * SECOND);
        use();
      }
      const [result] = await Promise.all([run(app, id, VERIFY), consumer()]);
      expect(result.exitCode).toBe(0);
    },
  );

  it("proves nothing by another terminal's call", async () => {
    const { room, app, id } = await night(0);
    async function colleague(): Promise<void> {
      await room.clock.sleep(12 * SECOND);
      await run(room.app({ actor: { id: "kim", role: "admin" } }), id, VERIFY, { timeoutMs: 1 });
    }
    const [result] = await Promise.all([run(app, id, VERIFY), colleague()]);
    expect(result.exitCode).toBe(1);
  });
});

it("a list that shows earlier calls late explains as many moves as there were calls", () => {
  expect(movedByAnother([null, "a", "b"], 2)).toBe(false);
  expect(movedByAnother([null, "a", "b", "c"], 2)).toBe(true);
  expect(movedByAnother(["a", "a", "b"], 1)).toBe(false);
  expect(movedByAnother(["a"], 0)).toBe(false);
});
