// A word for a place never beats what can be read there; where nothing tells, it is taken.
import { expect, it } from "vitest";
import { begin, failure, Place, Room, run } from "../support/memory-app.ts";
import { step } from "../support/checklist-app.ts";

const WORD = { step: "deploy-replacement-key", target: "web-env", because: "I saw it" };

async function sealed(place: Place) {
  const room = new Room();
  room.places.set("web-env", place);
  const app = room.app();
  const id = await begin(app, { strategy: "replace-first" });
  await run(app, id, "create-replacement-key");
  async function state() {
    return (await room.state(id)).credentials["c1"]!.targets[0]!.state;
  }
  return { app, id, state };
}

it("is refused for a place that still holds the old key, and nothing is recorded", async () => {
  const { app, id, state } = await sealed(new Place());
  const error = await failure(step(app, id, "done", WORD));
  expect([error.exitCode, error.code]).toEqual([3, "old-key-there"]);
  expect(error.hint).toContain("--target web-env");
  expect(await state()).toBe("pending");
});

it("is taken for a place that nobody can read", async () => {
  const place = new Place();
  place.readable = false;
  const { app, id, state } = await sealed(place);
  await step(app, id, "done", WORD);
  expect(await state()).toBe("attested");
});
