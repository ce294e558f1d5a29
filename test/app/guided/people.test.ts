import { describe, expect, it } from "vitest";
import { begin, Room } from "../../support/memory-app.ts";
import { play } from "../../support/play.ts";

describe("two people", () => {
  async function joined(room: Room) {
    const dana = room.app();
    const id = await begin(dana, { strategy: "contain-first" });
    const sam = room.app({ actor: { id: "sam", role: "admin" } });
    const { joinIncident } = await import("../../../src/app/join.ts");
    await joinIncident(sam, id, "sam", "age1sam");
    return { dana, sam, id };
  }

  it("a row that somebody opened is theirs; the other one is told and takes over with a reason", async () => {
    const room = new Room();
    const { dana, sam, id } = await joined(room);
    const { changeStep } = await import("../../../src/app/step.ts");
    await changeStep(dana, "start", {
      incident: id,
      step: "create-replacement-key",
      credential: "c1",
      target: undefined,
      note: undefined,
      because: undefined,
      evidence: [],
      facts: [],
      attest: false,
      takeOver: false,
      occurred: undefined,
      dryRun: false,
    });
    const { person: someone } = await play(room, sam, id, [
      { open: "Create and seal" },
      { key: "t" },
      { type: "dana is on the phone" },
      { live: "q" },
    ]);
    expect(someone.screens[0]).toMatch(/Create and seal.*dana is at it/);
    expect(someone.asked[0]).toMatch(/^dana has it since/);
    expect((await room.state(id)).credentials["c1"]?.new.state).toBe("sealed");
  });

  it("a step that was opened and left is free again", async () => {
    const room = new Room();
    const { dana, id } = await joined(room);
    await play(room, dana, id, [{ open: "1 " }, { key: "b" }, { live: "q" }]);
    const record = (await room.state(id)).credentials["c1"]?.steps["accept-outage"];
    expect(record?.status).toBe("reopened");
  });
});

describe("several keys", () => {
  it("are a board, worst first; one is opened, and b leads back", async () => {
    const room = new Room();
    const app = room.app();
    const id = await begin(app, { strategy: "contain-first" });
    const { addKeys } = await import("../../../src/app/declare.ts");
    await addKeys(app, id, [{ name: "staging-web-app", secret: undefined, keyId: undefined }], {
      environment: "staging",
      provider: "acme",
      targets: [],
      facts: {},
      strategy: undefined,
      because: undefined,
    });
    const { person: someone } = await play(room, app, id, [
      { row: 0 },
      { live: "b" },
      { live: "q" },
    ]);
    const [board, focused, again] = someone.screens;
    expect(board).toMatch(/2 keys/);
    expect(board).toMatch(/>1 c1 production-web~ acme .*\n(.*\n)*? 2 c2 staging-web-app/);
    expect(focused).toMatch(/b all keys/);
    expect(focused).toMatch(/Delete leaked key/);
    expect(again).toMatch(/2 keys/);
  });
});
