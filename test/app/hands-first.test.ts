// What only a person can see to comes before a new key is made or deployed: refused before anything is done outside.
import { expect, it } from "vitest";
import { begin, failure, Room, run } from "../support/memory-app.ts";
import { step } from "../support/checklist-app.ts";

it("no key is made on a host that may have run the package", async () => {
  const room = new Room();
  const app = room.app();
  const id = await begin(app, { runbook: "package-compromise" });
  const refused = await failure(run(app, id, "create-replacement-key"));
  expect([refused.kind, refused.code]).toEqual(["refused", "needs-unmet"]);
  expect(refused.message).toContain("use-clean-machine");
  expect(refused.hint).toBe("claro-ir step show use-clean-machine");
  expect(room.vendor.calls).not.toContain("create");
  await step(app, id, "done", { step: "use-clean-machine", facts: ["cleanMachine=spare laptop"] });
  expect((await run(app, id, "create-replacement-key")).exitCode).toBe(0);
  expect(room.vendor.calls).toContain("create");
});

it("no new key goes where it would be logged, unless somebody takes that on themselves", async () => {
  const room = new Room();
  const app = room.app();
  const id = await begin(app, { runbook: "leaked-in-logs" });
  await run(app, id, "create-replacement-key");
  const refused = await failure(run(app, id, "deploy-replacement-key"));
  expect(refused.message).toContain("stop-the-logging comes first: Else the new key");
  await step(app, id, "waive", { step: "stop-the-logging", because: "the collector is off" });
  expect((await run(app, id, "deploy-replacement-key")).exitCode).not.toBe(3);
});

it("a need that is an automation speaks for itself", async () => {
  const room = new Room();
  const id = await begin(room.app());
  const refused = await failure(run(room.app(), id, "deploy-replacement-key"));
  expect(refused.code).not.toBe("needs-unmet");
});
