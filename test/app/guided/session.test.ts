import { describe, expect, it } from "vitest";
import { startByQuestions } from "../../../src/app/guided/questions.ts";
import { guidedSession } from "../../../src/app/guided/session.ts";
import type { App } from "../../../src/app/context.ts";
import type { StartInput } from "../../../src/app/declare.ts";
import { begin, OLD, Place, Room } from "../../support/memory-app.ts";
import { person, type Person, type Reply } from "../../support/person.ts";

const NOTHING_SAID: StartInput = {
  claims: [],
  answers: {
    environment: undefined,
    provider: undefined,
    targets: [],
    facts: { outageTolerance: "unknown" },
    strategy: undefined,
    because: undefined,
  },
  facts: { data: "unknown" },
  severity: undefined,
  runbook: undefined,
  detectedAt: undefined,
  summary: "key on a public page",
  codename: undefined,
  restricted: false,
  drill: false,
};

async function play(
  room: Room,
  app: App,
  id: string,
  replies: readonly Reply[],
): Promise<{ person: Person; shown: string[] }> {
  const shown: string[] = [];
  // Proofs run beside the person: let virtual time pass between two screens.
  const someone = person(replies, () => room.clock.sleep(70_000));
  await guidedSession(app, id, someone, (line) => shown.push(line));
  expect(someone.left()).toBe(0);
  return { person: someone, shown };
}

describe("the five questions", () => {
  async function answered(room: Room, replies: readonly Reply[], input = NOTHING_SAID) {
    const app = room.app();
    const someone = person(replies);
    const id = await startByQuestions(app, someone, () => undefined, { input, has: () => false });
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
    expect(credential?.outage?.by).toBe("dana");
    expect(credential?.name).toBe("production-web-app");
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
    await expect(
      startByQuestions(app, someone, () => undefined, { input, has: () => false }),
    ).rejects.toThrow("asked for key");
    const [id] = (await room.journal.streams()).filter((stream) => stream.startsWith("INC-"));
    expect((await room.state(id ?? "")).credentials["c1"]?.old.sealed).not.toBeNull();
  });
});

describe("the guided session", () => {
  it("takes a person who only opens the first row to contained and restored", async () => {
    const room = new Room();
    const app = room.app();
    const id = await begin(app, { strategy: "contain-first" });
    const { shown } = await play(room, app, id, [
      { open: "1 " },
      { key: "y" },
      { open: "1 " },
      { open: "1 " },
      { type: "production-web-app" },
      { open: "Create and seal" },
      { open: "Deploy, restart" },
      { open: "Deploy, restart" },
      { live: "q" },
    ]);
    const credential = (await room.state(id)).credentials["c1"];
    expect(credential?.old.state).toBe("dead");
    expect(credential?.new.state).toBe("in-use");
    expect(shown.join("\n")).toContain("KEEP every key named");
    expect(shown.join("\n")).not.toContain(OLD);
  });

  it("does nothing when another name is typed at the cut", async () => {
    const room = new Room();
    const app = room.app();
    const id = await begin(app, { strategy: "contain-first" });
    const { shown } = await play(room, app, id, [
      { open: "1 " },
      { key: "y" },
      { open: "1 " },
      { open: "1 " },
      { type: "staging-web-app" },
      { live: "q" },
    ]);
    expect(room.vendor.calls).not.toContain("delete");
    expect(shown.join("\n")).toContain("nothing was done");
  });

  it("shows what another terminal did without being asked", async () => {
    const room = new Room();
    const app = room.app();
    const id = await begin(app, { strategy: "contain-first" });
    const other = room.app({ actor: { id: "sam", role: "admin" } });
    const { addNote } = await import("../../../src/app/note.ts");
    let turn = 0;
    const someone = person([{ live: "?" }, { key: "b" }, { live: "q" }], async () => {
      turn += 1;
      if (turn === 2) await addNote(other, id, "log rotation stopped", undefined, undefined);
    });
    await guidedSession(app, id, someone, () => undefined);
    const heads = someone.screens.map((screen) => /#(\d+)/.exec(screen)?.[1]);
    expect(Number(heads[1])).toBe(Number(heads[0]) + 1);
  });

  it("catches the old value pasted as the new one, and goes on", async () => {
    const room = new Room();
    room.vendor.can = { create: false, list: true, disable: false, delete: true };
    const app = room.app();
    const id = await begin(app, { strategy: "replace-first" });
    const { shown } = await play(room, app, id, [
      { open: "1 " },
      { open: "Create and seal" },
      { paste: OLD },
      { live: "q" },
    ]);
    expect(shown.join("\n")).toContain("That is the leaked key itself");
    expect((await room.state(id)).credentials["c1"]?.new.state).toBe("none");
  });

  it("leaves a place whose process was not reloaded open, in words", async () => {
    const room = new Room();
    const place = new Place();
    place.reloads = false;
    room.places.set("web-env", place);
    const app = room.app();
    const id = await begin(app, { strategy: "replace-first" });
    const { shown } = await play(room, app, id, [
      { open: "1 " },
      { open: "Create and seal" },
      { open: "Deploy, restart" },
      { live: "q" },
    ]);
    expect(shown.join("\n")).toMatch(/still uses|reload by hand/);
    expect((await room.state(id)).credentials["c1"]?.new.state).not.toBe("in-use");
  });
});
