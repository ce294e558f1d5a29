import { expect, it } from "vitest";
import { begin, failure, Room, run } from "../support/memory-app.ts";
import { step } from "../support/checklist-app.ts";

it("where the cut was skipped, the proof that waits for it names the cut", async () => {
  const room = new Room();
  const app = room.app();
  const id = await begin(app);
  await step(app, id, "skip", { step: "block-compromised-key", because: "later" });
  expect((await failure(run(app, id, "verify-eradication"))).hint).toBe(
    "claro-ir run block-compromised-key --credential c1 --confirm production-web-app",
  );
});
