// A person's word about a place is not overwritten by looking.
import { expect, it } from "vitest";
import { record } from "../../src/app/incident.ts";
import { reconcile } from "../../src/app/reconcile.ts";
import { begin, Room, run } from "../support/memory-app.ts";

it("a place that was waived meanwhile stays waived, whatever is found there", async () => {
  const room = new Room();
  const app = room.app();
  const id = await begin(app);
  await run(app, id, "capture-minimum-evidence");
  await run(app, id, "create-replacement-key");
  const base = { credential: "c1", target: "web-env" };
  await record(app, id, [
    {
      type: "effect.intended",
      data: {
        ...base,
        step: "deploy-replacement-key",
        effect: "deploy-key",
        opId: "22222222-2222-4222-8222-222222222222",
        plan: "write the new key to web-env",
        keyName: null,
        keyId: null,
      },
    },
    { type: "target.waived", data: { ...base, because: "it is gone" } },
  ]);
  room.alive.set(app.processes.self.pid, "dead");
  const [settled] = await reconcile(room.app(), id);
  expect(settled).toMatchObject({ effect: "deploy-key", outcome: "failed" });
  expect((await room.state(id)).credentials["c1"]?.targets[0]?.state).toBe("waived");
});
