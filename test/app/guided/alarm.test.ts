import { expect, it } from "vitest";
import { guidedSession } from "../../../src/app/guided/session.ts";
import { begin, Room } from "../../support/memory-app.ts";
import { person } from "../../support/person.ts";

it("the new key deleted instead of the old one: the screen says so, and w puts it right", async () => {
  const room = new Room();
  // A dashboard alone can delete, so a person can hit the wrong row.
  room.vendor.can = { create: true, list: true, disable: false, delete: false };
  const app = room.app();
  const id = await begin(app, { strategy: "contain-first" });
  let turn = 0;
  const look = [{ live: "?" }, { key: "b" }];
  const someone = person(
    [
      { open: "Create and seal" },
      { open: "Delete leaked key" },
      { key: "y" },
      { type: "production-web-app" },
      { key: "y" },
      ...look,
      ...look,
      { live: "w" },
      { open: "Create and seal" },
      { open: "Delete leaked key" },
      { type: "production-web-app" },
      { key: "y" },
      ...look,
      { live: "q" },
    ],
    async () => {
      turn += 1;
      const { keys } = room.vendor;
      const wrong = keys.findIndex((key) => key.id === "k-new-1");
      const right = keys.findIndex((key) => key.id === "k-old");
      if (turn === 3) keys.splice(wrong, 1);
      if (turn === 8) keys.splice(right, 1);
      await room.clock.sleep(80_000);
    },
  );
  await guidedSession(app, id, someone);
  const alarmed = someone.screens.find((screen) => screen.includes("!!"));
  expect(alarmed).toMatch(
    /still works and the NEW one \.\.s001 is dead: the wrong key was deleted/,
  );
  expect(alarmed).toMatch(/w = put it right/);
  expect(someone.said.join("\n")).toMatch(/Open again: cut \.\.Old9/);
  const credential = (await room.state(id)).credentials["c1"];
  expect(credential?.old.state).toBe("dead");
  expect(credential?.new).toMatchObject({ state: "sealed", keyId: "k-new-2" });
});
