import { describe, expect, it } from "vitest";
import { Secret } from "../../../src/core/credential/secret.ts";
import { startByQuestions } from "../../../src/app/guided/questions.ts";
import { guidedSession } from "../../../src/app/guided/session.ts";
import { begin, OLD, Place, Room } from "../../support/memory-app.ts";
import { person } from "../../support/person.ts";
import { NOTHING_SAID, play } from "../../support/play.ts";

describe("the guided session", () => {
  it("takes a person who only opens the first row to contained and restored", async () => {
    const room = new Room();
    const app = room.app();
    const id = await begin(app, { strategy: "contain-first" });
    const { shown } = await play(room, app, id, [
      { open: "1 " },
      { key: "y" },
      { type: "production-web-app" },
      { open: "1 " },
      { open: "1 " },
      { row: 0 },
      { live: "q" },
    ]);
    const credential = (await room.state(id)).credentials["c1"];
    expect(credential?.old.state).toBe("dead");
    expect(credential?.new.state).toBe("in-use");
    expect(shown.join("\n")).toContain("KEEP   any ..-ir-");
    expect(shown.join("\n")).not.toContain(OLD);
  });

  it("asks for the name again when another key is typed, and cuts nothing", async () => {
    const room = new Room();
    const app = room.app();
    const id = await begin(app, { strategy: "contain-first" });
    const { shown } = await play(room, app, id, [
      { open: "1 " },
      { key: "y" },
      { type: "staging-web-app" },
      { type: "" },
      { live: "q" },
    ]);
    expect(room.vendor.calls).not.toContain("delete");
    expect(shown.join("\n")).toMatch(
      /That is another key: .*production-web-app .*compare the last four/,
    );
  });

  it("never cuts the replacement that was made tonight, whatever is typed", async () => {
    const room = new Room();
    const app = room.app();
    const id = await begin(app, { strategy: "contain-first" });
    const { shown } = await play(room, app, id, [
      { open: "1 " },
      { key: "y" },
      { type: `production-web-app-ir-${id.slice(-4)}-abcdef` },
      { type: "" },
      { live: "q" },
    ]);
    expect(shown.join("\n")).toContain("it stays. Nothing was done.");
    expect(room.vendor.calls).not.toContain("delete");
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
    await guidedSession(app, id, someone);
    const heads = someone.screens.map((screen) => /#(\d+)/.exec(screen)?.[1]);
    expect(Number(heads[1])).toBe(Number(heads[0]) + 1);
  });

  it("a key made by hand: the old value is caught, the name is copied, the right one is sealed under the name that was shown", async () => {
    const room = new Room();
    room.vendor.can = { create: false, list: true, disable: false, delete: true };
    const app = room.app();
    const id = await begin(app, { strategy: "replace-first" });
    const made = room.vendor.byHand("by-hand");
    const { person: someone, shown } = await play(room, app, id, [
      { open: "Create and seal" },
      { paste: "c" },
      { paste: OLD },
      { paste: made },
      { live: "q" },
    ]);
    expect(shown.join("\n")).toContain("That is the leaked key itself");
    const key = (await room.state(id)).credentials["c1"]?.new;
    expect(key).toMatchObject({ state: "sealed", verdict: "ALIVE", name: someone.copied[0] });
    expect(shown.join("\n")).not.toContain(made);
  });

  it("says who can and what to send when a person cannot, and leaves the step open", async () => {
    const room = new Room();
    const app = room.app();
    const id = await begin(app, { strategy: "contain-first" });
    const { person: someone } = await play(room, app, id, [
      { open: "1 " },
      { key: "y" },
      { type: "x" },
      { key: "c" },
      { key: "b" },
      { live: "q" },
    ]);
    expect(someone.copied[0]).toMatch(/please do this now, I cannot: .*production-web-app/);
    expect(room.vendor.calls).not.toContain("delete");
    expect((await room.state(id)).credentials["c1"]?.old.state).toBe("alive");
  });

  it("leaves a place whose process was not reloaded open, in words", async () => {
    const room = new Room();
    const place = new Place();
    place.reloads = false;
    room.places.set("web-env", place);
    const app = room.app();
    const id = await begin(app, { strategy: "replace-first" });
    const { person: someone } = await play(room, app, id, [
      { open: "Create and seal" },
      { open: "Deploy, restart" },
      { row: 0 },
      { live: "b" },
      { live: "q" },
    ]);
    expect(someone.screens.join("\n")).toMatch(/web-env +new +ok +you +\?/);
    expect(someone.screens.join("\n")).toMatch(
      /still uses ..Old9.*\n.*Restart it there; Enter asks it again/,
    );
    expect((await room.state(id)).credentials["c1"]?.new.state).not.toBe("in-use");
  });

  it("writes over another value only after a yes", async () => {
    const room = new Room();
    const place = new Place();
    place.value = "somebody-elses-key";
    room.places.set("web-env", place);
    const app = room.app();
    const id = await begin(app, { strategy: "replace-first" });
    const { person: someone } = await play(room, app, id, [
      { open: "Create and seal" },
      { open: "Deploy, restart" },
      { row: 0 },
      { live: "o" },
      { key: "n" },
      { live: "o" },
      { key: "y" },
      { live: "q" },
    ]);
    const [before] = someone.screens.filter((screen) => screen.includes("another value"));
    expect(before).toMatch(/web-env +other +-/);
    expect(place.writes).toHaveLength(1);
    expect((await room.state(id)).credentials["c1"]?.new.state).toBe("in-use");
  });
});

describe("a key whose name nobody knows", () => {
  it("is called what the person reads off the dashboard, who may correct it until the cut", async () => {
    const room = new Room();
    room.vendor.can = { create: false, list: false, disable: false, delete: false };
    const app = room.app();
    const someone = person([{ paste: "" }, { key: "1" }, { key: "a" }, { key: "u" }]);
    const id = await startByQuestions(app, someone, {
      input: NOTHING_SAID,
      has: (name) => name === "tolerance",
    });
    const { shown } = await play(room, app, id, [
      { open: "Delete leaked key" },
      { key: "y" },
      { type: "" },
      { type: "production-wep-app" },
      { key: "b" },
      { open: "Delete leaked key" },
      { type: "production-web-app" },
      { key: "y" },
      { live: "q" },
    ]);
    expect(shown.join("\n")).not.toContain("That is another key");
    const credential = (await room.state(id)).credentials["c1"];
    expect(credential).toMatchObject({ name: "production-web-app", old: { state: "blocked" } });
  });
});

describe("a leaked value that was mistyped", () => {
  it("is said to be rejected already, before anything is deleted", async () => {
    const room = new Room();
    const app = room.app();
    const secret = new Secret("sk_live_MistypedCanaryOfTheTests9");
    const id = await begin(app, {
      strategy: "contain-first",
      claims: [{ name: "production-web-app", secret, keyId: undefined }],
    });
    const { shown } = await play(room, app, id, [
      { open: "Delete leaked key" },
      { key: "y" },
      { key: "p" },
      { paste: OLD },
      { type: "" },
      { live: "q" },
    ]);
    const words = shown.join("\n");
    expect(words).toMatch(/rejected already: mistyped, another vendor's, or deleted before/);
    expect(words).toMatch(/Compare \.\.sts9 with the dashboard before you delete anything/);
    const credential = (await room.state(id)).credentials["c1"];
    expect(credential?.old).toMatchObject({ state: "alive", verdict: "ALIVE", last4: "Old9" });
    // The mistyped value stays burnt, and nothing was deleted for it.
    expect(credential?.burnt).toHaveLength(2);
    expect(room.vendor.calls).not.toContain("delete");
  });

  it("is UNVERIFIABLE on the screen, and e takes it again", async () => {
    const room = new Room();
    const app = room.app();
    const secret = new Secret("sk_live_MistypedCanaryOfTheTests9");
    const id = await begin(app, {
      strategy: "contain-first",
      claims: [{ name: "production-web-app", secret, keyId: undefined }],
    });
    const someone = person([
      { open: "Delete leaked key" },
      { key: "y" },
      { key: "b" },
      { live: "q" },
    ]);
    await guidedSession(app, id, someone);
    expect(someone.screens.at(-1)).toMatch(/old \.\.sts9 UNVERIFIABLE > cut > dead/);
    expect(someone.screens.at(-1)).toMatch(/never seen to work: mistyped\? e = paste it again/);
  });
});

describe("a cut that was only said to be done", () => {
  it("is taken back with w, and the key deleted then", async () => {
    const room = new Room();
    room.vendor.can = { create: true, list: true, disable: false, delete: false };
    const app = room.app();
    const id = await begin(app, { strategy: "contain-first" });
    let turn = 0;
    const someone = person(
      [
        { open: "Delete leaked key" },
        { key: "y" },
        { type: "production-web-app" },
        { key: "y" },
        { live: "?" },
        { key: "b" },
        { live: "w" },
        { key: "b" },
        { live: "w" },
        { key: "y" },
        { open: "Delete leaked key" },
        { type: "production-web-app" },
        { key: "y" },
        { live: "?" },
        { key: "b" },
        { live: "?" },
        { key: "b" },
        { live: "q" },
      ],
      async () => {
        turn += 1;
        if (turn === 5) room.vendor.keys.length = 0;
        await room.clock.sleep(turn < 5 ? 1000 : 80_000);
      },
    );
    await guidedSession(app, id, someone);
    expect(someone.screens[2]).toMatch(/CUT, STILL 200[^]*w = cut it again/);
    expect(someone.said.join("\n")).toMatch(/was cut 0:\d\d ago; up to a minute of 200 is normal/);
    const credential = (await room.state(id)).credentials["c1"];
    expect(credential?.old.state).toBe("dead");
    expect(credential?.alarms).toEqual([]);
  });
});
