// A replacement that its vendor rejects (the wrong key was deleted): another one is made, and nothing of the first counts any more.
import { describe, expect, it } from "vitest";
import { begin, failure, Room, run } from "../support/memory-app.ts";

const CREATE = "create-replacement-key";
const DEPLOY = "deploy-replacement-key";
const LIVE = "verify-replacement-live";

async function deployed() {
  const room = new Room();
  const app = room.app();
  const id = await begin(app);
  await run(app, id, CREATE);
  await run(app, id, DEPLOY);
  return { room, app, id };
}

describe("starting over", () => {
  it("makes and deploys another key when the new one was deleted by mistake", async () => {
    const { room, app, id } = await deployed();
    room.vendor.keys.splice(
      room.vendor.keys.findIndex((key) => key.id === "k-new-1"),
      1,
    );

    const rejected = await run(app, id, LIVE);
    expect(rejected.exitCode).toBe(1);
    expect(rejected.lines.join("\n")).toContain(CREATE);

    await run(app, id, CREATE);
    const between = (await room.state(id)).credentials["c1"]!;
    expect(between.new).toMatchObject({ state: "sealed", keyId: "k-new-2", verdict: "ALIVE" });
    expect(between.targets.map((target) => target.state)).toEqual(["pending"]);
    expect(between.steps[DEPLOY]?.status).toBe("reopened");
    expect(between.burnt).toHaveLength(2);

    // What lies in the place is the discarded key: it is one of ours, and is written over.
    await run(app, id, DEPLOY);
    await run(app, id, LIVE);
    const after = (await room.state(id)).credentials["c1"]!;
    expect(after.new.state).toBe("in-use");
    expect(room.places.get("web-env")?.writes).toHaveLength(2);
  });

  it("keeps refusing a second key while the first one works", async () => {
    const { room, app, id } = await deployed();
    expect(await failure(run(app, id, CREATE))).toMatchObject({ kind: "conflict" });
    expect(room.vendor.made).toBe(1);
  });
});
