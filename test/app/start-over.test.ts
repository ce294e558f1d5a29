// A replacement that its vendor rejects (the wrong key was deleted): another one is made, and nothing of the first counts any more.
import { describe, expect, it } from "vitest";
import type { App } from "../../src/app/context.ts";
import { loadIncident, worldOf } from "../../src/app/incident.ts";
import { openForPerson } from "../../src/app/secret-use.ts";
import { standingOf } from "../../src/core/credential/replacement.ts";
import { nextSteps } from "../../src/core/incident/next.ts";
import { Secret } from "../../src/core/credential/secret.ts";
import { reopen, standDownIncident } from "../../src/app/end.ts";
import { addTarget } from "../../src/app/target.ts";
import { step } from "../support/checklist-app.ts";
import { begin, failure, Place, Room, run } from "../support/memory-app.ts";

const CREATE = "create-replacement-key";
const DEPLOY = "deploy-replacement-key";
const LIVE = "verify-replacement-live";

async function deployed() {
  const room = new Room();
  const app = room.app();
  const id = await begin(app);
  await run(app, id, CREATE);
  await run(app, id, DEPLOY);
  return { room, app, id };
}

describe("starting over", () => {
  it("makes and deploys another key when the new one was deleted by mistake", async () => {
    const { room, app, id } = await deployed();
    room.vendor.keys.splice(
      room.vendor.keys.findIndex((key) => key.id === "k-new-1"),
      1,
    );

    const rejected = await run(app, id, LIVE);
    expect(rejected.exitCode).toBe(1);
    expect(rejected.lines.join("\n")).toContain(CREATE);

    await run(app, id, CREATE);
    const between = (await room.state(id)).credentials["c1"]!;
    expect(between.new).toMatchObject({ state: "sealed", keyId: "k-new-2", verdict: "ALIVE" });
    expect(between.targets.map((target) => target.state)).toEqual(["pending"]);
    expect(between.steps[DEPLOY]?.status).toBe("reopened");
    expect(between.burnt).toHaveLength(2);

    // What lies in the place is the discarded key: it is one of ours, and is written over.
    await run(app, id, DEPLOY);
    await run(app, id, LIVE);
    const after = (await room.state(id)).credentials["c1"]!;
    expect(after.new.state).toBe("in-use");
    expect(room.places.get("web-env")?.writes).toHaveLength(2);
  });

  it("keeps refusing a second key while the first one works", async () => {
    const { room, app, id } = await deployed();
    expect(await failure(run(app, id, CREATE))).toMatchObject({ kind: "conflict" });
    expect(room.vendor.made).toBe(1);
  });
});

describe("an incident opened again, whose sealed values are gone", () => {
  async function addLate(room: Room, app: App, id: string) {
    room.places.set("late-env", new Place());
    await addTarget(app, id, {
      definition: { id: "late-env", kind: "fake", options: {} },
      credential: "c1",
      environment: undefined,
      dryRun: false,
    });
  }

  async function reopened() {
    const { room, app, id } = await deployed();
    await run(app, id, LIVE);
    await standDownIncident(app, id, "a false alarm");
    await reopen(app, id, "it was none");
    await step(app, id, "reopen", { step: LIVE, because: "is it still so?" });
    return { room, app, id };
  }

  it("proves the new key by the value that its place holds", async () => {
    const { room, app, id } = await reopened();
    expect(await room.vault.listSealed(id)).toEqual([]);
    expect((await run(app, id, LIVE)).exitCode).toBe(0);
  });

  it("says how to go on where no place can be read: a word, or the value for a place without it", async () => {
    const { room, app, id } = await reopened();
    room.places.get("web-env")!.value = undefined;
    const inUse = await failure(run(app, id, LIVE));
    expect([inUse.code, inUse.hint]).toEqual([
      "replacement-gone",
      expect.stringContaining("step done verify-replacement-live --credential c1 --attest"),
    ]);

    await addLate(room, app, id);
    const missing = await failure(run(app, id, DEPLOY));
    expect(missing.hint).toBe(`claro-ir run ${CREATE} --credential c1`);

    // Found by a person: the same key, sealed again.
    const found = new Secret(room.vendor.keys.find((key) => key.id === "k-new-1")!.value);
    await run(app, id, CREATE, { secret: found });
    const same = (await room.state(id)).credentials["c1"]!;
    expect(same.new).toMatchObject({ state: "sealed", keyId: "k-new-1" });
    expect(same.burnt).toHaveLength(1);
    await run(app, id, DEPLOY, { target: "late-env" });
    await run(app, id, LIVE);
    expect((await room.state(id)).credentials["c1"]!.new.state).toBe("in-use");
  });

  it("makes another key where nobody finds the value", async () => {
    const { room, app, id } = await reopened();
    room.places.get("web-env")!.value = undefined;
    await addLate(room, app, id);
    await run(app, id, CREATE);
    const { new: made, burnt } = (await room.state(id)).credentials["c1"]!;
    expect(made).toMatchObject({ state: "sealed", keyId: "k-new-2" });
    expect(burnt).toHaveLength(2);
  });

  it.each(["terminal", "pipe"] as const)(
    "refuses to give the value to a person (%s), says when it went and leads on",
    async (how) => {
      const { room, app, id } = await reopened();
      await addLate(room, app, id);
      const { compiled, state, now } = worldOf(app, await loadIncident(app, id));
      const [next] = nextSteps(compiled.runbook, state, now);
      expect(await failure(openForPerson(app, id, undefined, how, null))).toMatchObject({
        kind: "refused",
        code: "value-discarded",
        message: expect.stringContaining(`was discarded on ${now.slice(0, 10)}`) as string,
        hint: next?.command,
      });
    },
  );

  it("does not call it sealed", async () => {
    const { room, app, id } = await reopened();
    await addLate(room, app, id);
    const { new: made } = (await room.state(id)).credentials["c1"]!;
    expect(standingOf(made)).toBe("discarded");
  });
});
