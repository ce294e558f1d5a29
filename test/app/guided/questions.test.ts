import { describe, expect, it } from "vitest";
import { plus, SECOND, toInstant } from "../../../src/core/instant.ts";
import { startByQuestions } from "../../../src/app/guided/questions.ts";
import { OLD, Room } from "../../support/memory-app.ts";
import { person, type Reply } from "../../support/person.ts";
import { NOTHING_SAID } from "../../support/play.ts";

describe("the five questions", () => {
  async function answered(room: Room, replies: readonly Reply[], input = NOTHING_SAID) {
    const app = room.app();
    const someone = person(replies);
    const id = await startByQuestions(app, someone, { input, has: () => false });
    expect(someone.left()).toBe(0);
    return { id, asked: someone.asked, state: await room.state(id) };
  }

  it("leads to a declared incident with severity, strategy and an accepted outage", async () => {
    const room = new Room();
    const { state, asked } = await answered(room, [
      { paste: OLD },
      { key: "7" },
      { key: "p" },
      { key: "u" },
      { key: "y" },
    ]);
    const credential = state.credentials["c1"];
    expect(asked).toHaveLength(5);
    expect(state.severity).toBe("P1");
    expect(credential).toMatchObject({ strategy: "contain-first", rule: "D5" });
    expect(credential?.outage).toMatchObject({
      by: "dana",
      because: "answered yes when asked at the start",
    });
    expect(credential?.name).toBe("production-web-app");
  });

  it("dates the incident to the moment of the call, whenever the first answer comes, and never ahead of the clock", async () => {
    const room = new Room();
    const called = toInstant(room.clock.now());
    await room.clock.sleep(90 * SECOND);
    const answered90 = toInstant(room.clock.now());
    const replies: readonly Reply[] = [
      { paste: OLD },
      { key: "7" },
      { key: "p" },
      { key: "u" },
      { key: "y" },
    ];
    const { id, state } = await answered(room, replies, { ...NOTHING_SAID, launchedAt: called });
    expect(state).toMatchObject({ declaredAt: called, detectedAt: called });
    const { events } = await room.journal.read(id);
    expect(events[0]).toMatchObject({ occurredAt: called, at: answered90 });
    const added = events.find(({ type }) => type === "credential.added");
    expect(added?.occurredAt).toBe(added?.at);

    const back = new Room();
    const now = toInstant(back.clock.now());
    const ahead = { ...NOTHING_SAID, launchedAt: plus(now, 90 * SECOND) };
    expect((await answered(back, replies, ahead)).state.declaredAt).toBe(now);
  });

  it("sends nothing anywhere before the person has said whose key it is", async () => {
    const room = new Room();
    await answered(room, [{ paste: OLD }, { key: "7" }, { key: "p" }, { key: "u" }, { key: "n" }]);
    expect(room.vendor.calls).toEqual([]);
  });

  it("takes a no to the outage as replace first", async () => {
    const room = new Room();
    const { state } = await answered(room, [
      { paste: OLD },
      { key: "7" },
      { key: "p" },
      { key: "u" },
      { key: "n" },
    ]);
    expect(state.credentials["c1"]?.strategy).toBe("replace-first");
  });

  it("has no Enter default where harm is accepted", async () => {
    const replies: readonly Reply[] = [
      { paste: OLD },
      { key: "7" },
      { key: "p" },
      { key: "u" },
      { key: "Enter" },
    ];
    await expect(answered(new Room(), replies)).rejects.toThrow("Enter answers nothing");
  });

  it("does not ask about an outage where it changes nothing", async () => {
    const room = new Room();
    const { asked, state } = await answered(room, [
      { paste: OLD },
      { key: "8" },
      { key: "o" },
      { key: "u" },
    ]);
    expect(asked).toHaveLength(4);
    expect(state.severity).toBe("P4");
  });

  it("is durable after the first answer", async () => {
    const room = new Room();
    const app = room.app();
    const someone = person([{ paste: OLD }]);
    const input = NOTHING_SAID;
    await expect(startByQuestions(app, someone, { input, has: () => false })).rejects.toThrow(
      "asked for key",
    );
    const [id] = (await room.journal.streams()).filter((stream) => stream.startsWith("INC-"));
    expect((await room.state(id ?? "")).credentials["c1"]?.old.sealed).not.toBeNull();
  });
});
