// Vendors that differ: keys cut by their value alone, keys without names, values that tell their id. Each from step to reconcile.
import { describe, expect, it } from "vitest";
import { reconcile } from "../../src/app/reconcile.ts";
import { Secret } from "../../src/core/credential/secret.ts";
import { begin, failure, OLD, Room, run } from "../support/memory-app.ts";

const CREATE = "create-replacement-key";
const CAPTURE = "capture-minimum-evidence";
const CUT = "block-compromised-key";

/** An incident about a key of which the id is not known; its usage is captured, so that it may be cut. */
async function stage(room: Room, held = true) {
  const app = room.app();
  const id = await begin(app, {
    answers: {
      environment: "staging",
      provider: "acme",
      targets: [],
      facts: {},
      strategy: "contain-first",
      because: "test",
    },
    claims: [
      {
        name: "production-web-app",
        secret: held ? new Secret(OLD) : undefined,
        keyId: undefined,
      },
    ],
  });
  await run(app, id, CAPTURE);
  async function credential() {
    return (await room.state(id)).credentials["c1"]!;
  }
  return { app, id, credential };
}

function byValue(): Room {
  const room = new Room();
  room.vendor.can.list = false;
  room.vendor.counting = "never";
  room.vendor.takes.byValue = true;
  return room;
}

function nameless(): Room {
  const room = new Room();
  room.vendor.takes = { byValue: false, nameless: true, idInValue: true };
  return room;
}

describe("a key that is cut by its value", () => {
  it("is cut without an id, and the record names none", async () => {
    const room = byValue();
    const { app, id, credential } = await stage(room);
    await run(app, id, CUT);
    expect(room.vendor.keys).toEqual([]);
    expect((await credential()).old).toMatchObject({ action: "delete", keyId: null });
  });

  it("becomes clicks for a person where the value is not held: nothing is sent", async () => {
    const room = byValue();
    const { app, id } = await stage(room, false);
    expect((await failure(run(app, id, CUT))).message).toContain("and none is held");
    expect(room.vendor.calls).not.toContain("delete");
  });

  it("and whose answer was lost is asked itself: rejected means cut", async () => {
    const room = byValue();
    const { app, id, credential } = await stage(room);
    room.vendor.fail("delete", "lost-after");
    expect((await failure(run(app, id, CUT))).kind).toBe("unknown");
    expect((await reconcile(room.app(), id))[0]).toMatchObject({ outcome: "succeeded" });
    expect((await credential()).old.action).toBe("delete");
    expect((await credential()).steps[CUT]?.status).toBe("done");
  });

  it("and is still accepted was not cut, and may be cut again", async () => {
    const room = byValue();
    const { app, id } = await stage(room);
    room.vendor.fail("delete", "lost");
    await failure(run(app, id, CUT));
    expect((await reconcile(room.app(), id))[0]).toMatchObject({ outcome: "failed" });
    await run(app, id, CUT);
    expect(room.vendor.keys).toEqual([]);
  });
});

describe("keys without names", () => {
  it("are found by the id in the leaked value, and keep the name that people gave", async () => {
    const room = nameless();
    room.vendor.keys.push({ ...room.vendor.keys[0]!, id: "k-other", value: "sk_live_other0001" });
    const { app, id, credential } = await stage(room);
    expect(await credential()).toMatchObject({
      name: "production-web-app",
      old: { keyId: "k-old" },
    });
    await run(app, id, CUT);
    expect(room.vendor.keys.map((key) => key.id)).toEqual(["k-other"]);
  });

  it("that were made and sealed are adopted by the id in the sealed value", async () => {
    const room = nameless();
    const { app, id, credential } = await stage(room);
    room.vendor.fail("create", "lost-after");
    await failure(run(app, id, CREATE));
    const [pending] = (await room.state(id)).pending;
    const made = room.vendor.keys.at(-1)!;
    const { vault, sealer } = app;
    const ciphertext = await sealer.seal(new Secret(made.value), await sealer.recipients());
    await vault.putSealed(id, pending!.opId, ciphertext);
    expect((await reconcile(room.app(), id))[0]).toMatchObject({ outcome: "succeeded" });
    expect((await credential()).new.keyId).toBe(made.id);
  });

  it("that were made meanwhile are named and left alone: they may be somebody else's", async () => {
    const room = nameless();
    const { app, id } = await stage(room);
    room.vendor.fail("create", "lost-after");
    await failure(run(app, id, CREATE));
    const [settled] = await reconcile(room.app(), id);
    expect(settled).toMatchObject({ outcome: "unknown" });
    expect(settled?.detail).toContain("k-new-1 was made since");
    expect(room.vendor.calls).not.toContain("delete");
    room.vendor.keys.pop();
    expect((await reconcile(room.app(), id))[0]).toMatchObject({ outcome: "failed" });
  });
});

describe("a way of cutting that is not configured", () => {
  it("to disable is refused with the command that deletes, and nothing is sent", async () => {
    const room = new Room();
    const { app, id } = await stage(room);
    const calls = [...room.vendor.calls];
    const error = await failure(run(app, id, CUT, { action: "disable" }));
    expect([error.code, error.exitCode]).toEqual(["no-disable", 3]);
    expect(error.message).toMatch(/^Disabling a key is not configured for provider acme/);
    expect(error.hint).toBe(
      `claro-ir run ${CUT} --credential c1 --action delete --confirm production-web-app`,
    );
    expect(room.vendor.calls).toEqual(calls);
  });

  it("to delete is a person's, and is not said of the other", async () => {
    const room = new Room();
    room.vendor.can = { ...room.vendor.can, disable: true, delete: false };
    const { app, id } = await stage(room);
    const error = await failure(run(app, id, CUT, { action: "delete" }));
    expect(error.message).toMatch(/^Deleting a key is not configured for provider acme/);
    expect(error).toMatchObject({ code: "manual-step" });
  });
});
