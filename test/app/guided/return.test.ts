// Coming back: after a crash, from another terminal, to an incident that somebody else has declared.
import { describe, expect, it } from "vitest";
import { meanwhile } from "../../../src/app/guided/meanwhile.ts";
import { startByQuestions } from "../../../src/app/guided/questions.ts";
import { guidedSession } from "../../../src/app/guided/session.ts";
import { addNote } from "../../../src/app/note.ts";
import { changeStep } from "../../../src/app/step.ts";
import { begin, failure, OLD, Room, run } from "../../support/memory-app.ts";
import { person } from "../../support/person.ts";
import { NOTHING_SAID } from "../../support/play.ts";

describe("somebody who comes back", () => {
  it("reads what the others did and what became of the unknown, and nothing is done twice", async () => {
    const room = new Room();
    const dana = room.app();
    const id = await begin(dana, { strategy: "replace-first" });
    room.vendor.fail("create", "lost-after");
    expect(await failure(run(dana, id, "create-replacement-key"))).toMatchObject({
      kind: "unknown",
    });
    const sam = room.app({ actor: { id: "sam", role: "admin" } });
    await addNote(sam, id, "log rotation stopped", undefined, undefined);
    await room.clock.sleep(362_000);

    const lines = (await meanwhile(room.app(), id)).join("\n");
    expect(lines).toMatch(/back after 6:0\d/);
    expect(lines).toMatch(/sam: Note: log rotation stopped/);
    expect(lines).toMatch(
      /left unknown; looked, did not repeat:\n {2}create-key: .*\[not done, open again\]/,
    );
    expect(lines).toMatch(/\d+ records read back, head #\d+ [0-9a-f]{8}/);
    expect(room.vendor.calls.filter((call) => call === "create")).toHaveLength(1);
  });

  it("finds the proof going on that its dead terminal had left", async () => {
    const room = new Room();
    const app = room.app();
    const id = await begin(app, { strategy: "contain-first" });
    await run(app, id, "capture-minimum-evidence");
    const { change } = await import("../../../src/app/incident.ts");
    const { decide } = await import("../../../src/core/incident/decide/decision.ts");
    await change(app, id, (world) =>
      decide(world, { kind: "outage", value: "5", because: "bearable", credential: "c1" }),
    );
    await run(app, id, "block-compromised-key", { confirm: "production-web-app" });
    await room.clock.sleep(120_000);
    const someone = person([{ live: "?" }, { key: "b" }, { live: "q" }], () =>
      room.clock.sleep(80_000),
    );
    await guidedSession(room.app(), id, someone);
    expect((await room.state(id)).credentials["c1"]?.old.state).toBe("dead");
  });
});

describe("a key that is already under treatment", () => {
  it("offers to join, and joins", async () => {
    const room = new Room();
    const id = await begin(room.app(), { strategy: "contain-first" });
    const sam = room.app({ actor: { id: "sam", role: "admin" } });
    const someone = person([{ paste: OLD }, { key: "Enter" }]);
    const joined = await startByQuestions(sam, someone, { input: NOTHING_SAID, has: () => false });
    expect(joined).toBe(id);
    expect(someone.said.join("\n")).toMatch(/already under treatment in INC-.*declared by dana/);
    expect((await room.state(id)).operators.map((one) => one.id)).toContain("sam");
  });
});

describe("several keys from one text", () => {
  it("are asked about together: one environment, one vendor for each prefix in doubt", async () => {
    const room = new Room();
    const { Secret } = await import("../../../src/core/credential/secret.ts");
    const claims = ["sk_live_OneOfTheSixKeysOfTheLog01", "sk_live_OneOfTheSixKeysOfTheLog02"].map(
      (value) => ({ name: undefined, secret: new Secret(value), keyId: undefined }),
    );
    const someone = person([{ key: "p" }, { key: "1" }, { key: "p" }, { key: "u" }, { key: "?" }]);
    const input = { ...NOTHING_SAID, claims };
    const id = await startByQuestions(room.app(), someone, { input, has: () => false });
    expect(someone.left()).toBe(0);
    const { credentials } = await room.state(id);
    expect(Object.values(credentials).map((one) => `${one.environment} ${one.provider}`)).toEqual([
      "production claro",
      "production claro",
    ]);
  });
});

describe("a step taken by somebody else meanwhile", () => {
  it("is not asked again", async () => {
    const room = new Room();
    const dana = room.app();
    const id = await begin(dana, { strategy: "contain-first" });
    const sam = room.app({ actor: { id: "sam", role: "admin" } });
    let turn = 0;
    const someone = person([{ live: "?" }, { key: "b" }, { live: "q" }], async () => {
      turn += 1;
      if (turn !== 2) return;
      await changeStep(sam, "done", {
        incident: id,
        step: "alert-security-team",
        credential: undefined,
        target: undefined,
        note: "called dana",
        because: undefined,
        evidence: [],
        facts: [],
        attest: false,
        takeOver: false,
        occurred: undefined,
        dryRun: false,
      });
    });
    await guidedSession(dana, id, someone);
    expect(someone.screens[0]).toContain("Tell the security team");
    expect(someone.screens[1]).not.toContain("Tell the security team");
  });
});
