// Settling what was left unknown: by looking, each case of each effect, never by doing it again.
import { describe, expect, it } from "vitest";
import { reconcile } from "../../src/app/reconcile.ts";
import { record } from "../../src/app/incident.ts";
import type { IncidentFact } from "../../src/core/incident/event.ts";
import { SECOND } from "../../src/core/instant.ts";
import { begin, failure, nowIn, Place, Room, run } from "../support/memory-app.ts";

const CREATE = "create-replacement-key";
const DEPLOY = "deploy-replacement-key";
const CUT = "block-compromised-key";
const READY = ["capture-minimum-evidence", CREATE, DEPLOY, "verify-replacement-live"];

async function stage(...steps: readonly string[]) {
  const room = new Room();
  const app = room.app();
  const id = await begin(app);
  for (const step of steps) expect((await run(app, id, step)).exitCode).toBe(0);
  async function credential() {
    return (await room.state(id)).credentials["c1"]!;
  }
  return { room, app, id, credential };
}

/** An intent that a process left behind; `pid` says which. */
function left(given: Partial<Extract<IncidentFact, { type: "effect.intended" }>["data"]>) {
  const data = {
    step: CREATE,
    credential: "c1",
    effect: "create-key",
    opId: "11111111-1111-4111-8111-111111111111",
    target: null,
    plan: "create",
    keyName: "production-web-app-ir-test-111111",
    keyId: null,
    ...given,
  };
  return { type: "effect.intended", data } as IncidentFact;
}

describe("a create whose answer was lost", () => {
  it("and that never arrived has failed, but only after the quiet window", async () => {
    const { room, app, id, credential } = await stage();
    room.vendor.fail("create", "lost");
    await failure(run(app, id, CREATE));
    const before = room.clock.now();
    const [settled] = await reconcile(room.app(), id);
    expect(settled).toMatchObject({ outcome: "failed", effect: "create-key", credential: "c1" });
    expect(room.clock.now() - before).toBeGreaterThanOrEqual(30 * SECOND);
    expect((await credential()).new.state).toBe("none");
    expect(room.vendor.calls.filter((call) => call === "create")).toHaveLength(1);
    await run(app, id, CREATE);
    expect((await credential()).new.state).toBe("sealed");
  });

  it("and that arrives within the quiet window is still found", async () => {
    const { room, app, id } = await stage();
    room.vendor.fail("create", "lost");
    await failure(run(app, id, CREATE));
    const name = (await room.state(id)).pending[0]!.keyName!;
    const reconciling = reconcile(room.app(), id);
    void room.clock.sleep(20 * SECOND).then(() =>
      room.vendor.keys.push({
        id: "k-late",
        name,
        value: "sk_live_LateValueNobodySaw0001",
        status: "active",
        lastUsedAt: null,
      }),
    );
    expect((await reconciling)[0]?.detail).toMatch(/orphan k-late deleted/);
    expect(room.vendor.keys.map((one) => one.id)).toEqual(["k-old"]);
  });

  it("and that is listed without its value is an orphan: deleted at once, no waiting", async () => {
    const { room, app, id, credential } = await stage();
    room.vendor.fail("create", "lost-after");
    await failure(run(app, id, CREATE));
    const before = room.clock.now();
    const [settled] = await reconcile(room.app(), id);
    expect(settled).toMatchObject({ outcome: "failed" });
    expect(settled?.detail).toMatch(/orphan k-new-1 deleted: its value was shown once and lost/);
    expect(room.clock.now()).toBe(before);
    expect(room.vendor.keys.map((one) => one.id)).toEqual(["k-old"]);
    expect((await credential()).new.state).toBe("none");
  });

  it("and that was sealed before the record was lost is adopted, with its steps", async () => {
    const probe = new Room();
    let appends = 0;
    const { append } = probe.journal;
    (probe.journal as { append: typeof append }).append = async (...args) => {
      appends += 1;
      return append(...args);
    };
    await begin(probe.app());
    const room = new Room(new Map([[appends + 2, "before"]]));
    const app = room.app();
    const id = await begin(app);
    expect((await failure(run(app, id, CREATE))).code).toBe("outcome-not-recorded");
    room.alive.set(1, "dead");
    const other = room.app({ actor: { id: "kim", role: "admin" } });
    const [settled] = await reconcile(other, id);
    expect(settled).toMatchObject({
      outcome: "succeeded",
      detail: expect.stringMatching(/adopted/),
    });
    const { credentials, pending } = await room.state(id);
    expect(pending).toEqual([]);
    expect(credentials["c1"]?.new).toMatchObject({ state: "sealed", keyId: "k-new-1" });
    expect(credentials["c1"]?.steps[CREATE]?.status).toBe("done");
    expect(credentials["c1"]?.steps["store-replacement-key"]?.status).toBe("done");
    // it is the real value: it deploys and works
    expect((await run(other, id, DEPLOY)).exitCode).toBe(0);
    expect((await run(other, id, "verify-replacement-live")).exitCode).toBe(0);
    expect(room.vendor.made).toBe(1);
  });

  it("and that exists twice: nobody can tell them apart, so both go", async () => {
    const { room, app, id } = await stage();
    room.vendor.fail("create", "lost-after");
    await failure(run(app, id, CREATE));
    const [made] = room.vendor.keys.slice(-1);
    room.vendor.keys.push({ ...made!, id: "k-twin" });
    const [settled] = await reconcile(room.app(), id);
    expect(settled?.detail).toMatch(/k-new-1, k-twin/);
    expect(room.vendor.keys.map((one) => one.id)).toEqual(["k-old"]);
  });

  it("stays unknown while the vendor does not answer, or lists nothing, or keeps the orphan", async () => {
    for (const trouble of ["down", "no list", "no delete"] as const) {
      const { room, app, id } = await stage();
      room.vendor.fail("create", "lost-after");
      await failure(run(app, id, CREATE));
      if (trouble === "down") room.vendor.fail("list", "lost");
      if (trouble === "no list") room.vendor.can.list = false;
      if (trouble === "no delete") room.vendor.can.delete = false;
      const [settled] = await reconcile(room.app(), id);
      expect([trouble, settled?.outcome]).toEqual([trouble, "unknown"]);
      expect((await room.state(id)).pending).toMatchObject([{ state: "unknown" }]);
      expect((await failure(run(app, id, CREATE))).exitCode).toBe(5);
    }
  });
});

describe("a cut whose answer was lost", () => {
  it("is settled by the list: gone means cut, and the step is complete", async () => {
    const { room, app, id, credential } = await stage(...READY);
    room.vendor.fail("delete", "lost-after");
    expect((await failure(run(app, id, CUT))).exitCode).toBe(5);
    expect((await credential()).old.state).toBe("alive");
    const [settled] = await reconcile(room.app(), id);
    expect(settled).toMatchObject({ outcome: "succeeded", effect: "block-key" });
    const { old, steps } = await credential();
    expect([old.state, old.action, steps[CUT]?.status]).toEqual(["blocked", "delete", "done"]);
    expect(room.vendor.calls.filter((call) => call === "delete")).toHaveLength(1);
    expect((await run(app, id, "verify-key-rejected")).exitCode).toBe(0);
  });

  it("is settled by the list: still there means it failed, and may be tried again", async () => {
    const { room, app, id, credential } = await stage(...READY);
    room.vendor.fail("delete", "lost");
    await failure(run(app, id, CUT));
    const [settled] = await reconcile(room.app(), id);
    expect(settled).toMatchObject({
      outcome: "failed",
      detail: expect.stringMatching(/still listed/),
    });
    expect((await credential()).old.state).toBe("alive");
    expect((await run(app, id, CUT)).exitCode).toBe(0);
  });

  it("is settled by the list: disabled means cut, and still to be deleted", async () => {
    const room = new Room();
    room.vendor.can.disable = true;
    const app = room.app();
    const id = await begin(app);
    for (const step of READY) await run(app, id, step);
    room.vendor.fail("disable", "lost-after");
    await failure(run(app, id, CUT));
    expect((await reconcile(room.app(), id))[0]).toMatchObject({ outcome: "succeeded" });
    async function old() {
      return (await room.state(id)).credentials["c1"]!.old;
    }
    expect(await old()).toMatchObject({ state: "blocked", action: "disable" });
    // the deletion is lost in its turn, before it took effect: the list still shows it as disabled
    room.vendor.fail("delete", "lost");
    expect((await failure(run(app, id, CUT, { action: "delete" }))).exitCode).toBe(5);
    expect((await reconcile(room.app(), id))[0]).toMatchObject({ outcome: "failed" });
    expect(await old()).toMatchObject({ action: "disable" });
    await run(app, id, CUT, { action: "delete" });
    expect(await old()).toMatchObject({ state: "blocked", action: "delete" });
  });
});

describe("a deployment whose answer was lost", () => {
  async function lost(fate: "lost" | "lost-after") {
    const made = await stage(CREATE);
    const place = made.room.places.get("web-env")!;
    place.fates.push(fate);
    expect((await run(made.app, made.id, DEPLOY)).exitCode).toBe(5);
    return { ...made, place };
  }

  it("is there when the place holds the new key", async () => {
    const { room, id, credential } = await lost("lost-after");
    expect((await credential()).targets[0]?.state).toBe("unknown");
    expect((await reconcile(room.app(), id))[0]).toMatchObject({
      outcome: "succeeded",
      target: "web-env",
    });
    expect((await credential()).targets[0]?.state).toBe("written");
  });

  it("has failed when the place holds the old one, or cannot be read: writing again is harmless", async () => {
    for (const readable of [true, false]) {
      const { room, app, id, place, credential } = await lost("lost");
      place.readable = readable;
      expect((await reconcile(room.app(), id))[0]).toMatchObject({ outcome: "failed" });
      expect((await credential()).targets[0]?.state).toBe("failed");
      expect((await run(app, id, DEPLOY)).exitCode).toBe(0);
      expect(place.writes).toHaveLength(2);
    }
  });

  it("stays unknown while the place does not answer", async () => {
    const { room, id } = await lost("lost-after");
    room.places.delete("web-env");
    expect((await reconcile(room.app(), id))[0]).toMatchObject({ outcome: "unknown" });
  });
});

describe("somebody else's act", () => {
  it("is left alone while their process runs, looked at when it is gone or out of sight", async () => {
    for (const [alive, outcome] of [
      ["alive", "running"],
      ["dead", "failed"],
      ["unknown", "failed"],
    ] as const) {
      const { room, id } = await stage();
      const other = room.app({ actor: { id: "kim", role: "admin" } });
      await record(other, id, [left({})]);
      room.alive.set(2, alive);
      room.vendor.calls.length = 0;
      expect((await reconcile(room.app(), id)).map((one) => one.outcome)).toEqual([outcome]);
      const { pending } = await room.state(id);
      expect([room.vendor.calls.length === 0, pending.length]).toEqual(
        alive === "alive" ? [true, 1] : [false, 0],
      );
    }
  });

  it("whose outcome comes late, after looking said otherwise, is believed", async () => {
    const { room, app, id, credential } = await stage();
    const slow = room.app({ actor: { id: "kim", role: "admin" } });
    room.alive.set(2, "unknown");
    // kim's call hangs on another host; meanwhile dana looks, and finds nothing
    let looked: readonly { outcome: string }[] = [];
    const { putSealed } = room.vault;
    (room.vault as { putSealed: typeof putSealed }).putSealed = async (...args) => {
      (room.vault as { putSealed: typeof putSealed }).putSealed = putSealed;
      const [made] = room.vendor.keys.splice(1, 1);
      looked = await reconcile(app, id);
      room.vendor.keys.push(made!);
      return putSealed(...args);
    };
    expect((await run(slow, id, CREATE)).exitCode).toBe(0);
    expect(looked.map((one) => one.outcome)).toEqual(["failed"]);
    const { new: lane } = await credential();
    expect(lane).toMatchObject({ state: "sealed", keyId: "k-new-1" });
    expect((await room.state(id)).pending).toEqual([]);
    const types = await room.types(id);
    expect(types.indexOf("effect.failed")).toBeLessThan(types.indexOf("effect.succeeded"));
  });

  it("several at once are each settled, and one that stays unknown holds up none of the others", async () => {
    const room = new Room();
    room.places.set("second", new Place());
    const app = room.app();
    const id = await begin(app);
    await run(app, id, CREATE);
    for (const place of room.places.values()) place.fates.push("lost-after");
    await run(app, id, DEPLOY);
    room.places.delete("web-env");
    const outcomes = (await reconcile(room.app(), id)).map((one) => [one.target, one.outcome]);
    expect(outcomes).toEqual([
      ["web-env", "unknown"],
      ["second", "succeeded"],
    ]);
  });

  it("nothing unknown, nothing asked", async () => {
    const { room, id } = await stage(CREATE);
    room.vendor.calls.length = 0;
    expect(await reconcile(room.app(), id)).toEqual([]);
    expect(room.vendor.calls).toEqual([]);
    expect(nowIn(room)).toBe((await room.state(id)).declaredAt);
  });
});
