// The protocol of every act on the outside: intent durable, act once, outcome on record; a lost answer is unknown and never repeated.
import { describe, expect, it } from "vitest";
import { probeCredential } from "../../src/app/probe.ts";
import { reconcile } from "../../src/app/reconcile.ts";
import { Secret } from "../../src/core/credential/secret.ts";
import { begin, failure, OLD, Room, run } from "../support/memory-app.ts";

const CREATE = "create-replacement-key";
const DEPLOY = "deploy-replacement-key";
const CUT = "block-compromised-key";
const CAPTURE = "capture-minimum-evidence";

/** Numbers of appends are counted from 1; this many have happened when an incident has just begun. */
async function appendsOf(work: (room: Room) => Promise<unknown>): Promise<number> {
  const room = new Room();
  let count = 0;
  const { append } = room.journal;
  (room.journal as { append: typeof append }).append = async (...args) => {
    count += 1;
    return append(...args);
  };
  await work(room);
  return count;
}

const BEGUN = await appendsOf((room) => begin(room.app()));

describe("an act on the outside", () => {
  it("has its intent in the journal before the vendor is called, with op, name and plan", async () => {
    const room = new Room();
    const app = room.app();
    const id = await begin(app);
    let seen: ReturnType<Room["events"]> | undefined;
    room.vendor.before = (call) => {
      if (call === "create") seen = room.events(id);
    };
    await run(app, id, CREATE);
    expect((await seen)?.at(-1)).toMatchObject({
      type: "effect.intended",
      data: { effect: "create-key", step: CREATE, credential: "c1" },
    });
    const types = await room.types(id);
    expect(types.slice(types.indexOf("effect.intended"))).toEqual([
      "effect.intended",
      "key.created",
      "key.sealed",
      "effect.succeeded",
      "step.completed",
      "step.completed",
      "key.probed",
    ]);
    const { credentials, pending } = await room.state(id);
    expect(pending).toEqual([]);
    expect(credentials["c1"]?.new).toMatchObject({ state: "sealed", verdict: "ALIVE" });
    expect(credentials["c1"]?.new.name).toMatch(/^production-web-app-ir-\w{4}-\w{6}$/);
  });

  it("never happens when the intent cannot be made durable: exit 6, and nothing is left", async () => {
    const room = new Room(new Map([[BEGUN + 1, "before"]]));
    const app = room.app();
    const id = await begin(app);
    room.vendor.calls.length = 0;
    const error = await failure(run(app, id, CREATE));
    expect([error.kind, error.exitCode]).toEqual(["not-durable", 6]);
    expect(room.vendor.calls).toEqual([]);
    expect((await room.state(id)).pending).toEqual([]);
  });

  it("never happens either when the journal's answer about the intent was lost", async () => {
    const room = new Room(new Map([[BEGUN + 1, "after"]]));
    const app = room.app();
    const id = await begin(app);
    expect((await failure(run(app, id, CREATE))).exitCode).toBe(6);
    expect(room.vendor.calls).not.toContain("create");
    // the intent did reach the journal: looking settles it
    room.alive.set(1, "dead");
    const [settled] = await reconcile(room.app(), id);
    expect(settled).toMatchObject({ effect: "create-key", outcome: "failed" });
    await run(room.app(), id, CREATE);
    expect(room.vendor.made).toBe(1);
  });

  it("that fails for certain is on record as failed: exit 8, and may be tried again", async () => {
    const room = new Room();
    const app = room.app();
    const id = await begin(app);
    room.vendor.fail("create", "refused");
    const error = await failure(run(app, id, CREATE));
    expect([error.kind, error.exitCode]).toEqual(["remote", 8]);
    expect((await room.types(id)).at(-1)).toBe("effect.failed");
    expect((await room.state(id)).pending).toEqual([]);
    await run(app, id, CREATE);
    expect(room.vendor.keys).toHaveLength(2);
  });

  it("whose answer is lost is unknown: exit 5, and refused again until somebody looks", async () => {
    const room = new Room();
    const app = room.app();
    const id = await begin(app);
    room.vendor.fail("create", "lost-after");
    const error = await failure(run(app, id, CREATE));
    expect([error.kind, error.exitCode, error.hint]).toEqual(["unknown", 5, "claro-ir reconcile"]);
    expect((await room.types(id)).at(-1)).toBe("effect.unknown");
    for (const other of [app, room.app({ actor: { id: "kim", role: "admin" } })])
      expect((await failure(run(other, id, CREATE))).exitCode).toBe(5);
    expect(room.vendor.calls.filter((call) => call === "create")).toHaveLength(1);
    await reconcile(room.app(), id);
    await run(app, id, CREATE);
    expect(room.vendor.calls.filter((call) => call === "create")).toHaveLength(2);
  });

  it("that ended in a way nobody foresaw is unknown as well: exit 5", async () => {
    const room = new Room();
    const app = room.app();
    const id = await begin(app);
    room.vendor.fail("create", "crashes-after");
    await expect(run(app, id, CREATE)).rejects.toThrow("unexpected");
    expect((await room.types(id)).at(-1)).toBe("effect.unknown");
    expect((await failure(run(app, id, CREATE))).exitCode).toBe(5);
  });

  it("whose key was made but could not be sealed is unknown, not `nothing was done`", async () => {
    const room = new Room();
    const app = room.app();
    const id = await begin(app);
    const { putSealed } = room.vault;
    const { ClaroIrError } = await import("../../src/core/error.ts");
    (room.vault as { putSealed: typeof putSealed }).putSealed = () =>
      Promise.reject(new ClaroIrError("not-durable", "not-durable", "disk full"));
    const error = await failure(run(app, id, CREATE));
    expect([error.kind, error.exitCode]).toEqual(["unknown", 5]);
    (room.vault as { putSealed: typeof putSealed }).putSealed = putSealed;
    const [settled] = await reconcile(room.app(), id);
    expect(settled?.detail).toMatch(/orphan k-new-1 deleted/);
    expect(room.vendor.keys.map((one) => one.id)).toEqual(["k-old"]);
  });

  it("whose outcome cannot be recorded is 5, never 6: something was done", async () => {
    for (const fate of ["works", "lost-after"] as const) {
      const room = new Room(new Map([[BEGUN + 2, "before"]]));
      const app = room.app();
      const id = await begin(app);
      room.vendor.fail("create", fate);
      const error = await failure(run(app, id, CREATE));
      expect([fate, error.kind, error.exitCode, error.hint]).toEqual([
        fate,
        "unknown",
        5,
        "claro-ir reconcile",
      ]);
      expect((await room.state(id)).pending).toHaveLength(1);
    }
  });

  it("is refused in an incident that has ended meanwhile, before anything is sent", async () => {
    const room = new Room();
    const app = room.app();
    const id = await begin(app);
    const other = room.app();
    const { standDownIncident } = await import("../../src/app/end.ts");
    // it ends between this command's first look and its intent
    room.race = { cut: 0, rival: () => standDownIncident(other, id, "false alarm") };
    const error = await failure(run(app, id, CREATE));
    expect([error.code, error.exitCode]).toEqual(["not-open", 3]);
    expect(room.vendor.calls).not.toContain("create");
  });

  it("is not begun twice by two terminals at once", async () => {
    const room = new Room();
    const first = room.app();
    const id = await begin(first);
    const second = room.app({ actor: { id: "kim", role: "admin" } });
    const outcomes = await Promise.allSettled([run(first, id, CREATE), run(second, id, CREATE)]);
    expect(outcomes.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(room.vendor.made).toBe(1);
    expect((await room.state(id)).pending).toEqual([]);
  });
});

it("a cut is confirmed by the key's name, alone or behind its credential, and by nothing else", async () => {
  const room = new Room();
  const app = room.app();
  const id = await begin(app);
  await run(app, id, CAPTURE);
  await run(app, id, CREATE);
  await run(app, id, DEPLOY);
  await run(app, id, "verify-replacement-live");
  const error = await failure(run(app, id, CUT, { confirm: "c2:production-web-app" }));
  expect([error.code, error.exitCode]).toEqual(["not-confirmed", 2]);
  expect((await run(app, id, CUT, { confirm: "c1:production-web-app" })).exitCode).toBe(0);
});

describe("who may manage keys", () => {
  const sam = { id: "sam", role: "member" } as const;

  it("a member and a viewer may not create or cut: exit 3, nothing is sent, sealed or recorded", async () => {
    for (const role of ["member", "viewer"] as const) {
      const room = new Room();
      const id = await begin(room.app());
      await run(room.app(), id, CAPTURE);
      const before = await room.types(id);
      const sealed = await room.vault.listSealed(id);
      room.vendor.calls.length = 0;
      const app = room.app({ actor: { id: "sam", role } });
      for (const attempt of [
        () => run(app, id, CREATE),
        () => run(app, id, CREATE, { secret: new Secret("sk_live_PastedByAMember12345") }),
        () => run(app, id, CUT),
      ]) {
        const error = await failure(attempt());
        expect([error.code, error.exitCode]).toEqual(["role", 3]);
      }
      expect(room.vendor.calls.filter((call) => call !== "list")).toEqual([]);
      expect(await room.types(id)).toEqual(before);
      expect(await room.vault.listSealed(id)).toEqual(sealed);
    }
  });

  it("a member may deploy and prove", async () => {
    const room = new Room();
    const app = room.app();
    const id = await begin(app);
    await run(app, id, CREATE);
    const member = room.app({ actor: sam });
    expect((await run(member, id, DEPLOY)).exitCode).toBe(0);
    expect((await run(member, id, "verify-replacement-live")).exitCode).toBe(0);
  });
});

describe("the whole way round", () => {
  it.each(["replace-first", "contain-first"] as const)(
    "%s: cut, proved dead, in use, and no value on record",
    async (strategy) => {
      const room = new Room();
      const app = room.app();
      const id = await begin(app, { strategy });
      await run(app, id, CAPTURE);
      const replace = [CREATE, DEPLOY, "verify-replacement-live"];
      const cut = [CUT, "verify-key-rejected"];
      const early = await failure(run(app, id, CUT));
      expect(early.message).toContain(strategy === "contain-first" ? "accept-outage" : CREATE);
      if (strategy === "contain-first") {
        const { decide } = await import("../../src/core/incident/decide/decision.ts");
        const { change } = await import("../../src/app/incident.ts");
        await change(app, id, (world) =>
          decide(world, { kind: "outage", value: "10", because: "public" }),
        );
      }
      const steps = strategy === "replace-first" ? [...replace, ...cut] : [...cut, ...replace];
      for (const step of steps)
        expect([step, (await run(app, id, step)).exitCode]).toEqual([step, 0]);
      const { credentials } = await room.state(id);
      expect(credentials["c1"]?.old).toMatchObject({ state: "dead", proof: "probes" });
      expect(credentials["c1"]?.new.state).toBe("in-use");
      expect(room.vendor.keys.map((one) => one.id)).toEqual(["k-new-1"]);
      const printed = await room.printed(id);
      for (const value of [OLD, room.vendor.keys[0]!.value])
        expect(printed).not.toContain(value.slice(8, -4));
      expect((await run(app, id, "update-register")).exitCode).toBe(0);
    },
  );

  it("the proof waits on the virtual clock and takes three answers over a minute", async () => {
    const room = new Room();
    const app = room.app();
    const id = await begin(app);
    for (const step of [CAPTURE, CREATE, DEPLOY, "verify-replacement-live", CUT])
      await run(app, id, step);
    const { answer } = await import("../support/memory-app.ts");
    room.vendor.probes.push(answer(401), answer(429, 7), answer(401), answer(401), answer(500));
    const before = room.clock.now();
    expect((await run(app, id, "verify-key-rejected")).exitCode).toBe(0);
    expect((room.clock.now() - before) / 1000).toBeGreaterThanOrEqual(60 + 5 * 31 - 1);
    // Asked again later, there are never more than three of three.
    const again = { credential: undefined, untilDead: true, timeoutMs: undefined, dryRun: false };
    await probeCredential(app, { incident: id, ...again });
    expect(room.said.at(-1)).toContain("  3/3");
  });

  it("a key that lives on after the cut is an alarm that asks the new key too", async () => {
    const room = new Room();
    const app = room.app();
    const id = await begin(app);
    for (const step of [CAPTURE, CREATE, DEPLOY, "verify-replacement-live"])
      await run(app, id, step);
    // the wrong key goes: the vendor mixes them up
    const [old, made] = room.vendor.keys;
    room.vendor.before = (call) => {
      if (call === "delete") room.vendor.keys.splice(room.vendor.keys.indexOf(made!), 1);
    };
    await run(app, id, CUT);
    room.vendor.keys.push(old!);
    const result = await run(app, id, "verify-key-rejected", { timeoutMs: 300_000 });
    expect(result.exitCode).toBe(1);
    const { credentials } = await room.state(id);
    expect(credentials["c1"]?.alarms).toHaveLength(1);
    expect(credentials["c1"]?.alarms[0]).toMatchObject({ what: "wrong-key" });
    expect(credentials["c1"]?.old.state).toBe("blocked");
  });
});
