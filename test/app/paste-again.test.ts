// The leaked value given later finds its key and its places, as one given at the start does.
import { expect, it } from "vitest";
import { declare } from "../../src/app/declare.ts";
import { giveOldValue } from "../../src/app/paste-again.ts";
import { Secret } from "../../src/core/credential/secret.ts";
import { OLD, Room } from "../support/memory-app.ts";
import { NOTHING_SAID } from "../support/play.ts";

async function begun(room: Room) {
  const app = room.app();
  const claims = [{ name: undefined, secret: undefined, keyId: undefined }];
  const { id } = await declare(app, { ...NOTHING_SAID, claims });
  const before = (await room.state(id)).credentials["c1"]!;
  return { app, id, before };
}

it("names the key and its places", async () => {
  const room = new Room();
  const { app, id, before } = await begun(room);
  expect(before).toMatchObject({ name: "production-acme-key", targets: [] });
  await giveOldValue(app, id, before, new Secret(OLD));
  const after = (await room.state(id)).credentials["c1"]!;
  expect(after.name).toBe("production-web-app");
  expect(after.facts["keyNamed"]?.value).toBe("yes");
  expect(after.targets.map((target) => target.id)).toEqual(["web-env"]);
  expect(after.old.last4).toBe(new Secret(OLD).last4);
});

it("that lies nowhere changes nothing that was said", async () => {
  const room = new Room();
  const { app, id, before } = await begun(room);
  await giveOldValue(app, id, before, new Secret("sk_live_NowhereToBeFound77"));
  const after = (await room.state(id)).credentials["c1"]!;
  expect(after).toMatchObject({ name: before.name, environment: before.environment, targets: [] });
});
